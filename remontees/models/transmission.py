"""La version figée d'une remontée : données, PDF, empreinte, envoi."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from quartiers.models import Departement
from quartiers.querysets import TerritorialQuerySet

from .. import courriel


class TransmissionQuerySet(TerritorialQuerySet):
    lecture = "codes_departements_suivis"

    def reconnaitre(self, sha256):
        """Rend la version dont le PDF a cette empreinte, ou None."""
        return self.filter(sha256=sha256).defer("pdf", "donnees").first()

    def pour(self, genre):
        """Limite aux versions d'un genre de remontée (classe)."""
        return self.filter(content_type=ContentType.objects.get_for_model(genre))


class Transmission(models.Model):
    """Version figée d'une remontée : données, PDF et empreinte, gardés pour toujours."""

    content_type = models.ForeignKey(ContentType, models.PROTECT)
    object_id = models.PositiveBigIntegerField()
    remontee = GenericForeignKey()
    departement = models.ForeignKey(Departement, models.PROTECT, verbose_name="département")
    numero = models.PositiveSmallIntegerField("version")
    donnees = models.JSONField("données", encoder=DjangoJSONEncoder)
    pdf = models.BinaryField("PDF")
    sha256 = models.CharField("empreinte SHA-256 du PDF", max_length=64, db_index=True)
    nom_fichier = models.CharField("nom du fichier", max_length=100)
    transmise_le = models.DateTimeField("transmise le")
    transmise_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="transmise par"
    )
    courriel_envoye_le = models.DateTimeField("courriel envoyé le", null=True)
    courriel_erreur = models.TextField("erreur d’envoi", blank=True)

    objects = TransmissionQuerySet.as_manager()

    class Meta:
        verbose_name = "transmission"
        ordering = ["-numero"]
        constraints = [
            models.UniqueConstraint(
                name="transmission_version_unique",
                fields=["content_type", "object_id", "numero"],
            )
        ]

    def __str__(self):
        return f"{self.nom_fichier} (version {self.numero})"

    @property
    def precedente(self):
        """La version d'avant, ou None."""
        return self.remontee.transmissions.filter(numero__lt=self.numero).defer("pdf").first()

    @property
    def est_remplacee(self):
        """Vrai quand une version plus récente a été transmise."""
        return self.remontee.transmissions.filter(numero__gt=self.numero).exists()

    def envoyer(self):
        """Envoie le PDF au CGET et l'accusé à l'expéditeur ; note l'heure ou l'erreur.

        Un serveur de courriel en panne ne lève rien : la transmission est acquise, l'erreur est
        gardée et l'envoi peut être refait.
        """
        try:
            courriel.envoyer_transmission(self)
        except OSError as erreur:
            self.courriel_erreur = str(erreur) or type(erreur).__name__
        else:
            self.courriel_envoye_le, self.courriel_erreur = timezone.now(), ""
        self.save(update_fields=["courriel_envoye_le", "courriel_erreur"])

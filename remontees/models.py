"""Ce que partagent toutes les remontées aux ministères : état, verrou, transmission figée.

Le bilan PAQTE (et plus tard la synthèse) étend `Remontee` et lui donne un contenu, des manques
et un gabarit ; ce module ne connaît aucun d'eux.
"""

import hashlib
import json
from dataclasses import dataclass

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone
from simple_history.models import HistoricalRecords

from quartiers.models import Departement
from quartiers.querysets import TerritorialQuerySet

from . import courriel, pdf
from .semestre import valider_semestre


class Conflit(Exception):
    """Le brouillon a été enregistré par quelqu'un d'autre depuis qu'il a été ouvert."""


class EtatInvalide(Exception):
    """L'action n'existe pas dans l'état où se trouve la remontée."""


@dataclass(frozen=True)
class Manque:
    """Ce qui manque à une remontée pour être transmise, et où le compléter."""

    libelle: str
    lien: str


class Campagne(models.Model):
    """Ce qui est attendu des préfectures : un genre de remontée, une période, une échéance."""

    class Genre(models.TextChoices):
        BILAN = "bilan", "Bilan semestriel du PAQTE"
        SYNTHESE = "synthese", "Synthèse annuelle"

    genre = models.CharField("genre", max_length=20, choices=Genre)
    periode = models.CharField(
        "période", max_length=7, help_text="« 2019-s1 » pour un semestre, « 2019 » pour une année."
    )
    ouverture_le = models.DateField("ouverture")
    echeance_le = models.DateField("échéance")
    consignes = models.TextField("consignes", blank=True)

    class Meta:
        verbose_name = "campagne"
        ordering = ["-periode", "genre"]
        constraints = [
            models.UniqueConstraint(
                name="campagne_unique",
                fields=["genre", "periode"],
                violation_error_message="Cette campagne existe déjà.",
            ),
            models.CheckConstraint(
                name="campagne_echeance_apres_ouverture",
                condition=models.Q(echeance_le__gte=models.F("ouverture_le")),
                violation_error_message="L’échéance ne peut pas précéder l’ouverture.",
            ),
        ]

    def __str__(self):
        return f"{self.get_genre_display()} {self.periode}"

    @property
    def jours_restants(self):
        """Nombre de jours avant l'échéance ; négatif quand elle est passée."""
        return (self.echeance_le - timezone.localdate()).days


class TransmissionQuerySet(TerritorialQuerySet):
    lecture = "codes_departements_suivis"


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


class RemonteeQuerySet(TerritorialQuerySet):
    """Droits sur les remontées : hors de la préfecture, un brouillon reste invisible."""

    lecture = "codes_departements_suivis"

    def visibles_par(self, user):
        """Limite aux remontées dont `user` peut lire au moins une version.

        La préfecture voit les siennes dans tous leurs états ; les autres n'y lisent que les
        versions transmises (voir `Remontee.lisible_en_cours_par`).
        """
        visibles = super().visibles_par(user)
        if getattr(user, "est_prefecture", False):
            return visibles
        return visibles.exclude(etat=Remontee.Etat.BROUILLON)


class Remontee(models.Model):
    """Compte rendu d'un département à l'État : brouillon, puis versions transmises et figées."""

    class Etat(models.TextChoices):
        BROUILLON = "brouillon", "Brouillon"
        TRANSMISE = "transmise", "Transmise"
        A_COMPLETER = "a_completer", "À compléter"
        ACCEPTEE = "acceptee", "Acceptée"

    MODIFIABLES = (Etat.BROUILLON, Etat.A_COMPLETER)

    # Donnés par chaque remontée : gabarit du PDF, et genre (celui de sa campagne).
    gabarit_pdf: str
    genre: Campagne.Genre

    departement = models.ForeignKey(Departement, models.PROTECT, verbose_name="département")
    etat = models.CharField("état", max_length=12, choices=Etat, default=Etat.BROUILLON)
    verrou = models.PositiveIntegerField(default=0, editable=False)
    cree_le = models.DateTimeField("créée le", auto_now_add=True)
    modifie_le = models.DateTimeField("modifiée le", auto_now=True)
    modifie_par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="modifiée par",
    )
    commentaire_retour = models.TextField("demande de complément", blank=True)
    transmissions = GenericRelation(Transmission)
    history = HistoricalRecords(inherit=True)

    objects = RemonteeQuerySet.as_manager()

    class Meta:
        abstract = True

    def contenu(self):
        """Rend le contenu complet, en types JSON : c'est lui que montrent la page et le PDF."""
        raise NotImplementedError

    def manques(self):
        """Rend la liste des `Manque` qui empêchent la transmission."""
        raise NotImplementedError

    @property
    def est_modifiable(self):
        return self.etat in self.MODIFIABLES

    def lisible_en_cours_par(self, user):
        """Dit si `user` peut lire le texte en cours de rédaction, et non la seule version figée."""
        return user.est_prefecture and self.departement_id in user.codes_departements

    def derniere_transmission(self):
        return self.transmissions.defer("pdf").first()

    def pdf_de_projet(self):
        """Rend les octets du PDF du texte en cours, marqué « projet »."""
        return pdf.rendre(self.gabarit_pdf, {"contenu": self.contenu(), "projet": True})

    def verrouiller(self, attendu=None):
        """Relit la remontée sous verrou de ligne, dans la transaction en cours.

        `attendu` est le numéro de verrou vu par l'auteur : lève Conflit s'il a changé.
        """
        actuelle = type(self).objects.select_for_update().get(pk=self.pk)
        if attendu is not None and actuelle.verrou != attendu:
            raise Conflit
        return actuelle

    @transaction.atomic
    def transmettre(self, user):
        """Fige une nouvelle version et la transmet au CGET ; rend la `Transmission`.

        Lève PermissionDenied (sans droit), EtatInvalide (déjà transmise) ou ValidationError
        (incomplète). L'envoi du courriel suit la validation de la transaction.
        """
        if not user.peut_transmettre(self.departement):
            raise PermissionDenied
        actuelle = self._en_etat(*self.MODIFIABLES)
        manques = actuelle.manques()
        if manques:
            raise ValidationError([manque.libelle for manque in manques])
        transmission = actuelle._figer(user)
        actuelle._passer(self.Etat.TRANSMISE, user)
        transaction.on_commit(transmission.envoyer)
        return transmission

    @transaction.atomic
    def renvoyer(self, user, commentaire):
        """Demande un complément à la préfecture ; lève PermissionDenied, EtatInvalide."""
        self._exiger_cget(user)
        actuelle = self._en_etat(self.Etat.TRANSMISE)
        actuelle.commentaire_retour = commentaire
        actuelle._passer(self.Etat.A_COMPLETER, user)

    @transaction.atomic
    def accepter(self, user):
        """Accepte la dernière version transmise ; lève PermissionDenied, EtatInvalide."""
        self._exiger_cget(user)
        self._en_etat(self.Etat.TRANSMISE)._passer(self.Etat.ACCEPTEE, user)

    def _exiger_cget(self, user):
        if not (user.est_cget and self.departement_id in user.codes_departements):
            raise PermissionDenied

    def _en_etat(self, *etats):
        actuelle = self.verrouiller()
        if actuelle.etat not in etats:
            raise EtatInvalide(f"Cette remontée est {actuelle.get_etat_display().lower()}.")
        return actuelle

    def _passer(self, etat, user):
        self.etat, self.modifie_par, self.verrou = etat, user, self.verrou + 1
        self.save()

    def _figer(self, user):
        derniere = self.derniere_transmission()
        numero = derniere.numero + 1 if derniere else 1
        maintenant = timezone.now()
        # Le passage par JSON garantit que le PDF montre exactement les données gardées.
        contenu = json.loads(
            json.dumps(
                self.contenu()
                | {
                    "version": numero,
                    "transmis_le": timezone.localtime(maintenant).isoformat(),
                    "transmis_par": str(user),
                },
                cls=DjangoJSONEncoder,
            )
        )
        fichier = pdf.rendre(self.gabarit_pdf, {"contenu": contenu, "projet": False})
        return Transmission.objects.create(
            remontee=self,
            departement=self.departement,
            numero=numero,
            donnees=contenu,
            pdf=fichier,
            sha256=hashlib.sha256(fichier).hexdigest(),
            nom_fichier=f"{self.nom_de_fichier()}-v{numero}.pdf",
            transmise_le=maintenant,
            transmise_par=user,
        )


class RemonteeSemestrielle(Remontee):
    """Remontée due chaque semestre."""

    semestre = models.CharField("semestre", max_length=7, validators=[valider_semestre])

    class Meta:
        abstract = True

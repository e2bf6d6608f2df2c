"""Le journal des imports, que chaque salle tient pour les siens."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from .annulation import Annulation


class ImportQuerySet(models.QuerySet):
    def faits(self):
        """Limite aux imports confirmés, le plus récent d'abord, sans leur fichier ni leur effet.

        Ajoute `a_son_fichier` et `est_annulable` : fichier et effet sont encore gardés.
        """
        faits = self.filter(fait_le__isnull=False).order_by("-fait_le", "-pk")
        return (
            faits.defer("contenu", "effet")
            .annotate(
                a_son_fichier=Q(contenu__isnull=False),
                est_annulable=Q(effet__isnull=False),
            )
            .select_related("fait_par", "annule_par")
        )

    def deposer(self, user, liste, octets, **champs):
        """Garde un fichier lu en attente de confirmation ; rend son journal.

        Un nouveau dépôt remplace celui que la même personne n'avait pas confirmé. `champs` sont
        ceux que le journal d'une salle ajoute.
        """
        self.filter(fait_par=user, fait_le__isnull=True).delete()
        return self.create(fait_par=user, fichier=liste.nom, contenu=octets, **champs)

    def oublier_les_fichiers(self):
        """Oublie fichiers et effets de ces imports : ils ne s'annulent plus. Rend leur nombre."""
        return self.update(contenu=None, effet=None)


class ImportDeFichier(models.Model):
    """Journal des imports : quel fichier, par qui, avec quel effet.

    Un fichier déposé attend sa confirmation, son contenu gardé ici ; `fait_le` est alors vide.
    """

    depose_le = models.DateTimeField("déposé le", auto_now_add=True)
    fait_le = models.DateTimeField("fait le", null=True)
    fait_par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="fait par",
        help_text="Vide quand l’import vient de la ligne de commande.",
    )
    fichier = models.CharField("fichier", max_length=255)
    sha256 = models.CharField("empreinte SHA-256", max_length=64)
    contenu = models.BinaryField("fichier déposé", null=True)
    effet = models.JSONField(
        "effet",
        null=True,
        encoder=DjangoJSONEncoder,
        help_text="Ce que l’import a changé, pour l’annuler (voir `socle.imports.annulation`).",
    )
    annule_le = models.DateTimeField("annulé le", null=True)
    annule_par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="annulé par",
    )
    crees = models.PositiveIntegerField("créés", default=0)
    modifies = models.PositiveIntegerField("modifiés", default=0)
    inchanges = models.PositiveIntegerField("inchangés", default=0)

    # Faux quand le fichier nomme des personnes, ou quand l'import ne se défait pas.
    se_garde = True

    objects = ImportQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-depose_le", "-pk"]

    def __str__(self):
        return f"{self.fichier} ({self.depose_le:%d/%m/%Y})"

    def conclure(self, liste, apercu, effet):
        """Note que l'import est fait : empreinte du fichier, comptes, date, effet."""
        self.fichier, self.sha256 = liste.nom, liste.sha256
        for nom, valeur in apercu.comptes().items():
            setattr(self, nom, valeur)
        self.fait_le, self.effet = timezone.now(), effet
        if not self.se_garde:
            self.contenu = self.effet = None
        self.save()

    def obstacles(self):
        """Rend pourquoi l'import ne s'annule plus ; chaque salle ajoute les siens."""
        return Annulation(self.effet).obstacles()

    @transaction.atomic
    def annuler(self, user):
        """Défait l'import, au nom de `user`. Lève ValidationError sans rien écrire."""
        if obstacles := self.obstacles():
            raise ValidationError(obstacles)
        Annulation(self.effet).appliquer(user)
        self.annule_le, self.annule_par, self.effet = timezone.now(), user, None
        self.save()

"""Le journal des imports, que chaque salle tient pour les siens."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class ImportQuerySet(models.QuerySet):
    def faits(self):
        """Limite aux imports confirmés, le plus récent d'abord."""
        return self.filter(fait_le__isnull=False).order_by("-fait_le", "-pk")

    def deposer(self, user, liste, octets):
        """Garde un fichier lu en attente de confirmation ; rend son journal.

        Un nouveau dépôt remplace celui que la même personne n'avait pas confirmé.
        """
        self.filter(fait_par=user, fait_le__isnull=True).delete()
        return self.create(fait_par=user, fichier=liste.nom, contenu=octets)


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
    contenu = models.BinaryField("contenu à confirmer", null=True)
    crees = models.PositiveIntegerField("créés", default=0)
    modifies = models.PositiveIntegerField("modifiés", default=0)
    inchanges = models.PositiveIntegerField("inchangés", default=0)

    objects = ImportQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-depose_le", "-pk"]

    def __str__(self):
        return f"{self.fichier} ({self.depose_le:%d/%m/%Y})"

    def conclure(self, liste, apercu):
        """Note que l'import est fait : empreinte du fichier, comptes, date ; oublie son contenu."""
        self.fichier, self.sha256 = liste.nom, liste.sha256
        for nom, valeur in apercu.comptes().items():
            setattr(self, nom, valeur)
        self.fait_le, self.contenu = timezone.now(), None
        self.save()

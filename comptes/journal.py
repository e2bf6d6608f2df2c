"""Le journal des accès : qui a ouvert ou exporté une liste de personnes."""

from django.conf import settings
from django.db import models


class JournalAccesQuerySet(models.QuerySet):
    def visibles_par(self, user):
        """Limite aux accès que `user` contrôle : tous à l'administrateur, aucun aux autres."""
        return self.all() if user.est_administrateur else self.none()


class JournalAcces(models.Model):
    """Ouverture ou export d'une liste de personnes : qui, quand, laquelle."""

    class Page(models.TextChoices):
        ANNUAIRE = "annuaire", "Annuaire"
        COMPTES = "comptes", "Comptes"
        REFERENTS = "referents", "Référents du PAQTE"
        ENTREPRISES = "entreprise", "Contacts des entreprises"
        VERSIONS = "versions", "Qui a transmis les remontées"

    utilisateur = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="acces", verbose_name="personne"
    )
    le = models.DateTimeField("le", auto_now_add=True, db_index=True)
    page = models.CharField("liste", max_length=10, choices=Page)
    precision = models.CharField("territoire", max_length=10, blank=True)
    export = models.CharField("export", max_length=4, blank=True)

    objects = JournalAccesQuerySet.as_manager()

    class Meta:
        verbose_name = "accès à une liste de personnes"
        verbose_name_plural = "accès aux listes de personnes"
        ordering = ["-le", "-pk"]

    def __str__(self):
        return f"{self.utilisateur}, {self.get_page_display()}"

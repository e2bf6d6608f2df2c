"""Le bilan semestriel du PAQTE, au format de l'annexe 2 de la circulaire."""

from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from simple_history.models import HistoricalRecords

from remontees.models import Campagne, RemonteeSemestrielle
from remontees.semestre import Semestre


class Bilan(RemonteeSemestrielle):
    """Bilan quantitatif et qualitatif d'un département pour un semestre.

    Le portail en calcule les chiffres et les listes (voir `paqte.contenu`) ; l'agent écrit le
    reste et peut corriger un chiffre, avec son motif (`Correction`).
    """

    gabarit_pdf = "paqte/bilan_pdf.html"
    genre = Campagne.Genre.BILAN

    organisation = models.TextField("précisions sur l’organisation", blank=True)
    partenaires = models.TextField("précisions sur les partenaires", blank=True)
    exemples = models.TextField("autres exemples concrets d’actions réalisées", blank=True)
    contexte = models.TextField("précisions sur le contexte", blank=True)
    strategie = models.TextField("stratégie définie dans le département", blank=True)
    obstacles = models.TextField("obstacles rencontrés", blank=True)

    class Meta:
        verbose_name = "bilan"
        ordering = ["-semestre", "departement"]
        constraints = [
            models.UniqueConstraint(name="bilan_unique", fields=["departement", "semestre"])
        ]

    def __str__(self):
        return f"Bilan PAQTE, {self.departement}, {self.periode.libelle}"

    @cached_property
    def periode(self):
        """Le `Semestre` du bilan."""
        return Semestre.lire(self.semestre)

    def get_absolute_url(self):
        return reverse("paqte:bilan", args=[self.periode, self.departement_id])


class Correction(models.Model):
    """Chiffre calculé que l'agent remplace, avec le motif imprimé dans le PDF."""

    bilan = models.ForeignKey(Bilan, models.CASCADE, related_name="corrections")
    cle = models.CharField("chiffre", max_length=80)
    valeur = models.DecimalField("valeur corrigée", max_digits=14, decimal_places=2)
    motif = models.TextField("motif")

    history = HistoricalRecords()

    class Meta:
        verbose_name = "correction"
        constraints = [
            models.UniqueConstraint(name="correction_unique", fields=["bilan", "cle"]),
            models.CheckConstraint(
                name="correction_motivee",
                condition=~models.Q(motif=""),
                violation_error_message="Un chiffre ne se corrige qu’avec un motif.",
            ),
        ]

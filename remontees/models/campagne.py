"""Les campagnes : ce qui est attendu des préfectures, et pour quand."""

from django.db import models
from django.utils import timezone


class CampagneQuerySet(models.QuerySet):
    def ouvertes(self, genre):
        """Limite aux campagnes du genre déjà ouvertes, échéance la plus récente d'abord."""
        return self.filter(genre=genre, ouverture_le__lte=timezone.localdate()).order_by(
            "-echeance_le"
        )


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

    objects = CampagneQuerySet.as_manager()

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

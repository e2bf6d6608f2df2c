"""Ce que les outils communs gardent dans la base."""

from django.db import models
from django.utils import timezone


class Passage(models.Model):
    """La dernière fois qu'une commande à heure fixe a fini sans faute."""

    commande = models.CharField("commande", max_length=50, primary_key=True)
    le = models.DateTimeField("fini le", default=timezone.now)

    class Meta:
        verbose_name = "passage d’une commande"

    def __str__(self):
        return f"{self.commande}, {self.le:%d/%m/%Y %H:%M}"

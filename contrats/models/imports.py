"""Le journal des imports de contrats."""

from django.db import models

from quartiers.models import Departement
from socle.imports.models import ImportDeFichier


class ImportContrats(ImportDeFichier):
    """Journal des tableaux de contrats de ville relus (voir `contrats.imports`)."""

    departement = models.ForeignKey(
        Departement, models.CASCADE, related_name="+", verbose_name="département"
    )

    class Meta(ImportDeFichier.Meta):
        verbose_name = "import de contrats"
        verbose_name_plural = "imports de contrats"

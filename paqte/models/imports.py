"""Le journal des imports de résultats."""

from socle.imports.models import ImportDeFichier


class ImportResultats(ImportDeFichier):
    """Journal des grilles de résultats relues (voir `paqte.grille`)."""

    class Meta(ImportDeFichier.Meta):
        verbose_name = "import de résultats"
        verbose_name_plural = "imports de résultats"

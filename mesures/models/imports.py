"""Le journal des imports de valeurs."""

from socle.imports.models import ImportDeFichier


class ImportValeurs(ImportDeFichier):
    """Journal des imports de valeurs d'indicateurs (voir `socle.imports.moteur`)."""

    class Meta(ImportDeFichier.Meta):
        verbose_name = "import de valeurs"
        verbose_name_plural = "imports de valeurs"

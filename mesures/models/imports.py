"""Le journal des imports de valeurs."""

from quartiers.models import ImportDeFichier


class ImportValeurs(ImportDeFichier):
    """Journal des imports de valeurs d'indicateurs (voir `quartiers.moteur`)."""

    class Meta(ImportDeFichier.Meta):
        verbose_name = "import de valeurs"
        verbose_name_plural = "imports de valeurs"

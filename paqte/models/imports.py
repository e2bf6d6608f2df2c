"""Le journal des imports du PAQTE."""

from django.db import models, transaction

from quartiers.models import Departement
from socle.imports.models import ImportDeFichier, ImportQuerySet

from .bilan import Bilan


class ImportResultatsQuerySet(ImportQuerySet):
    def du(self, bilan):
        """Limite à ceux de ce bilan ; aucun s'il n'est pas commencé."""
        return self.filter(bilan=bilan.pk) if bilan.pk else self.none()

    @transaction.atomic
    def deposer(self, user, liste, octets, bilan):
        """Garde la grille de ce bilan, qu'elle inscrit au besoin, ses textes repris compris."""
        bilan.inscrire(**{nom: getattr(bilan, nom) for nom in ("reprises", *bilan.reprises)})
        return super().deposer(user, liste, octets, bilan=bilan)


class ImportResultats(ImportDeFichier):
    """Journal des grilles de résultats relues (voir `paqte.resources`)."""

    bilan = models.ForeignKey(Bilan, models.CASCADE, null=True, related_name="imports")

    objects = ImportResultatsQuerySet.as_manager()  # type: ignore[misc]

    class Meta(ImportDeFichier.Meta):
        verbose_name = "import de résultats"
        verbose_name_plural = "imports de résultats"

    def obstacles(self):
        """Rend aussi la version transmise depuis : ses chiffres viennent de ces résultats."""
        bilans = Bilan.objects.filter(imports=self)
        return super().obstacles() + _transmis_depuis(bilans, self.fait_le)


class ImportConventions(ImportDeFichier):
    """Journal des tableaux de conventions relus (voir `paqte.conventions`)."""

    departement = models.ForeignKey(
        Departement, models.CASCADE, related_name="+", verbose_name="département"
    )

    class Meta(ImportDeFichier.Meta):
        verbose_name = "import de conventions"
        verbose_name_plural = "imports de conventions"

    def obstacles(self):
        """Rend aussi les bilans transmis depuis : leurs chiffres viennent de ces conventions."""
        bilans = Bilan.objects.du(self.departement_id)
        return super().obstacles() + _transmis_depuis(bilans, self.fait_le)


def _transmis_depuis(bilans, moment):
    transmis = bilans.filter(transmissions__transmise_le__gt=moment).distinct()
    return [f"Transmis depuis : {bilan}." for bilan in transmis]

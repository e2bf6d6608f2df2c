"""Combien de quartiers, et d'habitants, relèvent d'un contrat dont le protocole est signé."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Sum

from quartiers.models import Quartier
from socle.francais import accorder, ecrire_nombre

from .avancement import Avancement


@dataclass(frozen=True)
class Couverture:
    """Des quartiers en vigueur, ceux que couvre un protocole signé, et leurs habitants connus."""

    quartiers: int
    couverts: int
    habitants: int
    habitants_couverts: int

    @property
    def part(self):
        """La part des habitants, en pour cent entiers ; None si aucune population n'est connue."""
        return round(100 * self.habitants_couverts / self.habitants) if self.habitants else None

    def __str__(self):
        nombre, total = ecrire_nombre(self.couverts), ecrire_nombre(self.quartiers)
        habitants = "" if self.part is None else f", soit {self.part} % de leurs habitants"
        return f"{nombre} QPV couvert{accorder(self.couverts)} sur {total}{habitants}"


def couvrir(contrats, departements, le):
    """Rend la `Couverture` des quartiers de ces `departements` par ces `contrats` (requêtes)."""
    signes = contrats.avec_avancement(le).filter(avancement_au=Avancement.SIGNE)
    lignes = (
        Quartier.objects.filter(departement__in=departements)
        .en_vigueur(le)
        .avec_chiffres(le)
        .annotate(couvert=Exists(signes.filter(quartiers=OuterRef("pk"))))
        .order_by()
        .values_list("couvert")
        .annotate(Count("pk"), Sum("population_au"))
    )
    sommes = {couvert: (nombre, habitants or 0) for couvert, nombre, habitants in lignes}
    couverts, autres = sommes.get(True, (0, 0)), sommes.get(False, (0, 0))
    return Couverture(couverts[0] + autres[0], couverts[0], couverts[1] + autres[1], couverts[1])

"""Les départements comparés : un résultat du PAQTE par habitant des QPV, et la médiane des siens.

Deux départements sont semblables quand leurs QPV ont à peu près autant d'habitants (ou de
demandeurs d'emploi) : la nation est coupée en trois, des petits aux grands. Qui a un QPV sans
chiffre n'est pas classé : son diviseur serait trop petit.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal
from statistics import median

from paqte.classements import totaux_par_departement
from paqte.models.referentiel import taux_atteint
from paqte.sommes import dresser_paqte
from paqte.totaux import Total
from quartiers.models import Departement, Quartier, Region
from remontees.periodes import jour_d_arret
from socle.francais import ecrire_nombre
from socle.ordre import cle

TIERS = 3
# Ce par quoi un résultat se divise : le chiffre des QPV, et son nom.
DIVISEURS = {"population": "habitants", "defm": "demandeurs d’emploi"}


@dataclass(frozen=True)
class Rang:
    """Un département : son cumul, ce qui le divise, son taux pour mille, son rang dans la nation.

    `mediane` est celle de ses semblables. Sans taux, il n'est pas classé.
    """

    departement: Departement
    cumul: Decimal | None
    diviseur: int | None
    taux: Decimal | None = None
    rang: int | None = None
    mediane: Decimal | None = None

    @property
    def ecart(self):
        return self.taux - self.mediane


@dataclass(frozen=True)
class RangDeRegion:
    """Une région : ce que ses départements classés ont fait, ce qui le divise, son taux."""

    region: Region
    departements: int
    cumul: Decimal
    taux: Decimal


@dataclass(frozen=True)
class Comparaison:
    """Les rangs de départements choisis, du plus grand taux au plus petit, et ceux sans taux.

    `regions` : leurs régions, de même.
    """

    rangs: list[Rang]
    sans_taux: list[Rang]
    regions: list[RangDeRegion]
    classes: int
    unite: str

    @property
    def maximum(self):
        return max((rang.taux for rang in self.rangs), default=0)

    @property
    def phrase(self):
        return dire_les_extremes({r.departement.nom: r.taux for r in self.rangs}, self.unite)


def comparer(departements, semestre, indicateur, diviseur):
    """Rend la `Comparaison` de ces `departements` (requête), rangés dans toute la nation."""
    tous = Departement.objects.select_related("region")
    totaux = totaux_par_departement(tous, semestre)
    chiffres = Quartier.objects.totaux_par_departement(jour_d_arret(semestre))
    rangs = []
    for departement in tous:
        siens = chiffres.get(departement.pk, {})
        connu = siens and not siens[f"sans_{diviseur}"] and siens[diviseur]
        cumul = totaux.get(departement.pk, {}).get(indicateur.pk, Total()).cumul
        taux = round(1000 * cumul / siens[diviseur], 1) if connu and cumul is not None else None
        rangs.append(Rang(departement, cumul, siens[diviseur] if connu else None, taux))
    classes = _classer([rang for rang in rangs if rang.taux is not None])
    choisis = {departement.pk for departement in departements}
    montres = [rang for rang in classes if rang.departement.pk in choisis]
    return Comparaison(
        montres,
        [r for r in rangs if r.taux is None and r.departement.pk in choisis],
        _classer_les_regions(montres),
        len(classes),
        f"{indicateur.unite} pour 1 000 {DIVISEURS[diviseur]} des QPV",
    )


def _classer_les_regions(rangs):
    """Rend les régions de ces rangs, du plus grand taux au plus petit."""
    groupes = defaultdict(list)
    for rang in rangs:
        groupes[rang.departement.region].append(rang)
    lignes = []
    for region, siens in groupes.items():
        cumul = sum(rang.cumul for rang in siens)
        taux = round(1000 * cumul / sum(rang.diviseur for rang in siens), 1)
        lignes.append(RangDeRegion(region, len(siens), cumul, taux))
    return sorted(lignes, key=lambda ligne: (-ligne.taux, cle(ligne.region.nom)))


def _classer(rangs):
    """Rend ces rangs numérotés, du plus grand taux au plus petit ; à égalité, le même numéro."""
    par_taille = sorted(rangs, key=lambda rang: rang.diviseur)
    medianes = {}
    for numero in range(TIERS):
        debut, fin = (len(rangs) * borne // TIERS for borne in (numero, numero + 1))
        tiers = par_taille[debut:fin]
        medianes |= {r.departement.pk: median(autre.taux for autre in tiers) for r in tiers}
    taux = sorted((rang.taux for rang in rangs), reverse=True)
    return [
        replace(r, rang=taux.index(r.taux) + 1, mediane=medianes[r.departement.pk])
        for r in sorted(rangs, key=lambda rang: -rang.taux)
    ]


def situer_dans_la_nation(sommes, transmis, nation=None):
    """Rend [{indicateur, total, parts, dit}] de ces `Sommes` ; `parts` est en pour cent, ou None.

    Ce sont l'atteint et le rythme, puis, si la `nation` est là, la part de son cumul, et les siens.
    `dit` : ce qu'en disent les `transmis` (voir `additionner_les_transmis`).
    """
    lignes = []
    for indicateur, total in dresser_paqte(sommes)["resultats"]:
        parts = [total.taux, total.rythme]
        if nation:
            entier = nation.totaux.get(indicateur.pk, Total())
            parts += [taux_atteint(total.cumul, entier.cumul), entier.taux, entier.rythme]
        dit = transmis.dit(indicateur)
        lignes.append({"indicateur": indicateur, "total": total, "parts": parts, "dit": dit})
    return lignes


def dire_les_extremes(nombres, unite):
    """Dit de {nom: nombre, ou None} le plus grand, le plus petit, la médiane et l'écart."""
    connus = {nom: nombre for nom, nombre in nombres.items() if nombre is not None}
    if not connus:
        return "Aucun nombre connu."
    haut, bas = max(connus, key=connus.get), min(connus, key=connus.get)
    ecart = ecrire_nombre(connus[haut] - connus[bas])
    return (
        f"Le plus : {haut}, {ecrire_nombre(connus[haut])} ; le moins : {bas}, "
        f"{ecrire_nombre(connus[bas])} ; médiane, {ecrire_nombre(median(connus.values()))} ; "
        f"écart, {ecart} ({unite})."
    )

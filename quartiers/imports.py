"""L'import d'une liste de QPV (voir `socle.imports.moteur`).

La page, l'administration et la commande passent toutes par `analyser_quartiers` et
`appliquer_quartiers`.
"""

from dataclasses import dataclass, field
from functools import partial

from django.db import transaction

from socle.imports.moteur import Apercu, ImportRefuse, Refus, importer

from .contours import lire_contour
from .models import Contour, Quartier, entree_en_vigueur
from .resources import QuartierResource, analyser_code

# Au-delà de cette part de la liste, un retrait ressemble à un fichier partiel : il se confirme.
PART_DE_RETRAITS_SUSPECTE = 0.25


@dataclass
class ApercuDeQuartiers(Apercu):
    """Aperçu de l'import d'une liste : s'y ajoutent les quartiers qu'elle ne contient plus."""

    absents: list = field(default_factory=list)
    millesime: int | None = None
    # {code: polygones} des contours que la liste apporte ou change.
    contours: dict = field(default_factory=dict)

    def effet(self):
        absents = sorted(quartier.code for quartier in self.absents)
        return [*super().effet(), absents, sorted(self.contours.items())]

    def comptes(self):
        return super().comptes() | {"retires": len(self.absents)}


def analyser_quartiers(liste):
    """Rend l'aperçu de l'import de `liste` (voir `lire_quartiers`), sans rien écrire."""
    return _importer(liste, simulation=True)


@transaction.atomic
def appliquer_quartiers(liste, journal):
    """Importe `liste`, complète `journal`, rend l'aperçu. Lève ImportRefuse sans rien écrire."""
    apercu = _importer(liste, simulation=False)
    if not apercu.est_importable:
        raise ImportRefuse(apercu)
    for quartier in apercu.absents:
        quartier.retire_le = entree_en_vigueur(quartier.millesime, quartier.departement_id)
    Quartier.objects.bulk_update(apercu.absents, ["retire_le"])
    _garder_les_contours(apercu.contours)
    journal.millesime = apercu.millesime
    journal.conclure(liste, apercu)
    return apercu


def _importer(liste, simulation):
    resource = QuartierResource(liste)
    return importer(
        resource,
        ApercuDeQuartiers(),
        simulation=simulation,
        completer=partial(_completer, liste, resource),
    )


def _completer(liste, resource, apercu):
    millesimes = {analyser_code(code)[0] for code in resource.lignes}
    if len(millesimes) > 1:
        apercu.refus.append(
            Refus(
                liste.numeros[0],
                liste.entetes["code"],
                "Le fichier mêle la liste de 2015 (QP…) et celle de 2024 (QN…) : séparez-les.",
            )
        )
    elif millesimes:
        apercu.millesime = millesimes.pop()
        apercu.contours = _contours_changes(liste)
        if liste.est_complete:
            _chercher_absents(apercu, resource.lignes)


def _contours_changes(liste):
    """Rend {code: polygones} des contours lisibles de la liste qui ne sont pas déjà ceux gardés."""
    if "contour" not in liste.entetes:
        return {}
    lus = zip(liste.donnees["code"], map(lire_contour, liste.donnees["contour"]), strict=True)
    gardes = dict(Contour.objects.values_list("quartier__code", "polygones"))
    return {code: lu for code, lu in lus if lu and gardes.get(code) != lu}


def _garder_les_contours(contours):
    cles = Quartier.objects.filter(code__in=contours).values_list("code", "pk")
    Contour.objects.bulk_create(
        [Contour(quartier_id=pk, polygones=contours[code]) for code, pk in cles],
        update_conflicts=True,
        unique_fields=["quartier"],
        update_fields=["polygones"],
        batch_size=500,
    )


def _chercher_absents(apercu, codes):
    en_vigueur = Quartier.objects.filter(millesime=apercu.millesime, retire_le__isnull=True)
    absents = set(en_vigueur.values_list("code", flat=True)).difference(codes)
    apercu.absents = list(en_vigueur.filter(code__in=absents))
    connus = len(apercu.absents) + len(apercu.modifies) + apercu.inchanges
    apercu.retraits_suspects = len(apercu.absents) > PART_DE_RETRAITS_SUSPECTE * max(connus, 1)

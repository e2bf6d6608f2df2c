"""Ce qui se lit de toutes les remontées ensemble, en une requête pour tous leurs genres."""

from .. import registre
from ..periodes import lire_periode
from .anterieur import EnvoiAnterieur
from .campagne import Campagne


def avancees_par_genre(departements, periodes, campagnes):
    """Rend {genre: ce que rend `avancees`} de toutes les remontées, lues ensemble.

    `periodes` donne celle de chaque pas de temps, `campagnes` celle de chaque (genre, période).
    """
    lues = [
        (modele, periodes[modele.Periode], modele.objects.codes_de(departements))
        for modele in registre.remontees()
    ]
    connues: dict[str, dict] = {modele.genre: {} for modele, _, _ in lues}
    premiere, *autres = (modele.objects.etats_de(codes, periode) for modele, periode, codes in lues)
    for genre, code, *suite in premiere.union(*autres, all=True):
        connues[genre][code] = suite
    anterieurs = EnvoiAnterieur.objects.par_genre(periodes.values())
    return {
        modele.genre: modele.objects.situer(
            codes,
            periode,
            campagnes.get((modele.genre, str(periode))),
            connues[modele.genre],
            anterieurs.get(modele.genre, {}),
        )
        for modele, periode, codes in lues
    }


def periodes_suivies(user):
    """Rend les périodes d'une campagne commencée, ou d'une remontée que lit `user`, tous genres
    réunis, de la plus récente à la première.
    """
    genres = dict(registre.choix_de_remontee())
    campagnes = Campagne.objects.commencees().filter(genre__in=genres).order_by()
    remontees = (
        modele.objects.visibles_par(user).order_by().values_list("periode")
        for modele in registre.remontees()
    )
    ecrites = campagnes.values_list("periode").union(*remontees)
    return [lire_periode(ecrite) for ecrite in sorted((p for (p,) in ecrites), reverse=True)]

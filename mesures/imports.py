"""L'import d'un fichier de valeurs (voir `socle.imports.moteur`), et son modèle à remplir."""

import tablib

from quartiers.models import Region
from socle.imports.moteur import analyser_liste, appliquer_liste

from .lecture import COLONNES
from .models import NATION, Indicateur
from .resources import ImportValeurResource


def analyser_valeurs(liste, user, ambigus=None):
    """Rend l'`Apercu` de l'import de `liste` par `user`, sans rien écrire.

    `ambigus` (`Region` ou `Departement`) dit ce que désigne un code comme « 32 ».
    """
    return analyser_liste(ImportValeurResource(liste, user, ambigus))


def appliquer_valeurs(liste, journal, user, ambigus=None):
    """Importe `liste`, complète `journal`, rend l'`Apercu`. Lève ImportRefuse sans rien écrire."""
    return appliquer_liste(ImportValeurResource(liste, user, ambigus), journal)


def modele(user, territoires=(), date=None):
    """Rend le tableau à remplir : une ligne par indicateur que tient `user`, et par territoire.

    `territoires` sont des `Region` et des `Departement`, ou `NATION` ; sans eux, la nation.
    """
    # Les deux dernières aident à remplir ; de l'import, seul un code ambigu lit la seconde.
    donnees = tablib.Dataset(headers=(*COLONNES, "libelle", "nom_du_territoire"), title="valeurs")
    for indicateur in Indicateur.objects.modifiables_par(user).saisissables():
        for territoire in territoires or (NATION,):
            code, nom = _situer(territoire)
            vides = [None] * (len(COLONNES) - 3)
            donnees.append((indicateur.code, code, date, *vides, indicateur.libelle, nom))
    return donnees


def _situer(territoire):
    """Rend le code d'un territoire dans un fichier, et son nom."""
    if territoire == NATION:
        return NATION, "France entière"
    prefixe = "R" if isinstance(territoire, Region) else ""
    return f"{prefixe}{territoire.code}", territoire.nom

"""L'import d'un fichier de valeurs (voir `socle.imports.moteur`), et son modèle à remplir."""

import tablib

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


def modele(user):
    """Rend le tableau à remplir : une ligne par indicateur que tient `user`."""
    indicateurs = Indicateur.objects.modifiables_par(user)
    # Le libellé aide à remplir ; l'import ne lit pas sa colonne.
    entetes = (*COLONNES, "libelle")
    lignes = [(i.code, NATION, *[""] * (len(COLONNES) - 2), i.libelle) for i in indicateurs]
    return tablib.Dataset(*lignes, headers=entetes, title="valeurs")

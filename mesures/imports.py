"""L'import d'un fichier de valeurs (voir `quartiers.moteur`), et son modèle à remplir."""

import tablib

from quartiers import moteur

from .lecture import COLONNES
from .models import NATION, Indicateur
from .resources import ImportValeurResource


def analyser(liste, user):
    """Rend l'`Apercu` de l'import de `liste` par `user`, sans rien écrire."""
    return moteur.analyser(ImportValeurResource(liste, user))


def appliquer(liste, journal, user):
    """Importe `liste`, complète `journal`, rend l'`Apercu`. Lève ImportRefuse sans rien écrire."""
    return moteur.appliquer(ImportValeurResource(liste, user), journal)


def modele(user):
    """Rend le tableau à remplir : une ligne par indicateur que tient `user`."""
    indicateurs = Indicateur.objects.modifiables_par(user)
    # Le libellé aide à remplir ; l'import ne lit pas sa colonne.
    entetes = (*COLONNES, "libelle")
    lignes = [(i.code, NATION, *[""] * (len(COLONNES) - 2), i.libelle) for i in indicateurs]
    return tablib.Dataset(*lignes, headers=entetes, title="valeurs")

"""L'import d'un fichier de valeurs (voir `quartiers.moteur`), et son modèle à remplir."""

import tablib
from django.db import transaction

from quartiers.moteur import Apercu, ImportRefuse, importer

from .lecture import COLONNES
from .models import NATION, Indicateur
from .resources import ImportValeurResource


def analyser(liste, user):
    """Rend l'`Apercu` de l'import de `liste` par `user`, sans rien écrire."""
    return _importer(liste, user, simulation=True)


@transaction.atomic
def appliquer(liste, journal, user):
    """Importe `liste`, complète `journal`, rend l'`Apercu`. Lève ImportRefuse sans rien écrire."""
    apercu = _importer(liste, user, simulation=False)
    if not apercu.est_importable:
        raise ImportRefuse(apercu)
    journal.conclure(liste, apercu)
    return apercu


def modele(user):
    """Rend le tableau à remplir : une ligne par indicateur que tient `user`."""
    indicateurs = Indicateur.objects.modifiables_par(user)
    lignes = [(i.code, NATION, "", "", "", "", i.libelle) for i in indicateurs]
    return tablib.Dataset(*lignes, headers=COLONNES, title="valeurs")


def _importer(liste, user, simulation):
    resource = ImportValeurResource(liste, user)
    return importer(resource, liste, Apercu(), simulation=simulation)

"""L'import d'un fichier de comptes (voir `quartiers.moteur`), et son modèle à remplir."""

import tablib

from quartiers.moteur import Apercu, ImportRefuse, importer

from .lecture import COLONNES
from .personnes import un_administrateur_reste
from .resources import ImportCompteResource


def analyser(liste, user):
    """Rend l'`Apercu` de l'import de `liste` par `user`, sans rien écrire."""
    return importer(ImportCompteResource(liste, user), liste, Apercu(), simulation=True)


def appliquer(liste, journal, user):
    """Importe `liste`, complète `journal`, rend l'`Apercu`. Lève ImportRefuse sans rien écrire.

    Les comptes créés (`apercu.crees`) attendent leur invitation, que l'appelant envoie.
    """
    with un_administrateur_reste():
        apercu = importer(ImportCompteResource(liste, user), liste, Apercu(), simulation=False)
        if not apercu.est_importable:
            raise ImportRefuse(apercu)
        journal.conclure(liste, apercu)
    return apercu


def modele():
    """Rend le tableau à remplir : une ligne par personne."""
    return tablib.Dataset(headers=COLONNES, title="comptes")

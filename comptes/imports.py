"""L'import d'un fichier de comptes (voir `quartiers.moteur`), et son modèle à remplir."""

import tablib

from quartiers import moteur

from .lecture import COLONNES
from .personnes import un_administrateur_reste
from .resources import ImportCompteResource


def analyser(liste, user):
    """Rend l'`Apercu` de l'import de `liste` par `user`, sans rien écrire."""
    return moteur.analyser(ImportCompteResource(liste, user))


def appliquer(liste, journal, user):
    """Importe `liste`, complète `journal`, rend l'`Apercu`. Lève ImportRefuse sans rien écrire.

    Les comptes créés (`apercu.crees`) attendent leur invitation, que l'appelant envoie.
    """
    with un_administrateur_reste():
        return moteur.appliquer(ImportCompteResource(liste, user), journal)


def modele():
    """Rend le tableau à remplir : une ligne par personne."""
    return tablib.Dataset(headers=COLONNES, title="comptes")

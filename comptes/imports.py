"""L'import d'un fichier de comptes (voir `socle.imports.moteur`), et son modèle à remplir."""

import tablib

from socle.imports.moteur import analyser_liste, appliquer_liste

from .lecture import COLONNES
from .personnes import un_administrateur_reste
from .resources import ImportCompteResource


def analyser_comptes(liste, user):
    """Rend l'`Apercu` de l'import de `liste` par `user`, sans rien écrire."""
    return analyser_liste(ImportCompteResource(liste, user))


def appliquer_comptes(liste, journal, user):
    """Importe `liste`, complète `journal`, rend l'`Apercu`. Lève ImportRefuse sans rien écrire.

    Les comptes créés (`apercu.crees`) attendent leur invitation, que l'appelant envoie.
    """
    with un_administrateur_reste():
        return appliquer_liste(ImportCompteResource(liste, user), journal)


def modele():
    """Rend le tableau à remplir : une ligne par personne."""
    return tablib.Dataset(headers=COLONNES, title="comptes")

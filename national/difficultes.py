"""Les difficultés les plus citées, par thème (fixtures/themes_difficultes.csv)."""

import functools
import re

from socle.fixtures import lire_fixture
from socle.recherche import sans_accents


@functools.cache
def themes():
    """Rend {thème: débuts de mots qui le signalent}."""
    return {
        ligne["theme"]: tuple(ligne["mots"].split()) for ligne in lire_fixture("themes_difficultes")
    }


def frequentes(documents):
    """Rend [(thème, nombre de documents qui en parlent)], les plus cités d'abord."""
    comptes = dict.fromkeys(themes(), 0)
    for document in documents:
        mots = re.findall("[a-z]+", sans_accents(document["contenu"].difficultes_rencontrees))
        for theme, debuts in themes().items():
            comptes[theme] += any(mot.startswith(debuts) for mot in mots)
    cites = [(theme, nombre) for theme, nombre in comptes.items() if nombre]
    return sorted(cites, key=lambda cite: -cite[1])

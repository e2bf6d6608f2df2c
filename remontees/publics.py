"""Ce qui peut se rendre public par un lien : chaque salle y inscrit ses modèles.

La requête d'un modèle inscrit dit ce qui peut l'être (`publiables`), et par qui (`publiables_par`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404


@dataclass(frozen=True)
class Publiable:
    """Un modèle inscrit : le gabarit de sa page, et ce qui rend les octets de son PDF."""

    modele: Any
    gabarit: str
    imprimer: Callable[[Any], bytes]


_publiables: dict[str, Publiable] = {}


def inscrire(genre, modele, gabarit, imprimer):
    """Ajoute un modèle à ce qui peut se rendre public ; ses objets ont chacun leur adresse."""
    _publiables[genre] = Publiable(modele, gabarit, imprimer)


def publiable(genre):
    """Rend le `Publiable` de ce genre. Lève Http404 s'il n'est pas inscrit."""
    if genre not in _publiables:
        raise Http404
    return _publiables[genre]


def genre_de(objet):
    """Rend le genre sous lequel un objet est inscrit."""
    return next(genre for genre, un in _publiables.items() if isinstance(objet, un.modele))

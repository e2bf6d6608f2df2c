"""À quoi des documents se joignent : chaque salle y inscrit ses modèles.

Un document n'a pas de droits à lui : qui lit son objet le lit, qui modifie l'objet le change.
"""

from typing import Any

from django.http import Http404

_modeles: dict[str, Any] = {}


def inscrire(genre, modele):
    """Ajoute un modèle aux objets de qui des documents se joignent ; chacun a son adresse."""
    _modeles[genre] = modele


def objets(genre):
    """Rend les objets de ce genre (requête). Lève Http404 s'il n'est pas inscrit."""
    if genre not in _modeles:
        raise Http404
    return _modeles[genre].objects


def genre_de(objet):
    """Rend le genre sous lequel un objet est inscrit."""
    return next(genre for genre, modele in _modeles.items() if isinstance(objet, modele))

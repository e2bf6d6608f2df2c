"""Ce qui change d'un contenu figé à un autre : textes, listes, chiffres."""

from dataclasses import dataclass

# Une variation plus forte appelle une relecture.
VARIATION_FORTE = 0.25
# Ce qui change à chaque version sans rien dire du territoire.
IGNORES = {"version", "transmis_le", "transmis_par", "format", "genre"}


@dataclass(frozen=True)
class Difference:
    """Une valeur qui n'est plus la même : où, avant (None si elle est neuve), après."""

    chemin: str
    avant: object
    apres: object

    @property
    def est_forte(self):
        """Vrai pour un nombre qui varie de plus d'un quart."""
        if not (_est_nombre(self.avant) and _est_nombre(self.apres)):
            return False
        reference = max(abs(self.avant), abs(self.apres))
        return abs(self.apres - self.avant) > VARIATION_FORTE * reference


def comparer(avant, apres):
    """Rend les `Difference` d'un contenu (types JSON) à l'autre, dans l'ordre du second."""
    anciennes, nouvelles = dict(_feuilles(avant)), dict(_feuilles(apres))
    return [
        Difference(chemin, anciennes.get(chemin), nouvelles.get(chemin))
        for chemin in [*nouvelles, *(c for c in anciennes if c not in nouvelles)]
        if anciennes.get(chemin) != nouvelles.get(chemin)
    ]


def _feuilles(valeur, chemin=""):
    """Produit (chemin, valeur) pour chaque valeur simple ; une liste d'objets suit leur nom."""
    if isinstance(valeur, dict):
        for cle, suite in valeur.items():
            if chemin or cle not in IGNORES:
                yield from _feuilles(suite, _suivre(chemin, cle))
    elif isinstance(valeur, list):
        for rang, element in enumerate(valeur, start=1):
            yield from _feuilles(element, _suivre(chemin, _nommer(element, rang)))
    else:
        yield chemin, valeur


def _nommer(element, rang):
    # Le nom suit l'objet quand la liste change d'ordre.
    if isinstance(element, dict):
        return element.get("nom") or element.get("code") or element.get("domaine") or rang
    return rang


def _suivre(chemin, cle):
    return f"{chemin} › {cle}" if chemin else str(cle)


def _est_nombre(valeur):
    return isinstance(valeur, int | float) and not isinstance(valeur, bool)

"""La recherche du portail : chaque salle y inscrit, à son démarrage, ce qu'elle sait trouver."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice

TROUVES_AU_PLUS = 10

# Par leur titre : une salle qui redémarre ne s'inscrit pas deux fois.
_rubriques: dict = {}


@dataclass(frozen=True)
class Trouve:
    """Ce que la recherche a trouvé : son nom, son adresse, et de quoi le reconnaître."""

    nom: str
    adresse: str
    precision: str = ""


@dataclass(frozen=True)
class Rubrique:
    """Une sorte de choses à trouver.

    `chercher(user, texte)` rend, parmi celles que `user` voit, les `Trouve` qui contiennent chaque
    mot, sans accents ; `liste` nomme l'adresse de leur liste, si elle se filtre par `?recherche=`.
    """

    titre: str
    rang: int
    chercher: Callable[..., Iterable[Trouve]]
    liste: str = ""


def inscrire(rubrique):
    """Inscrit une `Rubrique`."""
    _rubriques[rubrique.titre] = rubrique


def rubriques():
    """Rend les rubriques, dans l'ordre de leur `rang`."""
    return sorted(_rubriques.values(), key=lambda rubrique: rubrique.rang)


def chercher(user, texte):
    """Rend [(rubrique, premiers `Trouve`, s'il y en a d'autres)] de celles où `user` en trouve."""
    trouves = []
    for rubrique in rubriques():
        premiers = list(islice(rubrique.chercher(user, texte), TROUVES_AU_PLUS + 1))
        if premiers:
            reste = len(premiers) > TROUVES_AU_PLUS
            trouves.append((rubrique, premiers[:TROUVES_AU_PLUS], reste))
    return trouves


def trouver(objets, preciser):
    """Rend les `Trouve` des premiers de ces objets (requête), que `preciser` aide à reconnaître."""
    for objet in objets[: TROUVES_AU_PLUS + 1]:
        yield Trouve(str(objet), objet.get_absolute_url(), preciser(objet))

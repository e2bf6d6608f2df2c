"""Ce qui empêche d'enregistrer ou de transmettre une remontée."""

from dataclasses import dataclass

from django.http import Http404
from django.utils.functional import Promise


class Conflit(Exception):
    """Le brouillon a été enregistré par quelqu'un d'autre depuis qu'il a été ouvert."""


class PasEncoreTransmise(Http404):
    """Qui suit ce territoire demande une remontée dont sa préfecture n'a rien transmis."""

    def __init__(self, remontee):
        super().__init__(str(remontee))
        self.remontee = remontee


class EtatInvalide(Exception):
    """L'action n'existe pas dans l'état où se trouve la remontée."""


@dataclass(frozen=True)
class Manque:
    """Ce qui manque à une remontée pour être transmise, et où le compléter.

    `repere` situe dans la remontée ce qui se complète ailleurs (voir `remontees.sections`).
    """

    libelle: str
    lien: str | Promise
    repere: str = ""

    @property
    def ancre(self):
        """Où il se situe dans la page de saisie."""
        return self.repere or str(self.lien).partition("#")[2]

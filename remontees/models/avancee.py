"""Où en est une remontée, telle que tous peuvent le savoir : ni plus, ni son texte."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

# Les états vus d'ailleurs que de la préfecture, au masculin.
LIBELLES = {
    "hors": "Non attendu",
    "a_commencer": "À commencer",
    "brouillon": "En cours",
    "anterieure": "Envoi hors portail",
    "transmise": "Transmis",
    "a_completer": "À compléter",
    "acceptee": "Accepté",
}
ACCORDES = {"hors", "transmise", "acceptee"}


# Ce qu'un envoi antérieur remplace : rien n'est parti du portail.
RIEN_N_EST_PARTI = {"a_commencer", "brouillon", "a_signer"}


def vu_d_ailleurs(etat):
    """Rend l'état tel qu'il se lit hors de la préfecture : son parapheur ne regarde qu'elle."""
    return "brouillon" if etat == "a_signer" else etat


def libeller_etat(etat, modele):
    """Rend le libellé d'un état, accordé avec le `modele` de la remontée."""
    return LIBELLES[etat] + (modele.accord if etat in ACCORDES else "")


@dataclass
class Avancee:
    """Où en est la remontée d'un territoire : son état, et si elle est arrivée à temps."""

    modele: type
    code: str
    etat: str = "a_commencer"
    transmise_le: datetime.datetime | None = None
    echeance_le: datetime.date | None = None

    @property
    def libelle(self):
        return libeller_etat(self.etat, self.modele)

    @property
    def en_retard(self):
        """Vrai si la première version est partie, ou n'est pas partie, après l'échéance."""
        if not self.echeance_le or self.etat == "hors":
            return False
        jour = timezone.localdate(self.transmise_le) if self.transmise_le else timezone.localdate()
        return jour > self.echeance_le

    @property
    def manque(self):
        """Vrai si l'échéance est passée et que rien n'est arrivé."""
        return self.en_retard and not self.transmise_le

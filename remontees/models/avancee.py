"""Où en est une remontée, telle que tous peuvent le savoir : ni plus, ni son texte."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

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


class Delai(models.TextChoices):
    """Face à son échéance : « en retard » ne se dit que de ce qui n'est pas arrivé."""

    A_TEMPS = "a-temps", "Arrivé à temps"
    APRES = "apres", "Arrivé après l’échéance"
    EN_RETARD = "en-retard", "En retard"


@dataclass
class Avancee:
    """Où en est la remontée d'un territoire, celui du `code` : son état, et si elle est arrivée à
    temps.
    """

    modele: Any
    periode: Any
    code: str
    etat: str = "a_commencer"
    transmise_le: datetime.datetime | None = None
    echeance_le: datetime.date | None = None
    renvoyee_le: datetime.datetime | None = None
    derniere_le: datetime.datetime | None = None

    @property
    def libelle(self):
        return libeller_etat(self.etat, self.modele)

    @property
    def adresse(self):
        """L'adresse de la remontée ; vide tant que rien n'en est parti du portail."""
        if self.etat not in {"transmise", "a_completer", "acceptee"}:
            return ""
        return reverse(self.modele.adresses, args=[self.periode, self.code])

    @cached_property
    def jours_hors_delai(self):
        """Combien de jours après l'échéance la première version est partie.

        Tant que rien n'est parti, c'est à ce jour ; 0 dans les délais, ou sans échéance.
        """
        if not self.echeance_le or self.etat == "hors":
            return 0
        jour = timezone.localdate(self.transmise_le) if self.transmise_le else timezone.localdate()
        return max((jour - self.echeance_le).days, 0)

    @property
    def delai(self):
        """Son `Delai` ; None tant que rien n'est parti et que l'échéance n'est pas passée."""
        if self.transmise_le:
            return Delai.APRES if self.jours_hors_delai else Delai.A_TEMPS
        return Delai.EN_RETARD if self.jours_hors_delai else None

    @property
    def hors_delai(self):
        """Vrai si la première version est partie, ou n'est pas partie, après l'échéance."""
        return self.jours_hors_delai > 0

    @property
    def en_retard(self):
        """Vrai si l'échéance est passée et que rien n'est arrivé."""
        return self.delai == Delai.EN_RETARD

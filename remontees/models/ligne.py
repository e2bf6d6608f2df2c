"""Où en est la remontée d'un territoire, telle qu'une personne peut le savoir."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..periodes import Annee, Semestre
from .anterieur import EnvoiAnterieur
from .avancee import LIBELLES, RIEN_N_EST_PARTI, Avancee, vu_d_ailleurs
from .campagne import Campagne

if TYPE_CHECKING:
    from comptes.models import Utilisateur

    from .remontee import Remontee


@dataclass(frozen=True)
class LigneDeSuivi:
    """Où en est la remontée d'un territoire pour une période, telle que `user` peut le savoir.

    Une remontée que personne n'a commencée n'est pas enregistrée (`pk` vide).
    """

    remontee: Remontee
    campagne: Campagne | None
    user: Utilisateur
    anterieur: EnvoiAnterieur | None = None

    @property
    def territoire(self):
        return self.remontee.territoire

    @property
    def region(self):
        return self.remontee.region

    @property
    def periode(self) -> Annee | Semestre:
        return self.remontee.periode

    @property
    def derniere_version(self):
        """La dernière `Transmission`, ou None."""
        return next(iter(self.remontee.transmissions.all()), None) if self.remontee.pk else None

    @property
    def est_en_charge(self):
        """Vrai si cette personne, du CGET, suit ce territoire en propre."""
        return self.remontee.code in self.remontee.codes_en_charge(self.user)

    @property
    def est_non_lue(self):
        """Vrai si cette personne, du CGET, n'a pas encore ouvert la dernière version."""
        return self.derniere_version is not None and not getattr(self.derniere_version, "lue", True)

    @property
    def est_a_examiner(self):
        """Vrai si la version transmise attend la réponse de cette personne."""
        return self.remontee.pk is not None and self.remontee.a_examiner_par(self.user)

    @property
    def est_attendue(self):
        """Faux quand la campagne s'adresse à d'autres territoires."""
        return self.campagne is None or self.campagne.concerne(self.remontee.code)

    @property
    def avancee(self):
        """Son `Avancee`, telle que la situe aussi le tableau national."""
        versions = list(self.remontee.transmissions.all()) if self.remontee.pk else []
        partie_le = versions[-1].transmise_le if versions else None
        if self.anterieur and self.est_anterieure:
            partie_le = self.anterieur.envoye_a
        code = self.remontee.code
        dernier_jour = self.campagne.dernier_jour_de(code) if self.campagne else None
        etat = self.etat if self.est_attendue else "hors"
        periode = self.remontee.periode
        return Avancee(type(self.remontee), periode, code, etat, partie_le, dernier_jour)

    @property
    def echeance(self):
        """L'`Echeance` de ce territoire, ou None sans campagne."""
        return self.campagne and self.campagne.echeance_de(self.remontee.code)

    @property
    def est_sienne(self):
        """Vrai pour la préfecture qui l'écrit."""
        return self.remontee.est_ecrite_par(self.user)

    @property
    def est_lisible(self):
        """Hors de sa préfecture, une remontée ne se lit qu'une fois transmise ; sans campagne
        ouverte, elle ne s'y commence pas."""
        if self.remontee.pk is None:
            return self.est_sienne and self.campagne is not None and self.campagne.est_ouverte
        return self.est_sienne or self.derniere_version is not None

    @property
    def est_anterieure(self):
        """Vrai si elle fut envoyée hors du portail, et que rien n'en est parti depuis."""
        if self.anterieur is None or self.remontee.etat not in RIEN_N_EST_PARTI:
            return False
        return self.derniere_version is None

    @property
    def est_a_remplir(self):
        return self.remontee.a_remplir_par(self.user)

    @property
    def est_transmise(self):
        """Vrai quand elle est partie, et que rien n'en est attendu de plus."""
        return self.est_anterieure or self.remontee.etat in self.remontee.TRANSMISES

    @property
    def est_transmissible(self):
        """Vrai si c'est à cette personne de transmettre."""
        return self.remontee.peut_etre_transmise_par(self.user)

    @property
    def etat(self):
        if self.est_anterieure:
            return "anterieure"
        if self.remontee.pk is None:
            return "a_commencer"
        return self.remontee.etat if self.est_sienne else vu_d_ailleurs(self.remontee.etat)

    @property
    def libelle_etat(self):
        if self.est_anterieure:
            return LIBELLES["anterieure"]
        if self.remontee.pk is None:
            return "À commencer" if self.est_attendue else f"Non attendu{self.remontee.accord}"
        return self.remontee.libelle_etat_pour(self.user)

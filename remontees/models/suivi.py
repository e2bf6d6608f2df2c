"""Où en sont les remontées : à ouvrir, attendues, transmises, par territoire et par période."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.http import Http404
from django.shortcuts import get_object_or_404

from quartiers.models import Departement
from quartiers.querysets import TerritorialQuerySet

from ..periodes import Annee, Semestre
from .campagne import Campagne, Due
from .transmission import Transmission

if TYPE_CHECKING:
    from comptes.models import Utilisateur

    from .remontee import Remontee


class RemonteeQuerySet(TerritorialQuerySet["Remontee"]):
    """Droits sur les remontées : hors de la préfecture, un brouillon reste invisible."""

    lecture = "suit_les_remontees"

    def visibles_par(self, user):
        """Limite aux remontées dont `user` peut lire au moins une version.

        La préfecture voit les siennes dans tous leurs états ; les autres n'y lisent que les
        versions transmises (voir `Remontee.a_remplir_par`).
        """
        visibles = super().visibles_par(user)
        if getattr(user, "est_prefecture", False):
            return visibles
        return visibles.exclude(etat=self.model.Etat.BROUILLON)

    def de(self, periode, departement):
        """Limite à la remontée d'un territoire pour une période (objets ou leurs formes)."""
        return self.du(departement).filter(**{self.model.champ_periode: str(periode)})

    def ouvrir(self, user, periode, departement):
        """Rend la remontée lisible par `user`, ou une neuve (non enregistrée) s'il peut l'écrire.

        Une neuve reprend les textes de la précédente, à confirmer.

        Lève Http404 pour une période qui n'est pas ouverte, un territoire étranger, ou un
        brouillon vu d'ailleurs que de sa préfecture.
        """
        lisibles = self.visibles_par(user).select_related("modifie_par", *self.model.relations)
        if remontee := lisibles.de(periode, departement).first():
            return remontee
        if periode not in self.model.Periode.ouvertes():
            raise Http404
        territoire = Departement.objects.modifiables_par(user).select_related("region")
        neuve = self.model(
            departement=get_object_or_404(territoire, code=departement),
            **{self.model.champ_periode: str(periode)},
        )
        if precedente := self.precedentes(neuve).first():
            neuve.reprendre(precedente)
        return neuve

    def precedentes(self, remontee):
        """Limite aux remontées du territoire avant celle-ci, de la dernière à la première."""
        champ = self.model.champ_periode
        avant = self.du(remontee.departement).filter(**{f"{champ}__lt": str(remontee.periode)})
        return avant.order_by(f"-{champ}")

    def contenu_transmis_avant(self, remontee):
        """Rend le dernier contenu transmis de la remontée précédente du territoire, ou None."""
        versions = self.precedentes(remontee).order_by(
            f"-{self.model.champ_periode}", "-transmissions__numero"
        )
        return versions.values_list("transmissions__donnees", flat=True).first()

    def attendues(self, user, departements, ouvertes):
        """Rend les `LigneDeSuivi` de ces campagnes ouvertes qui ne sont pas acceptées.

        Ce que demandent leurs manques est déjà lu.
        """
        campagnes = [campagne for campagne in ouvertes if campagne.genre == self.model.genre]
        periodes = [self.model.Periode.lire(campagne.periode) for campagne in campagnes]
        lignes = [
            ligne
            for ligne in self.suivi(user, departements, periodes, campagnes)
            if ligne.est_attendue and ligne.etat != self.model.Etat.ACCEPTEE
        ]
        self.model.preparer([ligne.remontee for ligne in lignes if ligne.est_a_remplir])
        return lignes

    def dues(self, campagne):
        """Rend les `Due` de la campagne : les remontées pas encore commencées ou pas transmises."""
        periode = self.model.Periode.lire(campagne.periode)
        commencees = {
            remontee.departement_id: remontee
            for remontee in self.filter(**{self.model.champ_periode: str(periode)})
        }
        dues = []
        for departement in Departement.objects.all():
            remontee = commencees.get(departement.pk) or self.model(
                departement=departement, **{self.model.champ_periode: str(periode)}
            )
            if campagne.concerne(departement.pk) and remontee.etat in self.model.MODIFIABLES:
                etat = remontee.get_etat_display().lower() if remontee.pk else "à commencer"
                due = Due(campagne, departement, str(remontee), etat, remontee.commentaire_retour)
                dues.append(due)
        return dues

    def avancement(self, codes, ouvertes):
        """Rend, pour chacune de ces campagnes ouvertes, les remontées de ces départements (codes).

        Leur nombre attendu, et leur compte par état.
        """
        etats = {
            (str(periode), departement): etat
            for periode, departement, etat in self.filter(departement__in=codes)
            .order_by()
            .values_list(self.model.champ_periode, "departement", "etat")
        }
        lignes = []
        for campagne in ouvertes:
            if campagne.genre != self.model.genre:
                continue
            attendus = [code for code in codes if campagne.concerne(code)]
            comptes = Counter(
                etats.get((campagne.periode, code), "a_commencer") for code in attendus
            )
            noms = ["a_commencer", *self.model.Etat.values]
            lignes.append(
                {"campagne": campagne, "attendues": len(attendus)}
                | {nom: comptes[nom] for nom in noms}
            )
        return lignes

    def avec_versions(self):
        """Lit aussi les versions transmises, sans leur document."""
        versions = Transmission.objects.defer("pdf", "donnees")
        return self.prefetch_related(models.Prefetch("transmissions", versions))

    def suivi(self, user, departements, periodes, campagnes=None):
        """Rend une `LigneDeSuivi` par période et département, remontée commencée ou non.

        `campagnes` sont celles du genre, si on les a déjà lues.
        """
        if campagnes is None:
            campagnes = Campagne.objects.filter(genre=self.model.genre)
            campagnes = campagnes.prefetch_related("destinataires")
        remontees = {
            (str(remontee.periode), remontee.departement_id): remontee
            for remontee in self.filter(
                departement__in=departements,
                **{f"{self.model.champ_periode}__in": [str(periode) for periode in periodes]},
            )
        }
        par_periode = {campagne.periode: campagne for campagne in campagnes}
        lignes = []
        for periode in periodes:
            for departement in departements:
                remontee = remontees.get((str(periode), departement.code))
                if remontee is None:
                    remontee = self.model(**{self.model.champ_periode: str(periode)})
                # Le même objet pour toutes ses remontées : ce qu'on en lit ne se relit pas.
                remontee.departement = departement
                lignes.append(LigneDeSuivi(remontee, par_periode.get(str(periode)), user))
        return lignes


@dataclass(frozen=True)
class LigneDeSuivi:
    """Où en est la remontée d'un département pour une période, telle que `user` peut le savoir.

    Une remontée que personne n'a commencée n'est pas enregistrée (`pk` vide).
    """

    remontee: Remontee
    campagne: Campagne | None
    user: Utilisateur

    @property
    def departement(self):
        return self.remontee.departement

    @property
    def periode(self) -> Annee | Semestre:
        return self.remontee.periode

    @property
    def derniere_version(self):
        """La dernière `Transmission`, ou None."""
        return next(iter(self.remontee.transmissions.all()), None) if self.remontee.pk else None

    @property
    def est_attendue(self):
        """Faux quand la campagne s'adresse à d'autres départements."""
        return self.campagne is None or self.campagne.concerne(self.departement.pk)

    @property
    def est_lisible(self):
        """Hors de sa préfecture, une remontée ne se lit qu'une fois transmise."""
        return self.user.est_prefecture or (
            self.remontee.pk is not None and self.remontee.etat != self.remontee.Etat.BROUILLON
        )

    @property
    def est_a_remplir(self):
        return self.user.est_prefecture and self.remontee.etat in self.remontee.MODIFIABLES

    @property
    def est_transmissible(self):
        """Vrai si c'est à cette personne de transmettre."""
        return self.user.peut_transmettre(self.departement)

    @property
    def etat(self):
        return self.remontee.etat if self.remontee.pk else "a_commencer"

    @property
    def libelle_etat(self):
        if self.remontee.pk is None:
            return "À commencer" if self.est_attendue else f"Non attendu{self.remontee.accord}"
        if self.etat == self.remontee.Etat.BROUILLON and not self.user.est_prefecture:
            return "En cours"
        return self.remontee.get_etat_display()

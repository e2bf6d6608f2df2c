"""Où en sont les remontées : à ouvrir, attendues, transmises, par territoire et par période."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.http import Http404
from django.shortcuts import get_object_or_404

from quartiers.querysets import TerritorialQuerySet

from ..formats import interpreter
from ..periodes import Annee, Semestre
from .avancee import Avancee
from .campagne import Campagne, Due
from .transmission import Transmission

if TYPE_CHECKING:
    from comptes.models import Utilisateur

    from .remontee import Remontee


class RemonteeQuerySet(TerritorialQuerySet["Remontee"]):
    """Droits sur les remontées : hors de la préfecture, un brouillon reste invisible."""

    droit = "suit_les_remontees"

    def visibles_par(self, user):
        """Limite aux remontées dont `user` peut lire au moins une version.

        La préfecture voit les siennes dans tous leurs états ; les autres n'y lisent que les
        versions transmises (voir `Remontee.a_remplir_par`).
        """
        visibles = super().visibles_par(user)
        if self.model.codes_modifiables(user):
            return visibles
        return visibles.exclude(etat=self.model.Etat.BROUILLON)

    def neuve(self, periode, territoire):
        """Rend une remontée du territoire, non enregistrée."""
        return self.model(periode=periode, **{self.model.champ_territoire: territoire})

    def de(self, periode, territoire):
        """Limite à la remontée d'un territoire pour une période (objets ou leurs formes)."""
        return self.du(territoire).filter(periode=periode)

    def ouvrir(self, user, periode, territoire):
        """Rend la remontée lisible par `user`, ou une neuve (non enregistrée) s'il peut l'écrire.

        Une neuve reprend les textes de la précédente, à confirmer.

        Lève Http404 pour une période qui n'est pas ouverte, un territoire étranger, ou un
        brouillon vu d'ailleurs que de sa préfecture.
        """
        lisibles = self.visibles_par(user).select_related("modifie_par", *self.model.relations)
        if remontee := lisibles.de(periode, territoire).first():
            return remontee
        if periode not in self.model.Periode.ouvertes():
            raise Http404
        neuve = self.commencer(user, periode, territoire)
        if precedente := self.precedentes(neuve).first():
            neuve.reprendre(precedente)
        return neuve

    def commencer(self, user, periode, code):
        """Rend une remontée neuve du territoire de ce code ; Http404 si `user` n'y écrit pas."""
        siens = self.model.Territoire.objects.modifiables_par(user)
        for relation in self.model.relations:
            if chemin := relation.partition("__")[2]:
                siens = siens.select_related(chemin)
        return self.neuve(periode, get_object_or_404(siens, code=code))

    def precedentes(self, remontee):
        """Limite aux remontées du territoire avant celle-ci, de la dernière à la première."""
        avant = self.du(remontee.territoire).filter(periode__lt=remontee.periode)
        return avant.order_by("-periode")

    def contenu_transmis_avant(self, remontee):
        """Rend le dernier `Contenu` transmis de la remontée précédente du territoire, ou None."""
        versions = self.precedentes(remontee).order_by("-periode", "-transmissions__numero")
        donnees = versions.values_list("transmissions__donnees", flat=True).first()
        return interpreter(donnees, self.model.formats) if donnees else None

    def attendues(self, user, territoires, ouvertes):
        """Rend les `LigneDeSuivi` de ces campagnes ouvertes qui ne sont pas acceptées.

        Ce que demandent leurs manques est déjà lu.
        """
        campagnes = [campagne for campagne in ouvertes if campagne.genre == self.model.genre]
        periodes = [self.model.Periode.lire(campagne.periode) for campagne in campagnes]
        lignes = [
            ligne
            for ligne in self.suivi(user, territoires, periodes, campagnes)
            if ligne.est_attendue and ligne.etat != self.model.Etat.ACCEPTEE
        ]
        self.model.preparer([ligne.remontee for ligne in lignes if ligne.est_a_remplir])
        return lignes

    def dues(self, campagne):
        """Rend les `Due` de la campagne : les remontées pas encore commencées ou pas transmises."""
        periode = self.model.Periode.lire(campagne.periode)
        commencees = {remontee.code: remontee for remontee in self.filter(periode=periode)}
        dues = []
        for territoire in self.model.Territoire.objects.all():
            remontee = commencees.get(territoire.pk) or self.neuve(periode, territoire)
            concerne = campagne.concerne(territoire.pk)
            if concerne and remontee.etat in self.model.MODIFIABLES:
                etat = remontee.get_etat_display().lower() if remontee.pk else "à commencer"
                due = Due(campagne, territoire, str(remontee), etat, remontee.commentaire_retour)
                dues.append(due)
        return dues

    def avancement(self, codes, ouvertes):
        """Rend, pour chacune de ces campagnes ouvertes, les remontées de ces territoires (codes).

        Leur nombre attendu, et leur compte par état.
        """
        etats = {
            (str(periode), code): etat
            for periode, code, etat in self.touchant(codes)
            .order_by()
            .values_list("periode", self.chemin, "etat")
        }
        lignes = []
        for campagne in ouvertes:
            if campagne.genre != self.model.genre:
                continue
            attendus = [c for c in codes if campagne.concerne(c)]
            comptes = Counter(
                etats.get((campagne.periode, code), "a_commencer") for code in attendus
            )
            noms = ["a_commencer", *self.model.Etat.values]
            lignes.append(
                {"campagne": campagne, "attendues": len(attendus)}
                | {nom: comptes[nom] for nom in noms}
            )
        return lignes

    def avancees(self, departements, periode, campagne):
        """Rend {code du département: `Avancee` de la remontée de la `periode`}.

        Celle d'une région est la même pour tous ses départements. `campagne` : celle qui
        l'attend, ou None.
        """
        codes = {departement.pk: self.model.code_pour(departement) for departement in departements}
        connues = {
            code: (etat, transmise_le)
            for code, etat, transmise_le in self.touchant(set(codes.values()))
            .filter(periode=periode)
            .order_by()
            .values_list(self.model.champ_territoire, "etat")
            .annotate(premiere=models.Min("transmissions__transmise_le"))
        }
        avancees = {}
        for departement, code in codes.items():
            attendue = campagne is None or campagne.concerne(code)
            etat, transmise_le = connues.get(code, ("a_commencer" if attendue else "hors", None))
            echeance_le = campagne.echeance_le if campagne else None
            avancees[departement] = Avancee(self.model, code, etat, transmise_le, echeance_le)
        return avancees

    def avec_versions(self):
        """Lit aussi les versions transmises, sans leur document."""
        versions = Transmission.objects.defer("pdf", "donnees")
        return self.prefetch_related(models.Prefetch("transmissions", versions))

    def suivi(self, user, territoires, periodes, campagnes=None):
        """Rend une `LigneDeSuivi` par période et territoire, remontée commencée ou non.

        `campagnes` sont celles du genre, si on les a déjà lues.
        """
        if campagnes is None:
            campagnes = Campagne.objects.filter(genre=self.model.genre)
            campagnes = campagnes.prefetch_related("destinataires")
        remontees = {
            (remontee.periode, remontee.code): remontee
            for remontee in self.touchant(territoires).filter(periode__in=periodes)
        }
        par_periode = {campagne.periode: campagne for campagne in campagnes}
        lignes = []
        for periode in periodes:
            for territoire in territoires:
                connue = remontees.get((periode, territoire.pk))
                remontee = connue or self.neuve(periode, territoire)
                # Le même objet pour toutes ses remontées : ce qu'on en lit ne se relit pas.
                setattr(remontee, self.model.champ_territoire, territoire)
                lignes.append(LigneDeSuivi(remontee, par_periode.get(str(periode)), user))
        return lignes


class RemonteeRegionaleQuerySet(RemonteeQuerySet):
    """Droits sur les remontées des préfectures de région."""

    chemin = "region"
    couverts = "codes_regions"
    modifiables = "codes_regions_modifiables"


@dataclass(frozen=True)
class LigneDeSuivi:
    """Où en est la remontée d'un territoire pour une période, telle que `user` peut le savoir.

    Une remontée que personne n'a commencée n'est pas enregistrée (`pk` vide).
    """

    remontee: Remontee
    campagne: Campagne | None
    user: Utilisateur

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
    def est_attendue(self):
        """Faux quand la campagne s'adresse à d'autres territoires."""
        return self.campagne is None or self.campagne.concerne(self.remontee.code)

    @property
    def est_sienne(self):
        """Vrai pour la préfecture qui l'écrit."""
        return self.remontee.est_ecrite_par(self.user)

    @property
    def est_lisible(self):
        """Hors de sa préfecture, une remontée ne se lit qu'une fois transmise."""
        return self.est_sienne or (
            self.remontee.pk is not None and self.remontee.etat != self.remontee.Etat.BROUILLON
        )

    @property
    def est_a_remplir(self):
        return self.remontee.a_remplir_par(self.user)

    @property
    def est_transmissible(self):
        """Vrai si c'est à cette personne de transmettre."""
        return self.user.peut_transmettre(self.territoire)

    @property
    def etat(self):
        return self.remontee.etat if self.remontee.pk else "a_commencer"

    @property
    def libelle_etat(self):
        if self.remontee.pk is None:
            return "À commencer" if self.est_attendue else f"Non attendu{self.remontee.accord}"
        if self.etat == self.remontee.Etat.BROUILLON and not self.est_sienne:
            return "En cours"
        return self.remontee.get_etat_display()

"""Où en sont les remontées : à ouvrir, attendues, transmises, par territoire et par période."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING

from django.db import models
from django.http import Http404
from django.shortcuts import get_object_or_404

from quartiers.querysets import TerritorialQuerySet

from ..formats import interpreter
from .anterieur import EnvoiAnterieur
from .avancee import RIEN_N_EST_PARTI, Avancee, vu_d_ailleurs
from .campagne import Campagne
from .decision import Decision
from .due import Due
from .empechements import PasEncoreTransmise
from .ligne import LigneDeSuivi
from .transmission import Transmission

if TYPE_CHECKING:
    from .remontee import Remontee  # noqa: F401 : mypy la lit dans le nom de la requête


class RemonteeQuerySet(TerritorialQuerySet["Remontee"]):
    """Droits sur les remontées : hors de la préfecture, un brouillon reste invisible."""

    droit = "suit_les_remontees"
    en_charge = "codes_en_charge"

    def visibles_par(self, user):
        """Limite aux remontées dont `user` peut lire au moins une version.

        La préfecture voit les siennes dans tous leurs états ; les autres n'y lisent que les
        versions transmises (voir `Remontee.a_remplir_par`).
        """
        visibles = super().visibles_par(user)
        return visibles if self.model.codes_modifiables(user) else visibles.transmises()

    def transmises(self):
        """Limite à celles qui ont une version, même si leur préfecture en prépare une autre."""
        versions = Transmission.objects.pour(self.model).values("object_id")
        en_preparation = models.Q(etat__in=("brouillon", "a_signer"))
        return self.filter(~en_preparation | models.Q(pk__in=versions))

    def a_rendre(self):
        """Limite à celles dont le CGET attend un complément pour un jour."""
        en_preparation = self.filter(etat__in=self.model.EN_PREPARATION)
        return en_preparation.exclude(retour_pour_le=None).select_related(*self.model.relations)

    def periodes(self, user):
        """Rend les périodes d'une campagne commencée, ou d'une remontée que lit `user`, de la plus
        récente à la première."""
        campagnes = Campagne.objects.commencees().filter(genre=self.model.genre)
        ecrites = {
            *campagnes.order_by().values_list("periode", flat=True),
            *map(str, self.visibles_par(user).order_by().values_list("periode", flat=True)),
        }
        return sorted(map(self.model.Periode.lire, ecrites), reverse=True)

    def neuve(self, periode, territoire):
        """Rend une remontée du territoire, non enregistrée."""
        return self.model(periode=periode, **{self.model.champ_territoire: territoire})

    def de(self, periode, territoire):
        """Limite à la remontée d'un territoire pour une période (objets ou leurs formes)."""
        return self.du(territoire).filter(periode=periode)

    def ouvrir(self, user, periode, territoire):
        """Rend la remontée lisible par `user`, ou une neuve (non enregistrée) s'il peut l'écrire.

        Une neuve reprend les textes de la précédente, à confirmer.

        Lève Http404 pour une période qu'aucune campagne n'ouvre ou un territoire étranger, et
        `PasEncoreTransmise` vue d'ailleurs que de sa préfecture.
        """
        lisibles = self.visibles_par(user).select_related("modifie_par", *self.model.relations)
        with suppress(self.model.DoesNotExist):
            return lisibles.de(periode, territoire).get()
        ouverte = Campagne.objects.ouvrent(self.model.genre, periode)
        if not (ouverte or self.de(periode, territoire).exists()):
            raise Http404
        suivis = self._territoires_lus().suivis_par(user)
        neuve = self.neuve(periode, get_object_or_404(suivis, code=territoire))
        if not neuve.est_ecrite_par(user):
            raise PasEncoreTransmise(neuve)
        if precedente := self.precedentes(neuve).first():
            neuve.reprendre(precedente)
        return neuve

    def commencer(self, user, periode, code):
        """Rend une remontée neuve du territoire de ce code ; Http404 si `user` n'y écrit pas."""
        siens = self._territoires_lus().modifiables_par(user)
        return self.neuve(periode, get_object_or_404(siens, code=code))

    def _territoires_lus(self):
        """Rend les territoires, avec ce que la remontée lit toujours d'eux."""
        chemins = [relation.partition("__")[2] for relation in self.model.relations]
        territoires = self.model.Territoire.objects.all()
        connus = list(filter(None, chemins))
        return territoires.select_related(*connus) if connus else territoires

    def precedentes(self, remontee):
        """Limite aux remontées du territoire avant celle-ci, de la dernière à la première."""
        avant = self.du(remontee.territoire).filter(periode__lt=remontee.periode)
        return avant.order_by("-periode")

    def juste_avant(self, remontee):
        """Limite à la remontée du territoire pour la période qui précède aussitôt."""
        return self.de(remontee.periode.precedent, remontee.territoire)

    def contenu_transmis_avant(self, remontee):
        """Rend le dernier `Contenu` transmis de la remontée précédente du territoire, ou None."""
        versions = self.precedentes(remontee).order_by("-periode", "-transmissions__numero")
        donnees = versions.values_list("transmissions__donnees", flat=True).first()
        return interpreter(donnees, self.model.formats) if donnees else None

    def attendues(self, user, territoires, ouvertes, anterieurs=None):
        """Rend les `LigneDeSuivi` de ces campagnes ouvertes qui ne sont pas acceptées.

        Ce que demandent leurs manques est déjà lu ; `anterieurs` : voir `suivi`.
        """
        campagnes = [campagne for campagne in ouvertes if campagne.genre == self.model.genre]
        periodes = [self.model.Periode.lire(campagne.periode) for campagne in campagnes]
        lignes = [
            ligne
            for ligne in self.suivi(user, territoires, periodes, campagnes, anterieurs)
            if ligne.est_attendue and ligne.etat not in {self.model.Etat.ACCEPTEE, "anterieure"}
        ]
        self.model.preparer([ligne.remontee for ligne in lignes if ligne.est_a_remplir])
        return lignes

    def dues(self, campagne):
        """Rend les `Due` de la campagne : les remontées pas encore commencées ou pas transmises."""
        periode = self.model.Periode.lire(campagne.periode)
        connues = self.filter(periode=periode).select_related(*self.model.relations)
        commencees = {remontee.code: remontee for remontee in connues}
        anterieurs = EnvoiAnterieur.objects.de(self.model, [periode])
        dues = []
        for territoire in self._territoires_lus():
            remontee = commencees.get(territoire.pk) or self.neuve(periode, territoire)
            concerne = campagne.concerne(territoire.pk)
            recue = (str(periode), territoire.pk) in anterieurs and not remontee.retour_pour_le
            if concerne and not recue and remontee.etat in self.model.EN_PREPARATION:
                etat = remontee.get_etat_display().lower() if remontee.pk else "à commencer"
                due = Due(
                    campagne,
                    territoire,
                    str(remontee),
                    etat,
                    remontee.commentaire_retour,
                    lien=remontee.get_absolute_url(),
                    pour_le=remontee.retour_pour_le,
                    autres_adresses=frozenset(remontee.adresses_qui_preparent() - {""}),
                )
                dues.append(due)
        return dues

    def avancement(self, codes, ouvertes, anterieurs=None):
        """Rend, pour chacune de ces campagnes ouvertes, les remontées de ces territoires (codes).

        Leur nombre attendu, et leur compte par état ; `anterieurs` : voir `suivi`.
        """
        etats = {
            (str(periode), code): vu_d_ailleurs(etat)
            for periode, code, etat in self.touchant(codes)
            .order_by()
            .values_list("periode", self.chemin, "etat")
        }
        siennes = [campagne for campagne in ouvertes if campagne.genre == self.model.genre]
        if anterieurs is None:
            anterieurs = EnvoiAnterieur.objects.de(self.model, [c.periode for c in siennes])
        for cle in anterieurs:
            if etats.get(cle, "a_commencer") in RIEN_N_EST_PARTI:
                etats[cle] = "anterieure"
        lignes = []
        for campagne in siennes:
            attendus = [c for c in codes if campagne.concerne(c)]
            comptes = Counter(
                etats.get((campagne.periode, code), "a_commencer") for code in attendus
            )
            noms = ["a_commencer", "anterieure", *self.model.Etat.values]
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
        codes = self.codes_de(departements)
        connues = {code: suite for _, code, *suite in self.etats_de(codes, periode)}
        anterieurs = EnvoiAnterieur.objects.de(self.model, [periode])
        return self.situer(codes, periode, campagne, connues, anterieurs)

    def codes_de(self, departements):
        """Rend {code du département: code du territoire de sa remontée}."""
        return {departement.pk: self.model.code_pour(departement) for departement in departements}

    def etats_de(self, codes, periode):
        """Rend (genre, code, état, première transmission, dernier renvoi, dernière) des remontées
        de ces territoires.
        """
        return (
            self.touchant(set(codes.values()))
            .filter(periode=periode)
            .order_by()
            .values_list(models.Value(self.model.genre), self.model.champ_territoire, "etat")
            .annotate(
                premiere=models.Min("transmissions__transmise_le"),
                renvoi=models.Max(
                    "transmissions__decisions__le",
                    filter=models.Q(transmissions__decisions__sens=Decision.Sens.RENVOYEE),
                ),
                derniere=models.Max("transmissions__transmise_le"),
            )
        )

    def situer(self, codes, periode, campagne, connues, anterieurs):
        """Rend {code du département: `Avancee`} d'après ce qui fut lu (voir `avancees`)."""
        avancees = {}
        for departement, code in codes.items():
            attendue = campagne is None or campagne.concerne(code)
            rien = ("a_commencer" if attendue else "hors", None, None, None)
            etat, transmise_le, renvoyee_le, derniere_le = connues.get(code, rien)
            etat = vu_d_ailleurs(etat)
            anterieur = anterieurs.get((str(periode), code))
            if anterieur and not transmise_le:
                etat, transmise_le = "anterieure", anterieur.envoye_a
            echeance_le = campagne.dernier_jour_de(code) if campagne else None
            avancees[departement] = Avancee(
                self.model, periode, code, etat, transmise_le, echeance_le, renvoyee_le, derniere_le
            )
        return avancees

    def avec_versions(self, lecteur=None):
        """Lit aussi les versions transmises, sans leur document, et si `lecteur` les a ouvertes."""
        versions = Transmission.objects.defer("pdf", "donnees")
        if lecteur and lecteur.est_cget:
            versions = versions.avec_lecture(lecteur)
        return self.prefetch_related(models.Prefetch("transmissions", versions))

    def suivi(self, user, territoires, periodes, campagnes=None, anterieurs=None):
        """Rend une `LigneDeSuivi` par période et territoire, remontée commencée ou non.

        `campagnes` et `anterieurs` (voir `EnvoiAnterieur`) sont ceux du genre, si on les a déjà
        lus.
        """
        if campagnes is None:
            campagnes = Campagne.objects.filter(genre=self.model.genre).avec_attendus()
        remontees = {
            (remontee.periode, remontee.code): remontee
            for remontee in self.touchant([lu.pk for lu in territoires]).filter(
                periode__in=periodes
            )
        }
        par_periode = {campagne.periode: campagne for campagne in campagnes}
        if anterieurs is None:
            anterieurs = EnvoiAnterieur.objects.de(self.model, periodes)
        lignes = []
        for periode in periodes:
            for territoire in territoires:
                connue = remontees.get((periode, territoire.pk))
                remontee = connue or self.neuve(periode, territoire)
                # Le même objet pour toutes ses remontées : ce qu'on en lit ne se relit pas.
                setattr(remontee, self.model.champ_territoire, territoire)
                remontee.campagne = par_periode.get(str(periode))
                anterieur = anterieurs.get((str(periode), territoire.pk))
                lignes.append(LigneDeSuivi(remontee, remontee.campagne, user, anterieur))
        return lignes


class RemonteeRegionaleQuerySet(RemonteeQuerySet):
    """Droits sur les remontées des préfectures de région."""

    chemin = "region"
    couverts = "codes_regions"
    modifiables = "codes_regions_modifiables"
    en_charge = "codes_regions_en_charge"

"""Les 40 mesures : niveaux, valeurs, objectifs et devoirs calculés à la main (mesures.csv)."""

from datetime import date

import pytest

from mesures.alertes import chercher_alertes
from mesures.devoir import devoirs
from mesures.models import Mesure
from mesures.objectifs import dresser_objectifs
from mesures.tableau import dresser_tableau
from quartiers.models import Departement
from tests.factories import (
    CibleTerritorialeFactory,
    DepartementFactory,
    EngagementFactory,
    IndicateurNationalFactory,
    MesureFactory,
    ValeurFactory,
)

from .lecture import exemples

pytestmark = pytest.mark.django_db

PREMIER_NIVEAU = date(2019, 1, 22)


class Nation:
    """La nation, le Nord et le Pas-de-Calais, où l'on fait arriver les événements d'un exemple."""

    def __init__(self, cget):
        self.cget = cget
        self.territoires = {code: DepartementFactory(code=code) for code in ("59", "62")}
        self.indicateur = self.mesure = None

    def vivre(self, evenement):
        match evenement.split():
            case [nombre, "mesures", niveau]:
                for _ in range(int(nombre)):
                    self.mesure = self._au_niveau(niveau)
            case ["une", "déclinaison", niveau]:
                self._au_niveau(niveau, parent=self.mesure)
            case ["M", "devient", niveau, le]:
                self.changement = self.mesure.changements.create(
                    niveau=niveau, le=le, motif="Fait", par=self.cget
                )
            case ["M", "se", "retire"]:
                self.changement.retirer(self.cget, "Une erreur")
            case ["I", *suite]:
                self._vivre(self._indicateur(), *suite)

    def _au_niveau(self, niveau, **champs):
        mesure = MesureFactory(**champs)
        mesure.changements.create(niveau=niveau, le=PREMIER_NIVEAU, motif="Annexe 3")
        return mesure

    def _indicateur(self):
        self.indicateur = self.indicateur or IndicateurNationalFactory()
        return self.indicateur

    def _vivre(self, indicateur, verbe, *suite):
        match verbe:
            case "a":
                for nom, ecrit in (champ.split("=") for champ in suite):
                    setattr(indicateur, nom, ecrit)
                indicateur.save()
                indicateur.refresh_from_db()
            case "jalon":
                indicateur.jalons.create(le=suite[0], valeur=suite[1])
            case "sans_objet":
                indicateur.sans_objet.create(departement=self.territoires[suite[0]], motif="Rien")
            case "vise":
                code, reference, cible = suite
                CibleTerritorialeFactory(
                    departement=self.territoires[code],
                    indicateur=indicateur,
                    reference=reference,
                    cible=cible,
                )
                # Le tableau d'un département ne montre que les mesures qu'il décline.
                EngagementFactory(
                    protocole__contrat__departement=self.territoires[code],
                    mesures=[indicateur.mesure],
                )
            case territoire:
                self._saisir(indicateur, territoire, *suite)

    def _saisir(self, indicateur, territoire, le, ecrit):
        champs = {"nombre": None}
        if ecrit == "oui":
            champs["oui_non"] = True
        elif ecrit.endswith("%"):
            champs["pourcentage"] = ecrit.removesuffix("%")
        else:
            champs["nombre"], _, base = ecrit.partition("/")
            champs["base"] = base or None
        ValeurFactory(
            indicateur=indicateur,
            departement=self.territoires.get(territoire),
            le=date.fromisoformat(le),
            **champs,
        )

    def lire(self, chiffre, le):
        """Rend le chiffre qu'impriment, à cette date, le tableau, le rapport ou les alertes."""
        match chiffre.split("."):
            case ["dus"]:
                return sum(devoir.nombre for devoir in devoirs(Mesure.objects.all(), le))
            case ["alertes"]:
                return len(chercher_alertes(le, {"59", "62"}))
            case ["I", "atteinte"]:
                [objectif] = dresser_objectifs(self.cget, le)
                return objectif.atteinte.label
            case ["I", "chemin_du_59"]:
                nord = Departement.objects.get(pk="59")
                [ligne] = dresser_tableau(self.cget, le, departement=nord).lignes
                return ligne.indicateurs[0].progres_territorial
            case ["I", nom]:
                [ligne] = dresser_tableau(self.cget, le).lignes
                return _lire_la_ligne(ligne.indicateurs[0], nom)
        return _lire_le_tableau(dresser_tableau(self.cget, le), chiffre)


def _lire_la_ligne(ligne, nom):
    somme = ligne.somme
    return {
        "valeur": ligne.nationale and _ecrire(ligne.nationale),
        "somme": somme and _ecrire(somme),
        "departements": somme and somme.departements,
        "chemin": ligne.progres,
    }[nom]


def _ecrire(constat):
    """Rend un constat tel qu'imprimé, sans le nombre et le total d'une part."""
    return constat.affichage.replace("\xa0", " ").partition(" (")[0]


def _lire_le_tableau(tableau, chiffre):
    nom, _, niveau = chiffre.partition(".")
    comptes = {compte["niveau"].value: compte for compte in tableau.comptes}
    lus = {
        "part": lambda: comptes[niveau]["part"],
        "niveau": lambda: comptes[niveau]["nombre"],
        "total": lambda: sum(compte["nombre"] for compte in comptes.values()),
        "en_mouvement": lambda: tableau.en_mouvement,
    }
    return lus[nom]()


@exemples("mesures", "le")
def test_le_chiffre_est_celui_calcule_a_la_main(cget, exemple):
    nation = Nation(cget)
    for evenement in exemple["evenements"].split(" | "):
        nation.vivre(evenement)
    chiffre = nation.lire(exemple["chiffre"], date.fromisoformat(exemple["le"]))
    assert ("-" if chiffre is None else str(chiffre)) == exemple["attendu"], exemple["somme"]

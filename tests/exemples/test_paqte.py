"""Des exemples calculés à la main, d'après la circulaire et non d'après le code (paqte.csv).

Chaque ligne donne des événements et le chiffre que le bilan imprime ; la somme est en mots.
"""

from datetime import date

import pytest

from paqte.models import Absence, Reponse
from tests.factories import (
    AxeFactory,
    BilanFactory,
    CibleFactory,
    ConventionFactory,
    DepartementFactory,
    EntrepriseFactory,
    IndicateurFactory,
    ReponseFactory,
    ResultatFactory,
)

from .lecture import exemples

pytestmark = pytest.mark.django_db

# L'un est un flux ; l'autre, un stock depuis le début ; le dernier le devient.
STOCKS = {"stages": "", "fournisseurs": "2019-s1", "presents": "2020-s1"}


class Departement:
    """Un département où l'on fait arriver les événements d'un exemple."""

    def __init__(self):
        self.nord = DepartementFactory(code="59")
        self.indicateurs = {
            code: IndicateurFactory(code=code, stock_depuis=depuis, axe=AxeFactory())
            for code, depuis in STOCKS.items()
        }
        self.conventions, self.corrections = {}, []

    def vivre(self, evenement):
        sujet, verbe, *suite = evenement.split()
        convention = self.conventions.get(sujet)
        match verbe:
            case "signe":
                entreprise = EntrepriseFactory(departement=self.nord, nom=sujet)
                self.conventions[sujet] = ConventionFactory(
                    entreprise=entreprise,
                    date_signature=date.fromisoformat(suite[0]),
                    axes=[AxeFactory()],
                )
            case "vise":
                CibleFactory(
                    convention=convention, valeur=suite[0], indicateur=self.indicateurs[suite[1]]
                )
            case "finit":
                convention.fin_anticipee_le = date.fromisoformat(suite[0])
                convention.save()
            case "se":
                silence = Reponse.Etat.NON_COMMUNIQUES
                ReponseFactory(convention=convention, semestre=suite[1], absence=silence)
            case "corrige":
                self.corrections.append(suite)
            case semestre:
                self._saisir(convention, semestre, *suite)

    def _saisir(self, convention, semestre, code, ecrit):
        absence = Absence.lire(ecrit) or ""
        ResultatFactory(
            convention=convention,
            semestre=semestre,
            indicateur=self.indicateurs[code],
            valeur=None if absence else ecrit,
            absence=absence,
        )

    def contenu(self, semestre):
        bilan = BilanFactory(departement=self.nord, periode=semestre)
        for _, code, valeur in self.corrections:
            bilan.corrections.create(cle=f"resultat-{code}", valeur=valeur, motif="Recompté.")
        return bilan.contenu()


def lire_le_chiffre(contenu, chemin):
    nom, cle = chemin.split(".")
    resultats = contenu["resultats"]
    if nom == "reponses":
        return resultats["reponses"][cle]
    (axe,) = resultats["axes"]
    return {i["cle"]: i for i in axe["indicateurs"]}[f"resultat-{nom}"][cle]


@exemples("paqte", "bilan")
def test_le_bilan_imprime_le_chiffre_calcule_a_la_main(exemple):
    departement = Departement()
    for evenement in exemple["evenements"].split(" | "):
        departement.vivre(evenement)
    chiffre = lire_le_chiffre(departement.contenu(exemple["bilan"]), exemple["chiffre"])
    assert ("-" if chiffre is None else str(chiffre)) == exemple["attendu"], exemple["somme"]

"""Contrats, pacte de Dijon, retards et synthèse calculés à la main (contrats.csv)."""

from datetime import date

import pytest

from contrats.models import ContratDeVille, Engagement
from tests.factories import (
    CollegeFactory,
    ContratFactory,
    DepartementFactory,
    EngagementDijonFactory,
    EngagementFactory,
    MesureFactory,
    ProtocoleFactory,
    QuartierFactory,
    TexteFactory,
)
from tests.syntheses import tables_au

from .lecture import exemples

pytestmark = pytest.mark.django_db

ETATS = {"abandonne": "abandonne", "réalise": "realise"}


class Departement:
    """Le Nord, où l'on fait arriver les événements d'un exemple, sous la circulaire."""

    def __init__(self):
        self.nord = DepartementFactory(code="59")
        TexteFactory(signe_le=date(2019, 1, 22), renovation_le=date(2019, 7, 31))
        self.contrats, self.declines, self.quartiers = {}, {}, {}

    def vivre(self, evenement):
        sujet, verbe, *suite = evenement.split()
        contrat = self.contrats.get(sujet)
        match verbe:
            case "réunit":
                jour, _, *presents = suite
                presences = dict.fromkeys(presents, True)
                CollegeFactory(departement=self.nord, date=date.fromisoformat(jour), **presences)
            case "du":
                du, _, au = suite
                self.contrats[sujet] = ContratFactory(
                    departement=self.nord,
                    nom=sujet,
                    perimetre="agglomeration" if sujet == "G" else "intercommunal",
                    signe_le=date.fromisoformat(du),
                    fin_le=date.fromisoformat(au),
                )
            case "succède":
                contrat.succede_a = self.contrats[suite[1]]
                contrat.save()
            case "rejoint":
                agglomeration = self.contrats[suite[0]]
                agglomeration.reunir([*agglomeration.reunit.all(), contrat])
                contrat.refresh_from_db()
            case "négocie":
                self._changer(contrat, avancement="en_negociation")
            case "signe":
                le = date.fromisoformat(suite[0])
                self._changer(contrat, avancement="signe", signe_le=le)
            case "décline":
                self._decliner(contrat, *suite)
            case "prend":
                quartier = self.quartiers.setdefault(
                    suite[0], QuartierFactory(departement=self.nord)
                )
                contrat.quartiers.add(quartier)
            case etat:
                Engagement.objects.filter(
                    protocole__contrat=contrat, engagement_dijon=self.declines[suite[0]]
                ).update(etat=ETATS[etat])

    def _changer(self, contrat, **champs):
        protocole = self._protocole(contrat)
        for nom, valeur in champs.items():
            setattr(protocole, nom, valeur)
        protocole.save()

    def _protocole(self, contrat):
        return getattr(contrat, "protocole", None) or ProtocoleFactory(contrat=contrat)

    def _decliner(self, contrat, quoi, avant="", echeance=None):
        champs = {"echeance_le": echeance and date.fromisoformat(echeance)}
        if quoi.startswith("M"):
            code = quoi.removeprefix("M")
            une = MesureFactory(code=code.partition(".")[0])
            champs["mesures"] = [MesureFactory(code=code, parent=une) if "." in code else une]
        else:
            if quoi not in self.declines:
                self.declines[quoi] = EngagementDijonFactory()
            champs["engagement_dijon"] = self.declines[quoi]
        EngagementFactory(protocole=self._protocole(contrat), **champs)

    def lire(self, chiffre, le):
        """Rend le chiffre qu'imprime, à cette date, la synthèse ou la liste des engagements."""
        tables = tables_au(self.nord, le)
        match chiffre.split("."):
            case ["totaux", nom]:
                return tables["totaux"][nom]
            case ["dijon"]:
                return sum(domaine["repris"] for domaine in tables["dijon"])
            case ["retards"]:
                return sum(contrat["en_retard"] for contrat in tables["contrats"])
            case ["declinaisons"]:
                return ", ".join(tables["declinaisons"])
            case ["college", nom]:
                return tables["college"][nom]
            case ["en_retard"]:
                courants = ContratDeVille.objects.en_vigueur(le)
                siens = Engagement.objects.filter(protocole__contrat__in=courants)
                return siens.en_retard(le).count()
        return tables[chiffre]


@exemples("contrats", "le")
def test_la_synthese_imprime_le_chiffre_calcule_a_la_main(exemple):
    departement = Departement()
    for evenement in exemple["evenements"].split(" | "):
        departement.vivre(evenement)
    chiffre = departement.lire(exemple["chiffre"], date.fromisoformat(exemple["le"]))
    assert str(chiffre) == exemple["attendu"], exemple["somme"]

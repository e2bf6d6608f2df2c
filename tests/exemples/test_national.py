"""La nation et la région, calculées à la main (national.csv)."""

from datetime import date

import pytest
import time_machine

from contrats.models import Avancement
from national.suivi import dresser_suivi
from paqte.sommes import additionner_tout, dresser_paqte
from quartiers.models import Departement
from remontees import registre
from remontees.models import Campagne
from remontees.periodes import Annee, Semestre
from socle.nombres import nombre_json
from tests.factories import (
    AutreReferentFactory,
    AxeFactory,
    CampagneFactory,
    ContratFactory,
    ConventionFactory,
    DepartementFactory,
    EntrepriseFactory,
    IndicateurFactory,
    ReferentFactory,
    RegionFactory,
    ResultatFactory,
    UtilisateurFactory,
    synthese_complete,
)

from .lecture import exemples

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]

REGIONS = {"59": "32", "62": "32", "80": "32", "13": "93"}
REFERENTS = {"ouverture_le": "2019-01-22", "echeance_le": date(2019, 2, 15)}
PERIODES = {Semestre: Semestre(2019, 1), Annee: Annee(2019)}


def a_midi(le):
    """Voyage à midi, ce jour-là, à l'heure de Paris."""
    return time_machine.travel(f"{le}T12:00:00+02:00", tick=False)


class Nation:
    """Des départements de deux régions, où l'on fait arriver les événements d'un exemple."""

    def __init__(self):
        self.conventions = {}
        self.indicateur = IndicateurFactory(axe=AxeFactory())

    def vivre(self, evenement):
        code, *suite = evenement.split()
        departement = DepartementFactory(code=code, region=RegionFactory(code=REGIONS[code]))
        match suite:
            case [siren, "signe", le]:
                entreprise = EntrepriseFactory(departement=departement, siren=siren)
                self.conventions[code, siren] = ConventionFactory(
                    entreprise=entreprise, date_signature=date.fromisoformat(le)
                )
            case [siren, "rend", valeur]:
                ResultatFactory(
                    convention=self.conventions[code, siren],
                    semestre="2019-s1",
                    indicateur=self.indicateur,
                    valeur=valeur,
                )
            case ["désigne", le]:
                ReferentFactory(departement=departement, designe_le=date.fromisoformat(le))
            case ["adjoint", le, *fin]:
                AutreReferentFactory(
                    departement=departement,
                    designe_le=date.fromisoformat(le),
                    jusqu_au=date.fromisoformat(fin[0]) if fin else None,
                )
            case ["délai", le]:
                campagne = CampagneFactory(genre="referent", periode="2019", **REFERENTS)
                campagne.prolongations.create(
                    departement=departement, jusqu_au=le, motif="Poste vacant.", etat="accordee"
                )
            case ["contrat", "au", fin]:
                ContratFactory(departement=departement, fin_le=date.fromisoformat(fin))
            case ["transmet", le]:
                self._attendre()
                valideur = UtilisateurFactory(role="valideur", departements=[code])
                with a_midi(le):
                    synthese_complete().transmettre(valideur)
            case ["attend"]:
                self._attendre()

    def _attendre(self):
        Campagne.objects.get_or_create(
            genre="synthese",
            periode="2019",
            defaults={"ouverture_le": "2019-01-22", "echeance_le": "2019-03-15"},
        )

    def lire(self, chiffre):
        """Rend le chiffre qu'imprime le tableau de la nation, ou celui d'une région."""
        tous = Departement.objects.select_related("region", "referent")
        if chiffre.endswith("_de_la_region"):
            tous = tous.filter(region="32")
        sommes = additionner_tout(tous, PERIODES[Semestre])
        paqte = dresser_paqte(sommes)
        suivi = dresser_suivi(tous, PERIODES, sommes.comptes)
        synthese = suivi.comptes(registre.remontee("synthese"))
        lus = {
            "entreprises": lambda: sum(nombre for _, nombre in paqte["tailles"]),
            "conventions": lambda: paqte["en_cours"],
            "departements": lambda: paqte["departements"],
            "realise": lambda: nombre_json(paqte["resultats"][0][1].realise),
            "designes_a_temps": lambda: len(suivi.designes_a_temps),
            "designes_apres": lambda: len(suivi.designes_apres),
            "sans_referent": lambda: len(suivi.sans_referent),
            "autres_referents": lambda: sum(len(li.autres_referents) for li in suivi.lignes),
            "contrats": lambda: dict(suivi.protocoles)[Avancement.A_ENGAGER],
        }
        nom = chiffre.removesuffix("_de_la_region")
        delais = {delai.name.lower(): nombre for delai, _, nombre in synthese["delais"]}
        return lus[nom]() if nom in lus else (synthese | delais)[nom]


@exemples("national", "le")
def test_le_tableau_imprime_le_chiffre_calcule_a_la_main(exemple):
    nation = Nation()
    for evenement in exemple["evenements"].split(" | "):
        nation.vivre(evenement)
    with a_midi(exemple["le"]):
        chiffre = nation.lire(exemple["chiffre"])
    assert str(chiffre) == exemple["attendu"], exemple["somme"]

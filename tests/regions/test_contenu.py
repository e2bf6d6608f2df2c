"""Les tables d'une synthèse régionale : chaque chiffre est recompté à la main."""

import datetime

import pytest
import time_machine

from mesures.models import ChangementDeNiveau
from regions.models import SyntheseRegionale
from remontees.models import Campagne
from tests.factories import (
    BilanFactory,
    CibleFactory,
    ConventionFactory,
    DepartementFactory,
    EngagementFactory,
    IndicateurFactory,
    MesureFactory,
    ProtocoleFactory,
    RegionFactory,
    ResultatFactory,
    SyntheseFactory,
    SyntheseRegionaleFactory,
    UtilisateurFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _le_16_mars_2020():
    with time_machine.travel("2020-03-16T10:00:00+01:00", tick=False):
        yield


@pytest.fixture
def territoires():
    """Nord et Pas-de-Calais dans la région, Rhône ailleurs."""
    ailleurs = RegionFactory(code="84", nom="Auvergne-Rhône-Alpes")
    return (
        DepartementFactory(code="59", nom="Nord"),
        DepartementFactory(code="62", nom="Pas-de-Calais"),
        DepartementFactory(code="69", nom="Rhône", region=ailleurs),
    )


def contenu():
    return SyntheseRegionaleFactory(periode="2020").contenu()


def transmettre(synthese, jour):
    ProtocoleFactory(contrat__departement=synthese.departement)
    valideur = UtilisateurFactory(role="valideur", departements=[synthese.departement_id])
    with time_machine.travel(f"{jour}T12:00:00+01:00", tick=False):
        synthese.transmettre(valideur)


def synthese(departement):
    return SyntheseFactory(
        departement=departement, periode="2020", demarches="D", difficultes="N", exemples="E"
    )


@pytest.mark.usefixtures("sans_rendu")
def test_l_etat_des_remontees_dit_laquelle_ou_elle_en_est_quand_et_si_c_est_en_retard(territoires):
    nord, pas_de_calais, rhone = territoires
    Campagne.objects.create(
        genre="synthese", periode="2020", ouverture_le="2020-01-22", echeance_le="2020-03-13"
    )
    transmettre(synthese(nord), "2020-03-12")
    transmettre(synthese(rhone), "2020-03-12")
    remontees = contenu()["remontees"]
    assert remontees["attendues"] == [
        {
            "libelle": "Synthèse, 2020",
            "echeance_le": "2020-03-13",
            "nombre": 2,
            "transmises": 1,
            "en_retard": 1,
        }
    ]
    assert remontees["departements"] == [
        {
            "code": "59",
            "nom": "Nord",
            "remontees": [
                {
                    "libelle": "Synthèse, 2020",
                    "etat": "Transmise",
                    "transmise_le": "2020-03-12",
                    "en_retard": False,
                }
            ],
        },
        {
            "code": "62",
            "nom": "Pas-de-Calais",
            "remontees": [
                {
                    "libelle": "Synthèse, 2020",
                    "etat": "À commencer",
                    "transmise_le": None,
                    "en_retard": True,
                }
            ],
        },
    ]
    assert pas_de_calais.region_id == "32"


def test_chaque_remontee_due_depuis_le_15_mars_d_avant_a_sa_colonne(territoires):
    nord, *_ = territoires
    for periode, echeance in (("2018-s2", "2019-01-31"), ("2019-s2", "2020-01-31")):
        Campagne.objects.create(
            genre="bilan", periode=periode, ouverture_le="2018-07-01", echeance_le=echeance
        )
    # Sans campagne : elle compte dès qu'un département l'a commencée.
    BilanFactory(departement=nord, periode="2019-s1")
    # Pas encore due le 15 mars.
    BilanFactory(departement=nord, periode="2020-s1")
    assert [attendue["libelle"] for attendue in contenu()["remontees"]["attendues"]] == [
        "Bilan, 1er semestre 2019",
        "Bilan, 2d semestre 2019",
    ]


def test_un_brouillon_n_est_dit_qu_en_cours_et_sans_campagne_rien_n_est_en_retard(territoires):
    nord, *_ = territoires
    BilanFactory(departement=nord, periode="2019-s1", strategie="Un secret de brouillon")
    lu = contenu()
    du_nord, du_pas_de_calais = (d["remontees"] for d in lu["remontees"]["departements"])
    assert (du_nord[0]["etat"], du_nord[0]["en_retard"]) == ("En cours", False)
    assert (du_pas_de_calais[0]["etat"], du_pas_de_calais[0]["en_retard"]) == ("À commencer", False)
    assert "Un secret de brouillon" not in str(lu)


def test_un_departement_a_qui_rien_n_est_demande_ne_compte_pas(territoires):
    nord, *_ = territoires
    campagne = Campagne.objects.create(
        genre="synthese", periode="2020", ouverture_le="2020-01-22", echeance_le="2020-03-15"
    )
    campagne.destinataires.add(nord)
    remontees = contenu()["remontees"]
    assert remontees["attendues"][0]["nombre"] == 1
    assert remontees["departements"][1]["remontees"][0]["etat"] == "Non attendue"


def test_les_niveaux_de_la_region_sont_ceux_des_mesures_que_ses_contrats_declinent(territoires):
    nord, _, rhone = territoires
    mesures = [MesureFactory() for _ in range(4)]
    MesureFactory(parent=mesures[0])
    for mesure, niveau, le in (
        (mesures[0], "atteint", datetime.date(2020, 1, 1)),
        (mesures[1], "deploiement", datetime.date(2020, 3, 15)),
        (mesures[2], "deploiement", datetime.date(2020, 1, 1)),
        # Après le 15 mars : la synthèse n'en sait rien.
        (mesures[2], "atteint", datetime.date(2020, 3, 16)),
    ):
        ChangementDeNiveau.objects.create(mesure=mesure, niveau=niveau, le=le, motif="M")
    signe = {"protocole__avancement": "signe", "protocole__signe_le": "2020-01-10"}
    EngagementFactory(protocole__contrat__departement=nord, mesures=mesures[:1], **signe)
    EngagementFactory(protocole__contrat__departement=nord, mesures=mesures[:2])
    EngagementFactory(protocole__contrat__departement=rhone, mesures=mesures[2:])
    lu = contenu()
    assert lu["arrete_le"] == "2020-03-15"
    assert (lu["mesures"]["declinees"], lu["mesures"]["total"]) == (2, 4)
    assert lu["mesures"]["signees"] == 1
    assert [n["signees"] for n in lu["mesures"]["niveaux"]] == [1, 0, 0, 0]
    assert [(n["libelle"], n["region"], n["nation"]) for n in lu["mesures"]["niveaux"]] == [
        ("Objectif atteint", {"nombre": 1, "part": 50}, {"nombre": 1, "part": 25}),
        ("En voie de finalisation", {"nombre": 0, "part": 0}, {"nombre": 0, "part": 0}),
        ("En cours de déploiement", {"nombre": 1, "part": 50}, {"nombre": 2, "part": 50}),
        ("En cours de lancement", {"nombre": 0, "part": 0}, {"nombre": 0, "part": 0}),
    ]


def test_avant_le_15_mars_les_niveaux_sont_ceux_du_jour():
    with time_machine.travel("2020-02-03T10:00:00+01:00", tick=False):
        lu = contenu()
    assert lu["arrete_le"] == "2020-02-03"
    assert [niveau["region"] for niveau in lu["mesures"]["niveaux"]] == [
        {"nombre": 0, "part": None}
    ] * 4


def test_les_sommes_du_paqte_sont_celles_de_la_region_a_cote_de_celles_de_la_nation(territoires):
    nord, pas_de_calais, rhone = territoires
    indicateur = IndicateurFactory(libelle="Alternants", unite="alternants")
    for departement, resultats, cible in (
        (nord, {"2019-s1": 10, "2019-s2": 20}, 60),
        (pas_de_calais, {"2019-s2": 2, "2020-s1": 100}, 4),
        (rhone, {"2019-s2": 3}, 36),
    ):
        convention = ConventionFactory(entreprise__departement=departement)
        CibleFactory(convention=convention, indicateur=indicateur, valeur=cible)
        for semestre, valeur in resultats.items():
            ResultatFactory(
                convention=convention, indicateur=indicateur, semestre=semestre, valeur=valeur
            )
    # Signée après le semestre : elle n'y était pas encore en cours.
    ConventionFactory(entreprise__departement=nord, date_signature=datetime.date(2020, 2, 1))
    paqte = contenu()["paqte"]
    assert paqte["semestre"] == "2d semestre 2019"
    assert paqte["signatures"] == {
        "region": {"conventions": 2, "entreprises": 2},
        "nation": {"conventions": 3, "entreprises": 3},
    }
    assert paqte["resultats"] == [
        {
            "axe": indicateur.axe.nom,
            "libelle": "Alternants",
            "unite": "alternants",
            # 20 + 2 ; 10 + 20 + 2 ; 60 + 4 ; 32 sur 64.
            "region": {"realise": 22, "cumul": 32, "cible": 64, "taux": 50},
            # 22 + 3 ; 32 + 3 ; 64 + 36 ; 35 sur 100.
            "nation": {"realise": 25, "cumul": 35, "cible": 100, "taux": 35},
        }
    ]


def test_sans_aucun_resultat_la_table_du_paqte_n_est_pas_imprimee(territoires):
    CibleFactory(convention=ConventionFactory(entreprise__departement=territoires[0]))
    paqte = contenu()["paqte"]
    assert paqte["resultats"] == []
    assert paqte["signatures"]["region"]["conventions"] == 1


def test_treize_departements_ne_demandent_pas_plus_de_requetes_que_deux(
    territoires, django_assert_max_num_queries
):
    SyntheseRegionaleFactory(periode="2020")
    lire = SyntheseRegionale.objects.get
    lire().contenu()
    with django_assert_max_num_queries(20) as deux:
        lire().contenu()
    for rang in range(11):
        DepartementFactory(code=f"7{rang}", region_id="32")
    # Les sommes du PAQTE se gardent : seule la première lecture les fait.
    lire().contenu()
    with django_assert_max_num_queries(len(deux)):
        lire().contenu()

"""Les points à vérifier d'un bilan : relevés, jamais bloquants, joints à la version transmise."""

import copy

import pytest

from donnees.referentiels import charger_les_controles, charger_referentiels
from paqte.coherence import Releve, chiffres_du_contenu, points_a_verifier
from paqte.models import Bilan, Controle, Indicateur
from quartiers.models import Quartier
from remontees.formats import interpreter
from tests.factories import (
    BilanFactory,
    ConventionFactory,
    QuartierFactory,
    ResultatFactory,
    bilan_complet,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]


@pytest.fixture(autouse=True)
def _livres():
    """Les contrôles que livre le portail."""
    charger_les_controles()


def relever(contenu, precedent=None, plafonds=()):
    """Rend les phrases que disent d'un contenu les contrôles livrés."""
    releve = Releve(chiffres_du_contenu(contenu), precedent, plafonds)
    return [point.texte for point in points_a_verifier(releve, Controle.objects.all())]


@pytest.fixture
def contenu():
    """Le contenu d'un bilan où rien n'étonne."""
    contenu = bilan_complet().contenu()
    contenu["organisation"]["reunions"] = [
        {"date": "2019-03-01", "objet": "Comité", "participants": "", "decisions": ""}
    ]
    contenu["resultats"]["axes"] = [
        {
            "nom": "Former",
            "objectif": "",
            "indicateurs": [indicateur("alternants-qpv", 10), indicateur("alternants-total", 40)],
        }
    ]
    return contenu


@pytest.fixture
def precedent(contenu):
    return copy.deepcopy(contenu)


def indicateur(code, valeur, cumul=None, cible=None):
    return {
        "cle": f"resultat-{code}",
        "libelle": code,
        "unite": "",
        "calcule": valeur,
        "origine": "",
        "incomplet": False,
        "corrige": None,
        "motif": "",
        "axe": {"nom": "Former", "objectif": ""},
        "stock": False,
        "declarees": 0,
        "cumul": cumul,
        "cumul_corrige": None,
        "cible": cible,
        "atteint": None,
        "vise": None,
        "valeur": valeur,
        "est_corrige": False,
        "taux": None,
        "rythme": None,
        "repondantes": 0,
        "anterieures": 0,
        "laissees": 0,
        "est_cle": False,
        "avant": None,
        "ecoule": None,
    }


def fige(contenu):
    """Le contenu d'un bilan transmis, lu par la classe de son format."""
    envoi = {
        "version": 1,
        "transmis_le": "2019-07-01T10:00:00+02:00",
        "transmis_par": "X",
        "signataire": {"qualite": ["Le préfet"], "nom": "X"},
    }
    return interpreter(contenu | envoi, Bilan.formats)


def resultat(contenu, rang):
    return contenu["resultats"]["axes"][0]["indicateurs"][rang]


def test_un_bilan_sans_surprise_n_a_rien_a_verifier(contenu, precedent):
    assert relever(contenu, fige(precedent)) == []


def test_une_partie_plus_grande_que_son_total(contenu):
    plafonds = [("alternants-qpv", "alternants-total")]
    assert relever(contenu, plafonds=plafonds) == []
    resultat(contenu, 0)["valeur"] = 41
    (point,) = relever(contenu, plafonds=plafonds)
    assert point == "« alternants-qpv » (41) dépasse « alternants-total » (40)."


def test_le_referentiel_dit_quel_total_plafonne_une_partie():
    charger_referentiels()
    bilan, convention = bilan_complet(), ConventionFactory()
    for code, valeur in (("alternants-qpv", 41), ("alternants-total", 40)):
        indicateur = Indicateur.objects.get(code=code)
        ResultatFactory(convention=convention, indicateur=indicateur, valeur=valeur)
    (point, *_) = [point["texte"] for point in bilan.contenu()["a_verifier"]]
    assert "(41) dépasse « Alternants accueillis, toutes origines » (40)" in point


def test_un_cumul_au_double_de_la_cible(contenu):
    resultat(contenu, 1).update(cumul=101, cible=50)
    assert "double de sa cible" in relever(contenu)[0]
    resultat(contenu, 1).update(cumul=100)
    assert relever(contenu) == []


def test_plus_de_demandeurs_d_emploi_que_d_habitants(contenu):
    Quartier.objects.update(defm=5000)
    contenu["contexte"] = BilanFactory(departement__code="59", periode="2018-s2").contenu()[
        "contexte"
    ]
    assert "plus nombreux" in relever(contenu)[0]


def test_un_semestre_sans_reunion(contenu):
    contenu["organisation"]["reunions"] = []
    assert "Aucune réunion" in relever(contenu)[0]


def test_zero_entreprise_apres_douze(contenu, precedent):
    precedent["entreprises"]["nombre"].update(calcule=12, valeur=12)
    assert "contre 12" in relever(contenu, fige(precedent))[0]


def test_une_population_changee_sans_import(contenu, precedent):
    precedent["contexte"]["chiffres"][2].update(calcule=1100, valeur=1100)
    (point,) = relever(contenu, fige(precedent))
    assert "de 1\xa0100 à 1\xa0200 sans nouvel import" in point.replace("\u202f", "\xa0")
    precedent["contexte"]["chiffres"][2]["origine"] = "liste importée le 1 mars 2018"
    assert relever(contenu, fige(precedent)) == []


def test_un_changement_de_liste_n_est_pas_une_population_changee_sans_import():
    QuartierFactory(departement__code="59", population=1100)
    QuartierFactory(code="QN05901M", millesime=2024, population=1200)
    avant, apres = (
        BilanFactory(departement_id="59", periode=periode).contenu()
        for periode in ("2023-s2", "2024-s1")
    )
    assert not [p for p in relever(apres, fige(avant)) if "sans nouvel import" in p]


@pytest.mark.parametrize(("avant", "signale"), [(1, False), (0, False), (None, False), (0.5, True)])
def test_un_saut_de_plus_de_dix_fois(contenu, precedent, avant, signale):
    resultat(precedent, 0).update(calcule=avant, valeur=avant)
    assert bool(relever(contenu, fige(precedent))) is signale


def test_les_points_partent_avec_le_bilan_sans_le_bloquer(valideur_59, client):
    bilan = bilan_complet()
    client.force_login(valideur_59)
    assert "Aucune réunion n’est enregistrée" in client.get(bilan.adresse("transmettre")).text
    transmission = bilan.transmettre(valideur_59)
    assert [point["texte"] for point in transmission.donnees["a_verifier"]] == [
        "Aucune réunion n’est enregistrée pendant le semestre."
    ]
    assert "Aucune réunion n’est enregistrée" in client.get(bilan.get_absolute_url()).text

"""Le référentiel chargé est celui de l'annexe 3, et de la circulaire."""

import csv

import pytest
from django.conf import settings
from django.db.models import Count

from contrats.models import ConventionNationale, EngagementDijon, EngagementNational
from donnees import referentiels
from mesures.models import Indicateur, Mesure, Valeur
from tests.factories import ValeurFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _charges(db):
    referentiels.charger_referentiels()


def test_les_quarante_mesures_leurs_niveaux_et_leurs_indicateurs_sont_ceux_du_fichier():
    with (settings.BASE_DIR / "fixtures/mesures.csv").open(encoding="utf-8") as fichier:
        attendues = list(csv.DictReader(fichier, delimiter=";"))
    chargees = list(Mesure.objects.prefetch_related("changements"))
    assert [(m.code, m.intitule) for m in chargees] == [
        (ligne["code"], ligne["intitule"]) for ligne in attendues
    ]
    assert [m.changements.all()[0].get_niveau_display() for m in chargees] == [
        ligne["niveau_engagement_2019_01"] for ligne in attendues
    ]
    assert Mesure.objects.principales().count() == 40
    assert Indicateur.objects.filter(complementaire=False, partie_de=None).count() == 61


@pytest.mark.parametrize(
    ("code", "parties"),
    [("8-2", ["8-2.1", "8-2.2", "8-2.3"]), ("23-1", ["23-1.1", "23-1.2"]), ("8-1", [])],
)
def test_un_indicateur_de_plusieurs_chiffres_a_une_partie_par_chiffre(code, parties):
    indicateur = Indicateur.objects.get(code=code)
    assert [partie.code for partie in indicateur.parties.all()] == parties
    assert Indicateur.objects.saisissables().filter(pk=indicateur.pk).exists() is not bool(parties)


@pytest.mark.parametrize(
    ("code", "nature", "cible"),
    [
        ("3-1", "part", 100),
        ("17-2", "rapport", None),
        ("8-1", "part", 100),
        ("13-1", "entier", None),
    ],
)
def test_chaque_indicateur_a_sa_nature_et_la_cible_qu_on_lui_donne(code, nature, cible):
    indicateur = Indicateur.objects.get(code=code)
    assert (indicateur.nature, indicateur.cible) == (nature, cible)


def test_une_valeur_de_la_circulaire_retiree_ne_revient_pas():
    Valeur.objects.get(indicateur__code="20-1").delete()
    referentiels.charger_referentiels()
    assert not Valeur.objects.filter(indicateur__code="20-1").exists()


def test_un_indicateur_qui_a_deja_une_valeur_ne_se_divise_pas():
    Indicateur.objects.filter(partie_de__code="8-2").delete()
    ValeurFactory(indicateur=Indicateur.objects.get(code="8-2"))
    referentiels.charger_referentiels()
    assert not Indicateur.objects.get(code="8-2").parties.exists()


def test_le_pacte_a_42_engagements_et_les_conventions_22():
    assert EngagementDijon.objects.count() == 42
    assert ConventionNationale.objects.count() == 22
    sans = ConventionNationale.objects.annotate(n=Count("engagements")).filter(n=0)
    assert not sans.exists()
    assert EngagementNational.objects.count() == 225


def test_les_chiffres_de_la_circulaire_sont_les_premieres_valeurs_nationales():
    valeurs = {v.indicateur.code: v.affichage for v in Valeur.objects.select_related("indicateur")}
    assert {code: texte.replace("\xa0", " ") for code, texte in valeurs.items()} == {
        "1-1": "15 QRR",
        "7-c1": "portée à 80 % voire à 100 %",
        "8-c1": "175 projets",
        "8-c2": "13 000 000 000 euros",
        "8-c3": "4 000 000 000 euros",
        "17-c1": "190 000 élèves",
        "17-c2": "proches de douze élèves",
        "18-1": "28 000 stages",
        "18-c1": "17 000 stages",
        "20-1": "3 600 emplois",
    }
    assert not Valeur.objects.filter(source="").exists()


def test_un_chef_de_file_que_l_annexe_ne_dit_pas_reste_a_renseigner():
    assert not Mesure.objects.exclude(chef_de_file=None).exists()

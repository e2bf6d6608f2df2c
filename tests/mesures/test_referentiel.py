"""Le référentiel chargé est celui de l'annexe 3, et de la circulaire."""

import csv

import pytest
from django.conf import settings
from django.db.models import Count

from contrats.models import ConventionNationale, EngagementDijon, EngagementNational
from donnees import referentiels
from mesures.models import Indicateur, Mesure, Valeur

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
    assert Indicateur.objects.filter(complementaire=False).count() == 61


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
        "8-1": "40 % (4 000 000 000 sur 10 000 000 000)",
        "8-c1": "175 projets",
        "17-c1": "190 000 élèves",
        "18-1": "28 000 stages",
        "18-c1": "17 000 stages",
        "20-1": "3 600 emplois",
    }
    assert not Valeur.objects.filter(source="").exists()


def test_un_chef_de_file_que_l_annexe_ne_dit_pas_reste_a_renseigner():
    assert not Mesure.objects.exclude(chef_de_file=None).exists()

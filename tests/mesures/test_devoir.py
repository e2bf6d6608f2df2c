"""Un ministère lit ce qu'il doit encore : indicateurs jamais produits, ou sans valeur récente."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from mesures.devoir import devoirs
from mesures.models import Indicateur, Mesure, Ministere
from tests.factories import IndicateurNationalFactory, ValeurFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def mesure(ministere):
    """Une mesure que mène le ministère, avec un indicateur à jour, un périmé, un jamais produit."""
    chef = Ministere.objects.create(nom="Emploi")
    chef.membres.add(ministere)
    jamais = IndicateurNationalFactory(libelle="Jamais compté")
    mesure = jamais.mesure
    mesure.chef_de_file = chef
    mesure.save()
    aujourdhui = timezone.localdate()
    for libelle, jours in (("À jour", 0), ("Vieilli", 400)):
        indicateur = IndicateurNationalFactory(mesure=mesure, libelle=libelle)
        ValeurFactory(indicateur=indicateur, le=aujourdhui - datetime.timedelta(days=jours))
    IndicateurNationalFactory(mesure=mesure, libelle="En passant", complementaire=True)
    return mesure


def celui_de(mesure, au):
    """Rend le devoir d'une mesure à cette date."""
    [devoir] = devoirs(Mesure.objects.filter(pk=mesure.pk), au)
    return devoir


def test_un_indicateur_est_jamais_produit_perime_ou_a_jour(mesure):
    devoir = celui_de(mesure, timezone.localdate())
    assert [du.indicateur.libelle for du in devoir.jamais] == ["Jamais compté"]
    assert [du.indicateur.libelle for du in devoir.perimes] == ["Vieilli"]
    assert devoir.nombre == 2


def test_une_valeur_d_un_territoire_suffit(mesure):
    jamais = mesure.indicateurs.get(libelle="Jamais compté")
    ValeurFactory(indicateur=jamais, le=timezone.localdate())
    assert celui_de(mesure, timezone.localdate()).jamais == []


@pytest.mark.parametrize(
    ("frequence", "derniere", "attendue"),
    [
        ("semestre", None, "2019-06-30"),
        ("trimestre", None, "2019-03-31"),
        ("annee", None, "2019-12-31"),
        ("une_fois", None, "2019-06-30"),
        ("semestre", "2019-06-30", "2019-12-31"),
        ("semestre", "2019-03-15", "2019-12-31"),
        ("trimestre", "2019-12-31", "2020-03-31"),
        ("annee", "2019-12-31", "2020-12-31"),
        ("une_fois", "2019-12-31", None),
    ],
)
def test_la_prochaine_valeur_est_attendue_a_la_fin_de_la_periode_qui_suit(
    frequence, derniere, attendue
):
    indicateur = Indicateur(frequence=frequence)
    jour = derniere and datetime.date.fromisoformat(derniere)
    assert str(indicateur.attendue(jour)) == str(attendue)


def test_le_jour_que_dit_le_chef_de_file_l_emporte_jusqu_a_la_valeur_de_ce_jour():
    le = datetime.date(2020, 4, 15)
    indicateur = Indicateur(attendue_le=le)
    assert indicateur.attendue(datetime.date(2019, 6, 30)) == le
    assert indicateur.attendue(None) == le
    assert indicateur.attendue(le) == datetime.date(2020, 12, 31)


@pytest.mark.parametrize(
    ("au", "attendus", "perimes"),
    [("2019-12-30", 0, 0), ("2019-12-31", 1, 0), ("2020-06-29", 1, 0), ("2020-06-30", 0, 1)],
)
def test_une_valeur_attendue_depuis_peu_n_est_pas_encore_perimee(au, attendus, perimes):
    valeur = ValeurFactory(le=datetime.date(2019, 6, 30))
    devoir = celui_de(valeur.indicateur.mesure, datetime.date.fromisoformat(au))
    assert (len(devoir.attendus), len(devoir.perimes)) == (attendus, perimes)


def test_une_valeur_d_apres_la_date_n_est_pas_encore_la():
    valeur = ValeurFactory(le=datetime.date(2019, 12, 31))
    assert len(celui_de(valeur.indicateur.mesure, datetime.date(2019, 9, 30)).jamais) == 1


def test_un_indicateur_de_plusieurs_chiffres_doit_ses_parties(mesure):
    entier = mesure.indicateurs.get(libelle="Jamais compté")
    partie = IndicateurNationalFactory(mesure=mesure, partie_de=entier)
    devoir = celui_de(mesure, timezone.localdate())
    assert [du.indicateur for du in devoir.jamais] == [partie]


def test_le_ministere_lit_son_devoir_a_l_accueil_et_ou_le_faire(client, ministere, mesure):
    client.force_login(ministere)
    page = client.get(reverse("accueil")).text
    jamais = mesure.indicateurs.get(libelle="Jamais compté")
    assert f'href="{reverse("mesures:valeur_ajouter", args=[jamais.code])}"' in page
    assert "Sans valeur depuis le" in page
    assert "À jour</a>" not in page

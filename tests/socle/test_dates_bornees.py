"""Une date saisie est de notre siècle, dans chaque modèle, chaque formulaire, chaque import."""

import datetime

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from contrats.models import Protocole
from remontees.periodes import Semestre
from socle.dates import DateField, DateFormField, valider_date
from tests.factories import ProtocoleFactory
from tests.salles import champs_des_formulaires, salles


def test_chaque_date_saisie_d_un_modele_est_bornee():
    dates = [
        champ
        for salle in salles()
        for modele in salle.get_models()
        for champ in modele._meta.concrete_fields
        if isinstance(champ, models.DateField) and not isinstance(champ, models.DateTimeField)
    ]
    assert len(dates) > 20
    assert [str(champ) for champ in dates if not isinstance(champ, DateField)] == []


def test_chaque_date_d_un_formulaire_est_bornee():
    dates = {n: c for n, c in champs_des_formulaires() if isinstance(c, forms.DateField)}
    assert len(dates) > 10
    assert {nom for nom, champ in dates.items() if not isinstance(champ, DateFormField)} == set()


@pytest.mark.parametrize("annee", [1, 1999, 2100, 9999])
def test_une_date_d_un_autre_siecle_est_refusee(annee):
    with pytest.raises(ValidationError, match="vérifiez l’année"):
        valider_date(datetime.date(annee, 6, 1))


@pytest.mark.parametrize("annee", [2000, 2099])
def test_une_date_de_ce_siecle_est_admise(annee):
    valider_date(datetime.date(annee, 6, 1))


@pytest.mark.parametrize("date", ["0001-01-01", "9999-12-31"])
def test_une_date_impossible_se_dit_a_son_champ(client, agent_59, date):
    client.force_login(agent_59)
    protocole = ProtocoleFactory(contrat__departement__code="59")
    page = client.post(
        reverse("contrats:protocole_modifier", args=[protocole.contrat.pk]),
        {"signature_prevue_le": date},
    )
    assert page.status_code == 422
    assert "vérifiez l’année" in str(page.context["form"].errors["signature_prevue_le"])
    assert Protocole.objects.get().signature_prevue_le == protocole.signature_prevue_le


@pytest.mark.parametrize("annee", [0, 9999])
def test_une_periode_impossible_n_existe_pas(client, valideur_59, annee):
    client.force_login(valideur_59)
    bilan = reverse("paqte:bilan", args=[Semestre(annee, 2), "59"])
    for adresse in (bilan, f"/syntheses/{annee:04}/59/", f"/syntheses-regionales/{annee:04}/32/"):
        assert client.get(adresse).status_code == 404

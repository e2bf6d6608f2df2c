"""Les cibles territoriales et les réunions du collège."""

import pytest
from django.urls import reverse

from contrats.models import CibleTerritoriale, College
from mesures.models import Indicateur
from remontees.periodes import Semestre
from tests.factories import (
    CibleTerritorialeFactory,
    CollegeFactory,
    ContratFactory,
    DepartementFactory,
    IndicateurNationalFactory,
)

pytestmark = pytest.mark.django_db


def saisie(**champs):
    return {"departement": "59", "cible": "30", "echeance_le": "2020-12-31"} | champs


def test_l_agent_fixe_une_cible_a_un_contrat(client, agent_59):
    contrat, indicateur = ContratFactory(departement__code="59"), IndicateurNationalFactory()
    client.force_login(agent_59)
    client.post(
        reverse("contrats:cible_ajouter"), saisie(contrat=contrat.pk, indicateur=indicateur.pk)
    )
    assert CibleTerritoriale.objects.get().territoire == contrat


def test_un_territoire_n_a_qu_une_cible_par_indicateur(client, agent_59):
    cible = CibleTerritorialeFactory(departement__code="59")
    client.force_login(agent_59)
    reponse = client.post(reverse("contrats:cible_ajouter"), saisie(indicateur=cible.indicateur_id))
    assert "Ce département a déjà une cible" in reponse.text


def test_une_valeur_atteinte_est_datee(client, agent_59):
    cible = CibleTerritorialeFactory(departement__code="59")
    client.force_login(agent_59)
    reponse = client.post(
        reverse("contrats:cible", args=[cible.pk]),
        saisie(indicateur=cible.indicateur_id, valeur="12"),
    )
    assert "Dites à quelle date" in reponse.text


def test_un_indicateur_sans_chiffre_ne_se_propose_pas(client, agent_59):
    texte = IndicateurNationalFactory(nature="texte")
    client.force_login(agent_59)
    champ = client.get(reverse("contrats:cible_ajouter")).context["form"].fields["indicateur"]
    assert texte not in champ.queryset


@pytest.mark.parametrize(
    ("reference", "cible", "valeur", "progres"),
    [(None, 40, 10, 25), (10, 30, 20, 50), (30, 10, 20, 50), (0, 10, None, None), (5, 5, 5, None)],
)
def test_le_progres_va_de_la_reference_a_la_cible(reference, cible, valeur, progres):
    objet = CibleTerritoriale(
        indicateur=Indicateur(), reference=reference, cible=cible, valeur=valeur
    )
    assert objet.progres == progres


def test_une_baisse_sans_reference_n_a_pas_de_progres():
    indicateur = Indicateur(sens=Indicateur.Sens.BAISSE)
    assert CibleTerritoriale(indicateur=indicateur, cible=10, valeur=30).progres is None


def test_l_agent_enregistre_puis_supprime_une_reunion(client, agent_59):
    client.force_login(agent_59)
    client.post(
        reverse("contrats:college_ajouter"),
        {"departement": "59", "date": "2019-04-02", "services": "Rectorat"},
    )
    college = College.objects.get()
    assert "Rectorat" in client.get(college.get_absolute_url()).text
    client.post(reverse("contrats:college_supprimer", args=[college.pk]))
    assert not College.objects.exists()


def test_deux_reunions_le_meme_jour_sont_refusees(client, agent_59):
    CollegeFactory(departement__code="59", date="2019-04-02")
    client.force_login(agent_59)
    reponse = client.post(
        reverse("contrats:college_ajouter"),
        {"departement": "59", "date": "2019-04-02", "services": "Rectorat"},
    )
    assert "déjà enregistrée à cette date" in reponse.text


def test_le_cget_voit_les_departements_sans_reunion(client, cget):
    CollegeFactory(departement__code="59", date=Semestre.courant().debut)
    DepartementFactory(code="62", nom="Pas-de-Calais")
    client.force_login(cget)
    manquants = client.get(reverse("contrats:colleges")).context["manquants"]
    assert [departement.code for departement in manquants] == ["62"]

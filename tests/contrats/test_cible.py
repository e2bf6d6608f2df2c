"""Les cibles territoriales et les réunions du collège."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from contrats.models import CibleTerritoriale, College
from mesures.models import Indicateur
from quartiers.models import Departement
from remontees.periodes import Semestre
from tests.factories import (
    CibleTerritorialeFactory,
    CollegeFactory,
    ContratFactory,
    DepartementFactory,
    IndicateurNationalFactory,
    ValeurFactory,
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


def test_une_cible_fixee_depuis_un_contrat_y_ramene(client, agent_59):
    contrat, indicateur = ContratFactory(departement__code="59"), IndicateurNationalFactory()
    client.force_login(agent_59)
    adresse = reverse("contrats:cible_ajouter", query={"contrat": contrat.pk})
    assert client.get(adresse).context["form"].initial["contrat"] == contrat
    faite = client.post(adresse, saisie(contrat=contrat.pk, indicateur=indicateur.pk))
    assert faite.url == contrat.get_absolute_url()


@pytest.mark.parametrize("cle", ["0", "x", ""])
def test_un_contrat_inconnu_ne_preremplit_rien(client, agent_59, cle):
    client.force_login(agent_59)
    adresse = reverse("contrats:cible_ajouter", query={"contrat": cle})
    assert client.get(adresse).context["form"].initial["contrat"] is None


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


@pytest.fixture
def connu(db):
    """Un indicateur que le tableau de bord a pour le Nord, deux fois."""
    nord = DepartementFactory(code="59")
    indicateur = IndicateurNationalFactory(nature="entier")
    for annee, nombre in ((2018, 10), (2019, 14)):
        ValeurFactory(
            indicateur=indicateur, departement=nord, le=datetime.date(annee, 1, 31), nombre=nombre
        )
    return indicateur


def test_reference_et_valeur_se_lisent_du_tableau_de_bord(client, agent_59, connu):
    client.force_login(agent_59)
    client.post(reverse("contrats:cible_ajouter"), saisie(indicateur=connu.pk))
    cible = CibleTerritoriale.objects.get()
    assert (cible.reference, cible.valeur) == (10, 14)
    assert cible.valeur_le == datetime.date(2019, 1, 31)


def test_une_valeur_corrigee_demande_pourquoi(client, agent_59, connu):
    client.force_login(agent_59)
    corrigee = saisie(indicateur=connu.pk, valeur="15", valeur_le="2019-02-28")
    page = client.post(reverse("contrats:cible_ajouter"), corrigee)
    assert page.context["form"].errors["motif"] == [
        "Le tableau de bord dit 14 au 31 janvier 2019 (Valeur atteinte) : dites pourquoi vous le "
        "corrigez, ou videz ce champ."
    ]
    client.post(reverse("contrats:cible_ajouter"), corrigee | {"motif": "Compté sur place."})
    assert CibleTerritoriale.objects.get().valeur == 15


def test_la_cible_d_un_contrat_ne_lit_pas_les_valeurs_du_departement(client, agent_59, connu):
    contrat = ContratFactory(departement__code="59")
    client.force_login(agent_59)
    client.post(reverse("contrats:cible_ajouter"), saisie(indicateur=connu.pk, contrat=contrat.pk))
    assert CibleTerritoriale.objects.get().valeur is None


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
        {"departement": "59", "date": "2019-04-02", "recteur": "on"},
    )
    college = College.objects.get()
    assert college.presents == ["le recteur, ou son représentant (DASEN)"]
    assert "Le recteur, ou son représentant" in client.get(college.get_absolute_url()).text
    client.post(reverse("contrats:college_supprimer", args=[college.pk]))
    assert not College.objects.exists()


@time_machine.travel("2019-03-01T10:00:00+01:00")
def test_une_reunion_prevue_se_note_et_ne_compte_qu_une_fois_tenue(client, agent_59):
    client.force_login(agent_59)
    saisie = {"departement": "59", "date": "2019-04-02", "lieu": "Préfecture"}
    client.post(reverse("contrats:college_ajouter"), saisie)
    page = client.get(College.objects.get().get_absolute_url()).text
    assert ("Préfecture" in page, "Prévue" in page) == (True, True)
    assert College.objects.manquants(Departement.objects.filter(pk="59")).exists()
    with time_machine.travel("2019-04-03"):
        assert not College.objects.manquants(Departement.objects.filter(pk="59")).exists()


def test_une_reunion_tenue_dit_qui_etait_la(client, agent_59):
    client.force_login(agent_59)
    saisie = {"departement": "59", "date": "2019-04-02"}
    page = client.post(reverse("contrats:college_ajouter"), saisie)
    assert page.context["form"].errors == {"services": ["Dites quels services étaient là."]}


def test_une_reunion_du_college_a_son_compte_rendu(client, agent_59):
    college = CollegeFactory(departement__code="59")
    client.force_login(agent_59)
    adresse = reverse("documents", args=["college", college.pk])
    assert adresse in client.get(college.get_absolute_url()).text
    assert client.get(adresse).status_code == 200


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


def test_la_cible_d_un_contrat_reuni_ne_se_modifie_plus(client, agent_59):
    contrat = ContratFactory(departement__code="59")
    client.force_login(agent_59)
    cible = CibleTerritorialeFactory(departement=contrat.departement, contrat=contrat)
    ContratFactory(perimetre="agglomeration").reunir([contrat])
    assert client.get(reverse("contrats:cible", args=[cible.pk])).status_code == 404

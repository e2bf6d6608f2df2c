"""La fiche d'un indicateur : ce qu'il compte, ses échéances, où il est sans objet."""

import datetime

import pytest
from django.urls import reverse

from mesures.models import Jalon, SansObjetIci
from tests.factories import DepartementFactory, IndicateurNationalFactory, ValeurFactory

pytestmark = pytest.mark.django_db


def lire(client, indicateur):
    return " ".join(client.get(indicateur.get_absolute_url()).text.split())


def test_la_fiche_dit_ce_qui_est_compte_et_quand(client, indicateur):
    ValeurFactory(indicateur=indicateur, le=datetime.date(2019, 6, 30))
    adresse = reverse("mesures:indicateur_modifier", args=[indicateur.code])
    fiche = {
        "definition": "Les contrats signés",
        "methode": "Comptage",
        "releve": "situation",
        "frequence": "annee",
        "proprietaire": "DGEFP",
    }
    client.post(adresse, fiche)
    page = lire(client, indicateur)
    for attendu in ("Les contrats signés", "Comptage", "DGEFP", "Chaque année"):
        assert attendu in page
    assert "le 31 décembre 2020" in page.replace("\xa0", " ")


def test_un_ministere_ne_tient_pas_la_fiche_d_un_autre(client, ministere):
    autre = IndicateurNationalFactory()
    client.force_login(ministere)
    for nom in ("indicateur_modifier", "jalon_ajouter", "sans_objet"):
        assert client.get(reverse(f"mesures:{nom}", args=[autre.code])).status_code == 404


def test_une_cible_intermediaire_par_date(client, indicateur):
    adresse = reverse("mesures:jalon_ajouter", args=[indicateur.code])
    saisie = {"le": "2019-12-31", "valeur": "600"}
    client.post(adresse, saisie)
    assert "600 le 31 décembre 2019" in lire(client, indicateur).replace("\xa0", " ")
    assert "déjà une cible à cette date" in client.post(adresse, saisie).text
    [jalon] = Jalon.objects.all()
    client.post(reverse("mesures:jalon_supprimer", args=[jalon.pk]))
    assert not Jalon.objects.exists()


def test_une_prefecture_le_dit_sans_objet_chez_elle_et_y_revient(client, agent_59):
    indicateur = IndicateurNationalFactory()
    client.force_login(agent_59)
    adresse = reverse("mesures:sans_objet", args=[indicateur.code])
    client.post(adresse, {"departement": "59", "motif": "Pas de métro"})
    dit = SansObjetIci.objects.get()
    assert dit.dit_par == agent_59
    assert "Pas de métro" in lire(client, indicateur)
    client.post(reverse("mesures:sans_objet_supprimer", args=[dit.pk]))
    assert not SansObjetIci.objects.exists()


def test_une_prefecture_ne_le_dit_pas_pour_une_autre(client, agent_59, agent_13):
    DepartementFactory(code="13")
    indicateur = IndicateurNationalFactory()
    client.force_login(agent_59)
    adresse = reverse("mesures:sans_objet", args=[indicateur.code])
    page = client.post(adresse, {"departement": "13", "motif": "Pas de métro"})
    assert "departement" in page.context["form"].errors
    dit = indicateur.sans_objet.create(departement_id="59", motif="Ici")
    client.force_login(agent_13)
    retirer = reverse("mesures:sans_objet_supprimer", args=[dit.pk])
    assert client.post(retirer).status_code == 404


def test_qui_tient_l_indicateur_le_dit_ou_il_veut_une_fois(client, indicateur):
    adresse = reverse("mesures:sans_objet", args=[indicateur.code])
    saisie = {"departement": "59", "motif": "Pas de métro"}
    client.post(adresse, saisie)
    assert "déjà sans objet" in client.post(adresse, saisie).text
    assert SansObjetIci.objects.count() == 1


def test_une_valeur_retiree_se_lit_la_avec_son_motif(client, indicateur, agent_59, agent_13):
    valeur = ValeurFactory(indicateur=indicateur, code="59", nombre=1234)
    client.post(reverse("mesures:valeur_supprimer", args=[valeur.pk]), {"motif": "Doublon"})
    assert "Doublon" in lire(client, indicateur)
    for agent, lue in ((agent_59, True), (agent_13, False)):
        client.force_login(agent)
        assert ("Doublon" in lire(client, indicateur)) is lue


def test_sans_perimetre_la_fiche_ne_se_lit_pas(client, indicateur, ministere):
    ministere.perimetres.all().delete()
    assert client.get(indicateur.get_absolute_url()).status_code == 404

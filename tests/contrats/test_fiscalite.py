"""Les mesures fiscales d'un contrat, année par année, et ce qui le prolonge."""

import datetime

import pytest
from django.urls import reverse

from contrats.models import Abattement, ContratDeVille, Exoneration, Prolongation
from tests.factories import ContratFactory, TexteFactory
from tests.formulaires import rempli

pytestmark = pytest.mark.django_db


@pytest.fixture
def contrat(agent_59):
    return ContratFactory(departement_id="59", fin_le=datetime.date(2020, 12, 31))


def lignes(prefixe, *lignes):
    champs = {f"{prefixe}-TOTAL_FORMS": len(lignes), f"{prefixe}-INITIAL_FORMS": 0}
    return champs | {
        f"{prefixe}-{rang}-{nom}": valeur
        for rang, ligne in enumerate(lignes)
        for nom, valeur in ligne.items()
    }


def tenir(client, contrat, liste, *saisies):
    return client.post(reverse(f"contrats:{liste}", args=[contrat.pk]), lignes(liste, *saisies))


def test_un_abattement_se_note_par_annee_et_se_somme(client, agent_59, contrat):
    client.force_login(agent_59)
    commun = {"bailleur": "Vilogia", "annee": "2019"}
    tenir(
        client,
        contrat,
        "abattements",
        commun | {"montant": "100 000", "contreparties": "80 000,50", "usages": "Gardiennage"},
        commun | {"bailleur": "Partenord", "montant": "50 000"},
        commun | {"annee": "2020", "montant": "110 000"},
    )
    assert list(Abattement.objects.par_annee().values_list("annee", "total", "rendu")) == [
        (2020, 110000, None),
        (2019, 150000, 80000.5),
    ]
    page = client.get(contrat.get_absolute_url()).text
    assert "150 000" in page.replace("\xa0", " ").replace("\u202f", " ")
    assert "Gardiennage" in page


@pytest.mark.parametrize(
    ("saisie", "motif"),
    [
        ({"bailleur": "Vilogia", "annee": "2019"}, "déjà dans la liste pour cette année"),
        ({"bailleur": "Autre", "montant": "10"}, "Dites de quelle année"),
        ({"bailleur": "Autre", "annee": "2099"}, "pas plausible"),
        ({"bailleur": "Autre", "annee": "1999"}, "pas plausible"),
    ],
)
def test_un_abattement_impossible_se_refuse(client, agent_59, contrat, saisie, motif):
    Abattement.objects.create(contrat=contrat, bailleur="Vilogia", annee=2019)
    client.force_login(agent_59)
    reponse = tenir(client, contrat, "abattements", saisie)
    assert reponse.status_code == 422
    assert motif in str(reponse.context["form"].errors)


def test_une_exoneration_se_note_et_ne_se_note_pas_deux_fois(client, agent_59, contrat):
    client.force_login(agent_59)
    saisie = {"annee": "2020", "impot": "cfe", "commerces": "12", "montant": "10 800"}
    tenir(client, contrat, "exonerations", saisie)
    assert "(CFE) : 12 commerces" in client.get(contrat.get_absolute_url()).text
    assert tenir(client, contrat, "exonerations", saisie).status_code == 422
    assert Exoneration.objects.count() == 1


def test_une_prolongation_repousse_la_fin_et_cite_son_texte(client, agent_59, contrat):
    texte = TexteFactory(titre="Loi", numero="n° 2018-1317")
    client.force_login(agent_59)
    tenir(client, contrat, "prolongations", {"fin_le": "31/12/2022", "texte": texte.pk})
    contrat.refresh_from_db()
    assert contrat.fin_le == datetime.date(2022, 12, 31)
    page = client.get(contrat.get_absolute_url()).text
    assert "Prolongé du 31 décembre 2020 au 31 décembre 2022" in page
    assert texte.get_absolute_url() in page
    assert ContratDeVille.objects.en_vigueur(datetime.date(2021, 1, 1)).exists()


@pytest.mark.parametrize(
    ("saisie", "motif"),
    [
        ({"fin_le": "31/12/2022"}, "Choisissez le texte"),
        ({"fin_le": "31/12/2020", "reference": "Avenant"}, "jusqu’au 31 décembre 2020"),
    ],
)
def test_une_prolongation_impossible_se_refuse(client, agent_59, contrat, saisie, motif):
    client.force_login(agent_59)
    reponse = tenir(client, contrat, "prolongations", saisie)
    assert reponse.status_code == 422
    assert motif in reponse.text


def test_retirer_une_prolongation_rend_la_fin_d_avant(contrat):
    premiere, seconde = (
        Prolongation.objects.create(contrat=contrat, fin_le=datetime.date(annee, 12, 31))
        for annee in (2022, 2023)
    )
    seconde.delete()
    assert ContratDeVille.objects.get().fin_le.year == 2022
    Prolongation.objects.get(pk=premiere.pk).delete()
    assert ContratDeVille.objects.get().fin_le.year == 2020


def test_la_fin_d_un_contrat_prolonge_ne_s_ecrit_plus_a_la_main(client, agent_59, contrat):
    Prolongation.objects.create(contrat=contrat, fin_le=datetime.date(2022, 12, 31), reference="A")
    client.force_login(agent_59)
    adresse = reverse("contrats:contrat_modifier", args=[contrat.pk])
    client.post(adresse, rempli(client, adresse) | {"fin_le": "31/12/2019"})
    assert ContratDeVille.objects.get().fin_le.year == 2022

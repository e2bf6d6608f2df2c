"""Deux fiches d'une entreprise se réunissent ; une fiche vide se supprime, et se rétablit."""

import datetime

import pytest
from django.urls import reverse

from paqte.models import Convention, Entreprise, ExempleAction, ResultatConvention
from tests.factories import (
    AxeFactory,
    CibleFactory,
    ConventionFactory,
    EntrepriseFactory,
    ResultatFactory,
)
from tests.factories.demandes import demande_et_lien

pytestmark = pytest.mark.django_db

SUPPRIMEES = reverse("paqte:entreprises_supprimees")


@pytest.fixture
def agent(client, agent_59):
    client.force_login(agent_59)
    return client


@pytest.fixture
def gardee(db):
    return EntrepriseFactory(departement__code="59", nom="Acier du Nord")


@pytest.fixture
def double(gardee):
    return EntrepriseFactory(departement=gardee.departement, nom="ADN", courriel="rse@adn.example")


def page_de(gardee):
    return reverse("paqte:entreprise_reunir", args=[gardee.pk])


def reunir(agent, gardee, double):
    return agent.post(page_de(gardee), {"absorbee": double.pk})


def test_conventions_resultats_exemples_demandes_et_contact_suivent(agent, gardee, double):
    convention = ConventionFactory(entreprise=double)
    resultat = ResultatFactory(convention=convention)
    exemple = ExempleAction.objects.create(convention=convention, semestre="2019-s1", texte="Un.")
    demande, _ = demande_et_lien(convention)
    assert reunir(agent, gardee, double).url == reverse("paqte:entreprise", args=[gardee.pk])
    gardee.refresh_from_db()
    assert [*gardee.conventions.all()] == [convention]
    for objet in (resultat, exemple, demande):
        objet.refresh_from_db()
        assert objet.convention.entreprise == gardee
    assert gardee.courriel == "rse@adn.example"
    assert not Entreprise.objects.filter(pk=double.pk).exists()


def test_l_historique_garde_les_deux(agent, gardee, double):
    convention = ConventionFactory(entreprise=double)
    reunir(agent, gardee, double)
    derniere = Entreprise.history.filter(id=double.pk).first()
    assert (derniere.history_type, derniere.history_user.username) == ("-", "agent-59")
    assert derniere.history_change_reason == f"Réunie à Acier du Nord ({gardee.siren})"
    assert "ADN" in gardee.history.first().history_change_reason
    avant = convention.history.earliest()
    assert avant.entreprise_id == double.pk


def test_l_effet_se_lit_avant(agent, gardee, double):
    ConventionFactory(entreprise=double)
    page = agent.get(page_de(gardee), {"absorbee": double.pk})
    assert "la convention du 1er mars 2019" in page.text
    assert Entreprise.objects.filter(pk=double.pk).exists()


@pytest.mark.parametrize("pleine_est_la_double", [True, False])
def test_de_deux_conventions_du_meme_jour_celle_qui_a_des_saisies_reste(
    agent, gardee, double, pleine_est_la_double
):
    pleine, vide = ConventionFactory(entreprise=gardee), ConventionFactory(entreprise=double)
    if pleine_est_la_double:
        pleine, vide = vide, pleine
    ResultatFactory(convention=pleine)
    vide.axes.add(AxeFactory(rang=2))
    cible = CibleFactory(convention=vide)
    reunir(agent, gardee, double)
    assert Convention.objects.get() == pleine
    assert ResultatConvention.objects.get().convention == pleine
    assert [axe.rang for axe in pleine.axes.all()] == [2]
    assert pleine.cibles.get().pk == cible.pk


def test_deux_conventions_du_meme_jour_toutes_deux_saisies_ne_se_reunissent_pas(
    agent, gardee, double
):
    for entreprise in (gardee, double):
        ResultatFactory(convention=ConventionFactory(entreprise=entreprise))
    page = reunir(agent, gardee, double)
    assert page.status_code == 422
    assert "Les deux ont une convention signée le 1er mars 2019" in page.text
    assert Entreprise.objects.count() == 2


def test_on_ne_reunit_ni_a_elle_meme_ni_d_un_autre_departement(agent, gardee):
    ailleurs = EntrepriseFactory(departement__code="13")
    for autre in (gardee, ailleurs):
        assert reunir(agent, gardee, autre).status_code == 422
    assert agent.get(page_de(ailleurs)).status_code == 404


def supprimer(agent, entreprise):
    return agent.post(reverse("paqte:entreprise_supprimer", args=[entreprise.pk]))


def test_une_fiche_vide_se_supprime_et_se_retablit_pendant_trente_jours(agent, gardee):
    avant = Entreprise.objects.values().get()
    supprimer(agent, gardee)
    assert not Entreprise.objects.exists()
    page = agent.get(SUPPRIMEES)
    assert "Acier du Nord" in page.text
    [version] = page.context["versions"]
    agent.post(SUPPRIMEES, {"version": version.pk})
    assert Entreprise.objects.values().get() == avant
    assert [*agent.get(SUPPRIMEES).context["versions"]] == []


def test_apres_trente_jours_elle_ne_se_retablit_plus(agent, gardee):
    supprimer(agent, gardee)
    version = Entreprise.history.filter(history_type="-").get()
    Entreprise.history.update(history_date=version.history_date - datetime.timedelta(days=31))
    assert [*agent.get(SUPPRIMEES).context["versions"]] == []
    assert agent.post(SUPPRIMEES, {"version": version.pk}).status_code == 404


def test_une_entreprise_qui_a_une_convention_ne_se_supprime_pas(agent, gardee):
    ConventionFactory(entreprise=gardee)
    page = agent.post(reverse("paqte:entreprise_supprimer", args=[gardee.pk]), follow=True)
    assert "a des conventions" in page.text
    assert Entreprise.objects.exists()


def test_une_fiche_reunie_ne_se_retablit_pas(agent, gardee, double):
    reunir(agent, gardee, double)
    assert [*agent.get(SUPPRIMEES).context["versions"]] == []


def test_un_siren_repris_depuis_ne_se_retablit_pas(agent, gardee):
    supprimer(agent, gardee)
    EntrepriseFactory(departement=gardee.departement, siren=gardee.siren, nom="Neuve")
    version = Entreprise.history.filter(history_type="-").get()
    page = agent.post(SUPPRIMEES, {"version": version.pk}, follow=True)
    assert "Neuve porte maintenant ce SIREN" in page.text
    assert Entreprise.objects.get().nom == "Neuve"


@pytest.mark.parametrize("version", ["", "x", "9" * 30])
def test_une_version_forgee_ne_retablit_rien(agent, version):
    assert agent.post(SUPPRIMEES, {"version": version}).status_code == 404


def test_une_prefecture_ne_retablit_pas_la_fiche_d_une_autre(client, agent_13, gardee):
    gardee.delete()
    version = Entreprise.history.filter(history_type="-").get()
    client.force_login(agent_13)
    assert [*client.get(SUPPRIMEES).context["versions"]] == []
    assert client.post(SUPPRIMEES, {"version": version.pk}).status_code == 404

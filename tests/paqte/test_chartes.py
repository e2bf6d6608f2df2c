"""Les chartes d'avant le PAQTE : leur liste, la convention que chacune propose."""

import datetime

import pytest
from django.urls import reverse

from paqte.models import Charte
from quartiers.models import Departement
from remontees.obligation import avec_obligations, obligations_dues
from tests.factories import (
    CampagneFactory,
    ConventionFactory,
    DepartementFactory,
    EntrepriseFactory,
    OrganisationFactory,
    bilan_complet,
)
from tests.formulaires import rempli

pytestmark = pytest.mark.django_db

FIN = datetime.date(2020, 1, 31)


@pytest.fixture
def entreprise():
    return EntrepriseFactory(departement=DepartementFactory(code="59"), nom="Acier du Nord")


@pytest.fixture
def charte(entreprise):
    return Charte.objects.create(entreprise=entreprise, fin_le=FIN)


def test_une_prefecture_note_une_charte_et_la_retire(client, agent_59, entreprise):
    client.force_login(agent_59)
    adresse = reverse("paqte:charte_ajouter", args=["59"])
    page = client.post(adresse, {"entreprise": entreprise.pk, "fin_le": "31/01/2020"}, follow=True)
    assert "Acier du Nord</strong>, jusqu’au 31 janvier 2020 : échue" in page.text
    client.post(reverse("paqte:charte_supprimer", args=[Charte.objects.get().pk]))
    assert not Charte.objects.exists()


def test_la_meme_charte_ne_se_note_pas_deux_fois(client, agent_59, charte):
    client.force_login(agent_59)
    adresse = reverse("paqte:charte_ajouter", args=["59"])
    champs = {"entreprise": charte.entreprise_id, "fin_le": "31/01/2020"}
    assert "déjà dans la liste" in client.post(adresse, champs).text


def test_une_charte_propose_sa_convention(client, agent_59, charte):
    client.force_login(agent_59)
    animation = client.get(reverse("paqte:animation", args=["59"])).text
    assert charte.adresse_de_sa_convention in animation
    propose = rempli(client, charte.adresse_de_sa_convention)
    assert (propose["entreprise"], propose["issue_charte"]) == (charte.entreprise_id, True)
    assert propose["fin_charte"] == FIN


@pytest.mark.parametrize("cle", ["autre", "x", ""])
def test_la_charte_d_un_autre_ne_preremplit_rien(client, agent_13, charte, cle):
    client.force_login(agent_13)
    adresse = reverse("paqte:convention_ajouter", query={"charte": cle.replace("autre", "1")})
    assert not rempli(client, adresse)["issue_charte"]


@pytest.mark.parametrize(
    ("champs", "issue", "suite"),
    [
        ({"fin_le": datetime.date(2099, 1, 1)}, False, "à transformer"),
        ({"fin_le": FIN}, False, "échue"),
        ({"sans_suite": "Partie."}, False, "sans suite"),
        ({"sans_suite": "Partie."}, True, "transformée en convention"),
    ],
)
def test_ce_que_devient_une_charte(entreprise, champs, issue, suite):
    ConventionFactory(entreprise=entreprise, issue_charte=issue, fin_charte=FIN if issue else None)
    Charte.objects.create(entreprise=entreprise, **{"fin_le": FIN} | champs)
    (charte,) = Charte.objects.avec_suite()
    assert charte.suite == suite
    assert Charte.objects.a_transformer().exists() is (suite in {"à transformer", "échue"})


@pytest.mark.parametrize(
    ("chartes", "restantes", "nombre"),
    [
        ([], None, 1),
        ([], 3, 1),
        ([], 0, 0),
        (["a_transformer"], 0, 1),
        (["a_transformer", "sans_suite"], 0, 1),
        (["sans_suite"], 3, 0),
    ],
)
def test_la_liste_des_chartes_l_emporte_sur_leur_nombre(entreprise, chartes, restantes, nombre):
    CampagneFactory(genre="chartes", periode="2020")
    OrganisationFactory(departement=entreprise.departement, chartes_restantes=restantes)
    for rang, etat in enumerate(chartes):
        Charte.objects.create(
            entreprise=EntrepriseFactory(departement=entreprise.departement),
            fin_le=FIN + datetime.timedelta(days=rang),
            sans_suite="Partie." if etat == "sans_suite" else "",
        )
    ouvertes = list(CampagneFactory._meta.model.objects.ouvertes())
    departements = avec_obligations(Departement.objects.filter(pk="59"), ouvertes)
    assert len(obligations_dues(departements, ouvertes)) == nombre


def test_la_page_de_l_animation_compte_les_chartes_d_apres_leur_liste(client, agent_59, charte):
    OrganisationFactory(departement=charte.entreprise.departement, chartes_restantes=7)
    client.force_login(agent_59)
    page = client.get(reverse("paqte:animation", args=["59"])).text
    assert "Restant à transformer : <strong>1</strong>, d’après leur liste." in page


def test_sans_liste_le_nombre_est_celui_que_dit_la_prefecture(client, agent_59):
    OrganisationFactory(departement=DepartementFactory(code="59"), chartes_restantes=7)
    client.force_login(agent_59)
    page = client.get(reverse("paqte:animation", args=["59"])).text
    assert "<strong>7</strong>, d’après ce que dit la préfecture." in page


def test_une_liste_tenue_ne_laisse_plus_saisir_le_nombre(client, agent_59, charte):
    organisation = OrganisationFactory(departement=charte.entreprise.departement)
    client.force_login(agent_59)
    adresse = reverse("paqte:organisation", args=["59"])
    client.post(adresse, rempli(client, adresse, chartes_restantes="7"))
    organisation.refresh_from_db()
    assert organisation.chartes_restantes == 1


def test_le_bilan_dit_les_chartes_qui_restent_a_la_fin_de_son_semestre(client, agent_59, charte):
    bilan = bilan_complet(charte.entreprise.departement)
    client.force_login(agent_59)
    assert "<strong>1</strong>" in client.get(bilan.get_absolute_url()).text
    ConventionFactory(
        entreprise=charte.entreprise,
        issue_charte=True,
        fin_charte=FIN,
        date_signature=datetime.date(2019, 7, 1),
    )
    restantes = type(bilan).objects.get().chartes_restantes
    assert (restantes.nombre, restantes.noms) == (1, ("Acier du Nord",))
    assert Charte.objects.restantes(charte.entreprise.departement).nombre == 0


def test_le_premier_jet_nomme_les_chartes_qui_restent(charte):
    bilan = bilan_complet(charte.entreprise.departement)
    textes = [phrase.texte for phrase in bilan.phrases]
    fin = "charte « Entreprises et Quartiers » à transformer en PAQTE : Acier du Nord."
    assert f"Il reste une {fin}" in textes

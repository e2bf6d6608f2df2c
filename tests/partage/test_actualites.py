"""Le CGET annonce ; chacun lit une fois, en tête de toute page, et quand il veut sur la sienne."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from partage.annonces import COURANTES
from partage.models import Actualite
from tests.factories import ActualiteFactory, DepartementFactory

pytestmark = pytest.mark.django_db

ACCUEIL, PAGE, AUTRE = map(reverse, ("accueil", "partage:actualites", "plan_du_site"))
BANDEAU = "fr-notice__title"


@pytest.fixture(autouse=True)
def _a_demander():
    cache.delete(COURANTES)


@pytest.fixture
def lire(client, agent_59):
    client.force_login(agent_59)
    return lambda adresse: client.get(adresse).text


def test_une_annonce_se_montre_jusqu_a_ce_qu_on_l_ait_lue(client, lire):
    actualite = ActualiteFactory(titre="Le bilan est attendu")
    assert "Le bilan est attendu" in lire(ACCUEIL)
    client.post(reverse("partage:actualite_lire", args=[actualite.pk]))
    assert "Le bilan est attendu" not in lire(ACCUEIL)
    assert "Le bilan est attendu" in lire(PAGE)


def test_elle_s_annonce_sur_chaque_page_ou_l_on_reste_apres_l_avoir_lue(client, lire):
    actualite = ActualiteFactory()
    assert BANDEAU in lire(AUTRE)
    adresse = reverse("partage:actualite_lire", args=[actualite.pk])
    assert client.post(adresse, {"suite": AUTRE}).url == AUTRE
    assert BANDEAU not in lire(AUTRE)
    assert client.post(adresse, {"suite": "https://ailleurs.example/"}).url == ACCUEIL


def test_lue_sur_un_poste_elle_ne_s_annonce_pas_sur_l_autre(client, lire, agent_59):
    ActualiteFactory().lue_par.add(agent_59)
    assert BANDEAU not in lire(AUTRE)


def test_sans_rien_a_lire_une_page_ne_demande_rien_de_plus(
    client, lire, agent_59, django_assert_num_queries
):
    ActualiteFactory().lue_par.add(agent_59)
    lire(AUTRE)
    # La session, la personne et ses territoires.
    with django_assert_num_queries(3):
        lire(AUTRE)


def test_sans_compte_rien_ne_s_annonce(client, db):
    ActualiteFactory()
    assert BANDEAU not in client.get(reverse("connexion")).text


def test_un_autre_ne_l_a_pas_lue_pour_soi(client, lire, valideur_59):
    actualite = ActualiteFactory()
    client.post(reverse("partage:actualite_lire", args=[actualite.pk]))
    client.force_login(valideur_59)
    assert actualite.titre in lire(ACCUEIL)


@pytest.mark.parametrize(
    ("dates", "annoncee", "lisible"),
    [
        ({"annoncee_jusqu_au": "2019-02-01"}, False, True),
        ({"parait_le": "2099-01-01"}, False, False),
        ({"annoncee_jusqu_au": "2099-01-01"}, True, True),
    ],
)
def test_une_annonce_a_ses_jours(lire, dates, annoncee, lisible):
    actualite = ActualiteFactory(**dates)
    assert (actualite.titre in lire(ACCUEIL), actualite.titre in lire(PAGE)) == (annoncee, lisible)


def test_le_cget_l_ecrit_et_la_relit_avant_les_autres(client, cget):
    DepartementFactory()
    client.force_login(cget)
    saisie = {"titre": "À venir", "texte": "**Bientôt**", "parait_le": "2099-01-01"}
    reponse = client.post(reverse("partage:actualite_ajouter"), saisie)
    assert reponse.url == Actualite.objects.get().get_absolute_url()
    page = client.get(PAGE).text
    assert "<strong>Bientôt</strong>" in page
    assert "À venir" not in client.get(ACCUEIL).text


def test_sans_perimetre_on_n_en_lit_aucune(client, agent_59):
    agent_59.perimetres.all().delete()
    actualite = ActualiteFactory()
    client.force_login(agent_59)
    assert actualite.titre not in client.get(PAGE).text


def test_une_annonce_ne_finit_pas_avant_de_paraitre(client, cget):
    client.force_login(cget)
    saisie = {
        "titre": "À venir",
        "texte": "Bientôt",
        "parait_le": "2099-01-02",
        "annoncee_jusqu_au": "2099-01-01",
    }
    page = client.post(reverse("partage:actualite_ajouter"), saisie)
    assert "Ce jour précède celui où elle paraît." in page.text
    assert not Actualite.objects.exists()

"""La recherche : tout ce qu'on a le droit de voir, sans accents, et rien d'autre."""

from itertools import chain

import pytest
from django.apps import apps
from django.urls import reverse

from socle.rubriques import rubriques
from tests.factories import (
    BilanFactory,
    ContratFactory,
    ConventionFactory,
    DepartementFactory,
    IndicateurNationalFactory,
    MesureFactory,
    QuartierFactory,
    SyntheseFactory,
    TexteFactory,
)

pytestmark = pytest.mark.django_db


def chercher(client, user, q):
    """Rend {titre de la rubrique: [adresses trouvées]}, après les avoir toutes ouvertes."""
    client.force_login(user)
    trouves = client.get(reverse("recherche"), {"q": q}).context["trouves"]
    adresses = {
        rubrique.titre: [trouve.adresse for trouve in premiers] for rubrique, premiers, _ in trouves
    }
    for adresse in chain(*adresses.values()):
        assert client.get(adresse).status_code == 200, adresse
    return adresses


@pytest.fixture
def nord():
    return DepartementFactory(code="59", nom="Nord")


def test_un_quartier_se_trouve_par_son_nom_sans_accents(client, nord, agent_59):
    quartier = QuartierFactory(departement=nord, nom="Faubourg de Béthune")
    assert chercher(client, agent_59, "faubourg BETHUNE") == {
        "Quartiers prioritaires": [quartier.get_absolute_url()]
    }


def test_un_contrat_se_trouve_par_son_nom(client, nord, agent_59):
    contrat = ContratFactory(departement=nord, nom="Métropole européenne de Lille")
    assert chercher(client, agent_59, "metropole lille") == {
        "Contrats de ville": [contrat.get_absolute_url()]
    }


def test_une_entreprise_se_trouve_par_son_siren_et_mene_a_sa_convention(client, nord, agent_59):
    convention = ConventionFactory(entreprise__departement=nord)
    trouves = chercher(client, agent_59, convention.entreprise.siren)
    assert trouves == {"Conventions du PAQTE": [convention.get_absolute_url()]}


def test_une_mesure_se_trouve_par_son_intitule_ou_par_un_indicateur(client, agent_59):
    mesure = MesureFactory(intitule="Doubler le nombre d’apprentis")
    indicateur = IndicateurNationalFactory(libelle="Nombre d’élèves parrainés")
    assert chercher(client, agent_59, "apprentis") == {"Mesures": [mesure.get_absolute_url()]}
    assert chercher(client, agent_59, "eleves parraines") == {
        "Mesures": [indicateur.mesure.get_absolute_url()]
    }


def test_une_remontee_se_trouve_par_son_territoire_et_sa_periode(client, nord, agent_59):
    bilan = BilanFactory(departement=nord, periode="2019-s1")
    BilanFactory(departement=nord, periode="2019-s2")
    assert chercher(client, agent_59, "bilan nord 1er 2019") == {
        "Remontées": [bilan.get_absolute_url()]
    }


def test_un_texte_se_trouve_a_l_alinea(client, agent_59):
    texte = TexteFactory(contenu="## Titre\n\nUn.\n\nVous réunirez le collège.")
    assert chercher(client, agent_59, "college reunirez") == {
        "Textes de référence": [f"{texte.get_absolute_url()}#alinea-2"]
    }


def test_on_ne_trouve_que_ce_qu_on_voit(client, nord, agent_59, agent_13, ministere):
    QuartierFactory(departement=nord, nom="Marque cachée")
    ContratFactory(departement=nord, nom="Marque cachée")
    ConventionFactory(entreprise__departement=nord, entreprise__nom="Marque cachée")
    BilanFactory(departement=nord)
    assert len(chercher(client, agent_59, "marque cachee")) == 3
    assert chercher(client, agent_13, "marque cachee") == {}
    assert chercher(client, agent_13, "bilan nord") == {}
    assert set(chercher(client, ministere, "marque cachee")) <= {"Quartiers prioritaires"}


def test_un_brouillon_ne_se_trouve_pas_hors_de_sa_prefecture(client, nord, cget):
    BilanFactory(departement=nord)
    assert chercher(client, cget, "bilan nord") == {}


def test_au_dela_de_dix_la_liste_est_a_un_lien(client, nord, agent_59):
    for rang in range(11):
        QuartierFactory(departement=nord, nom=f"Cité {rang}")
    client.force_login(agent_59)
    page = client.get(reverse("recherche"), {"q": "cite"})
    [(_, premiers, reste)] = page.context["trouves"]
    assert (len(premiers), reste) == (10, True)
    assert 'href="/quartiers/?recherche=cite"' in page.text


@pytest.mark.parametrize(
    ("q", "message"),
    [
        ("", "Écrivez ce que vous cherchez."),
        ("a", "Écrivez au moins deux lettres ou chiffres."),
        ("zzzz", "Rien ne contient tous ces mots"),
    ],
)
def test_une_recherche_sans_resultat_dit_pourquoi(client, agent_59, q, message):
    client.force_login(agent_59)
    assert message in client.get(reverse("recherche"), {"q": q}).text


def test_ce_qu_on_a_cherche_reste_dans_le_champ_et_ne_s_interprete_pas(client, agent_59):
    client.force_login(agent_59)
    page = client.get(reverse("recherche"), {"q": "<b>lille"}).text
    assert 'value="&lt;b&gt;lille"' in page
    assert "<b>lille" not in page


def test_chercher_coute_autant_de_requetes_pour_un_ou_pour_dix(
    client, nord, agent_59, django_assert_max_num_queries
):
    def peupler(rang):
        QuartierFactory(departement=nord, nom=f"Lille {rang}")
        ContratFactory(departement=nord, nom=f"Lille {rang}")
        ConventionFactory(entreprise__departement=nord, entreprise__nom=f"Lille {rang}")
        TexteFactory(contenu=f"Lille {rang}")

    client.force_login(agent_59)
    peupler(0)
    with django_assert_max_num_queries(15) as avant:
        client.get(reverse("recherche"), {"q": "lille"})
    for rang in range(1, 9):
        peupler(rang)
    with django_assert_max_num_queries(len(avant)):
        client.get(reverse("recherche"), {"q": "lille"})


def test_une_salle_qui_redemarre_n_inscrit_pas_sa_rubrique_deux_fois():
    titres = [rubrique.titre for rubrique in rubriques()]
    apps.get_app_config("quartiers").ready()
    assert [rubrique.titre for rubrique in rubriques()] == titres


@pytest.mark.parametrize("q", ["synthèse 2019", "synthese", "nord 2019 synthèse"])
def test_une_remontee_se_trouve_sans_nommer_son_territoire(client, nord, agent_59, q):
    synthese = SyntheseFactory(departement=nord, periode="2019")
    assert chercher(client, agent_59, q)["Remontées"] == [synthese.get_absolute_url()]


@pytest.mark.parametrize("q", ["st amand", "saint amand"])
def test_st_se_cherche_comme_saint(client, nord, agent_59, q):
    contrat = ContratFactory(departement=nord, nom="Saint-Amand-les-Eaux")
    QuartierFactory(departement=nord, nom="Amandiers")
    assert chercher(client, agent_59, q) == {"Contrats de ville": [contrat.get_absolute_url()]}


def test_un_departement_se_trouve_et_mene_a_sa_fiche(client, nord, agent_59):
    DepartementFactory(code="62", nom="Nord-Ouest")
    assert chercher(client, agent_59, "nord") == {"Territoires": ["/territoires/59/"]}


def test_l_accueil_d_une_prefecture_mene_a_sa_fiche_territoriale(client, nord, agent_59):
    client.force_login(agent_59)
    page = client.get("/").text
    assert 'href="/territoires/59/">Fiche territoriale (59)' in page

"""Les pages des textes de référence : tous les lisent, le CGET en ajoute."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from tests.factories import CampagneFactory, TexteFactory
from textes.models import Texte

SAISIE = {
    "titre": "Circulaire du Premier ministre",
    "numero": "n° 6420/SG",
    "signe_le": "2023-08-31",
    "objet": "élaboration des contrats de ville",
    "lien": "",
    "renovation_le": "",
    "contenu": "## Lettre\n\nVous engagerez de nouveaux contrats.",
}


@pytest.fixture
def _charges(db):
    call_command("charger_referentiels", verbosity=0)


@pytest.mark.usefixtures("_charges")
def test_la_liste_range_les_textes_par_date(client, agent_59, django_assert_max_num_queries):
    client.force_login(agent_59)
    with django_assert_max_num_queries(8):
        page = client.get("/textes/").content.decode()
    rangs = [page.index(nom) for nom in ("n° 2017-86", "6 avril 2018", "n° 6057/SG")]
    assert rangs == sorted(rangs)


@pytest.mark.usefixtures("_charges")
def test_la_circulaire_se_lit_entiere_avec_son_sommaire(client, agent_59):
    client.force_login(agent_59)
    page = client.get("/textes/circulaire-6057-sg/").content.decode()
    assert "Circulaire du Premier ministre n° 6057/SG du 22 janvier 2019" in page
    assert 'href="#annexe-2-modalites-de-deploiement-du-paqte"' in page
    assert 'id="annexe-2-modalites-de-deploiement-du-paqte"' in page
    assert "Je sais pouvoir compter sur votre implication" in page


@pytest.mark.usefixtures("_charges")
def test_l_aide_d_une_saisie_mene_a_l_alinea_qu_elle_cite(client, valideur_59):
    CampagneFactory(genre="synthese", periode="2019")
    client.force_login(valideur_59)
    page = client.get("/syntheses/2019/59/").content.decode()
    assert 'href="/textes/circulaire-6057-sg/#alinea-31">lettre du Premier ministre</a>' in page


def test_le_cget_ajoute_un_texte_et_le_modifie(client, cget):
    client.force_login(cget)
    reponse = client.post("/textes/ajouter/", SAISIE)
    adresse = "/textes/circulaire-du-premier-ministre-n-6420sg/"
    assert reponse.url == adresse
    client.post(f"{adresse}modifier/", SAISIE | {"objet": "autre objet"})
    assert Texte.objects.get().objet == "autre objet"


def test_deux_textes_de_meme_nom_ont_deux_adresses(db):
    noms = [Texte.objects.create(titre="Instruction").slug for _ in range(3)]
    assert noms == ["instruction", "instruction-2", "instruction-3"]


@pytest.mark.usefixtures("_charges")
def test_un_texte_signe_ne_se_modifie_pas(client, cget):
    client.force_login(cget)
    assert client.get("/textes/circulaire-6057-sg/modifier/").status_code == 404


@pytest.mark.usefixtures("_charges")
def test_recharger_rend_a_un_texte_signe_son_contenu():
    Texte.objects.filter(slug="pacte-de-dijon").update(contenu="autre chose")
    call_command("charger_referentiels", verbosity=0)
    assert "Nous nous engageons" in Texte.objects.get(slug="pacte-de-dijon").contenu


def test_un_texte_sans_date_ni_numero_se_nomme_par_son_titre(db):
    assert str(Texte(titre="Note")) == "Note"


def test_un_texte_ajoute_par_erreur_se_supprime_dans_l_administration(client, administrateur):
    texte = TexteFactory()
    client.force_login(administrateur)
    assert client.get(reverse("admin:textes_texte_change", args=[texte.pk])).status_code == 200
    client.post(reverse("admin:textes_texte_delete", args=[texte.pk]), {"post": "yes"})
    assert not Texte.objects.exists()

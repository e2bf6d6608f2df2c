"""Une fiche de projet, un exemple publié : lus sans compte, par un lien qui se retire."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from contrats.models import GrandProjet
from remontees.models import LienPublic
from tests.factories import (
    ContratFactory,
    EngagementFactory,
    ExempleFactory,
    ProjetFactory,
    UtilisateurFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def projet():
    contrat = ContratFactory(departement__code="59", nom="Contrat de Lille")
    return ProjetFactory(contrat=contrat, nom="Une maison de santé", presentation="Elle ouvrira.")


@pytest.fixture
def exemple():
    return ExempleFactory(
        departement__code="59", publie="Un forum au pied des tours", source="Convention d’Acier"
    )


@pytest.fixture
def habitant():
    """Un navigateur sans compte."""
    return Client()


def geste(genre, objet):
    return reverse("lien_public", args=[genre, objet.pk])


def publier(client, user, genre, objet):
    """Rend public un objet, par la page ; rend son lien."""
    client.force_login(user)
    client.post(geste(genre, objet))
    return LienPublic.objects.de(objet).get()


def test_la_prefecture_rend_une_fiche_publique_et_un_habitant_la_lit(
    client, habitant, agent_59, projet
):
    EngagementFactory(protocole__contrat=projet.contrat, projet=projet, texte="Ouvrir en 2020")
    lien = publier(client, agent_59, "projet", projet)
    assert lien.adresse in client.get(projet.get_absolute_url()).text
    page = habitant.get(lien.get_absolute_url())
    texte = " ".join(page.text.split())
    assert page["X-Robots-Tag"] == "noindex, noarchive"
    prefecture = projet.contrat.departement.nom_de_prefecture
    for dit in ("Une maison de santé", "Elle ouvrira.", "Ouvrir en 2020", f"par la {prefecture}"):
        assert dit in texte, dit
    assert str(agent_59) not in texte


def test_son_pdf_se_telecharge_sans_compte(client, habitant, agent_59, projet):
    lien = publier(client, agent_59, "projet", projet)
    reponse = habitant.get(reverse("public_pdf", args=[lien.jeton]))
    assert reponse["Content-Disposition"] == 'attachment; filename="projet-une-maison-de-sante.pdf"'
    assert "Une maison de santé" in PdfReader(io.BytesIO(reponse.content)).pages[0].extract_text()


def test_recharger_un_pdf_public_ne_le_refait_pas(client, habitant, agent_59, projet, sans_rendu):
    lien = publier(client, agent_59, "projet", projet)
    adresse = reverse("public_pdf", args=[lien.jeton])
    premier = habitant.get(adresse).content
    GrandProjet.objects.update(nom="Un autre nom")
    assert habitant.get(adresse).content == premier


def test_un_exemple_publie_se_rend_public_sans_sa_source(client, habitant, agent_59, exemple):
    lien = publier(client, agent_59, "exemple", exemple)
    texte = habitant.get(lien.get_absolute_url()).text
    assert "Un forum au pied des tours" in texte
    assert "Texte relu par le CGET." in texte
    assert "Acier" not in texte
    pdf = habitant.get(reverse("public_pdf", args=[lien.jeton])).content
    assert "Acier" not in PdfReader(io.BytesIO(pdf)).pages[0].extract_text()


def test_un_exemple_qui_n_est_pas_publie_ne_se_rend_pas_public(client, agent_59, cget):
    propose = ExempleFactory(departement__code="59")
    for user in (agent_59, cget):
        client.force_login(user)
        assert client.post(geste("exemple", propose)).status_code == 404
        assert "Rendre publique" not in client.get(propose.get_absolute_url()).text
    assert not LienPublic.objects.exists()


def test_un_exemple_retire_de_la_collection_perd_son_lien(
    client, habitant, agent_59, cget, exemple
):
    lien = publier(client, agent_59, "exemple", exemple)
    exemple.motif = "Dépassé."
    exemple.ecarter()
    assert habitant.get(lien.get_absolute_url()).status_code == 404
    exemple.publier()
    assert habitant.get(lien.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("page", ["public", "public_pdf"])
def test_retire_le_lien_ne_s_ouvre_plus_et_le_suivant_est_un_autre(
    client, habitant, agent_59, projet, page, sans_rendu
):
    lien = publier(client, agent_59, "projet", projet)
    adresse = reverse(page, args=[lien.jeton])
    assert habitant.get(adresse).status_code == 200
    client.post(geste("projet", projet), {"retirer": "1"})
    assert habitant.get(adresse).status_code == 404
    assert LienPublic.objects.get().ferme_par == agent_59
    assert publier(client, agent_59, "projet", projet).jeton != lien.jeton
    assert habitant.get(adresse).status_code == 404


def test_rendre_public_deux_fois_garde_le_meme_lien(client, agent_59, projet):
    premier = publier(client, agent_59, "projet", projet)
    assert publier(client, agent_59, "projet", projet) == premier


def test_un_jeton_ne_se_devine_pas(client, agent_59, projet, exemple):
    jetons = {
        publier(client, agent_59, "projet", projet).jeton,
        publier(client, agent_59, "exemple", exemple).jeton,
    }
    assert {len(jeton) for jeton in jetons} == {22}
    assert len(jetons) == 2


def test_une_adresse_inconnue_et_une_adresse_retiree_repondent_de_meme(
    client, habitant, agent_59, projet
):
    lien = publier(client, agent_59, "projet", projet)
    LienPublic.objects.fermer()
    inconnue = habitant.get(reverse("public", args=["x" * 22]))
    assert (inconnue.status_code, inconnue.text) == (
        404,
        habitant.get(lien.get_absolute_url()).text,
    )


def test_nul_autre_ne_rend_public_ni_ne_retire(client, agent_59, agent_13, region_32, projet):
    ministere = UtilisateurFactory(role="ministere", national=True)
    lien = publier(client, agent_59, "projet", projet)
    for user in (agent_13, region_32, ministere):
        client.force_login(user)
        assert client.post(geste("projet", projet), {"retirer": "1"}).status_code == 404
    assert LienPublic.objects.ouverts().get() == lien


def test_qui_lit_le_projet_voit_son_lien_et_ne_le_change_pas(client, agent_59, region_32, projet):
    lien = publier(client, agent_59, "projet", projet)
    client.force_login(region_32)
    page = client.get(projet.get_absolute_url()).text
    assert lien.adresse in page
    assert "Retirer la page publique" not in page


def test_un_projet_supprime_emporte_sa_page(client, habitant, agent_59, projet):
    lien = publier(client, agent_59, "projet", projet)
    client.post(reverse("contrats:projet_supprimer", args=[projet.pk]))
    assert habitant.get(lien.get_absolute_url()).status_code == 404
    assert not LienPublic.objects.exists()


def test_la_fiche_d_un_contrat_reuni_que_nul_ne_pourrait_retirer_se_ferme(
    client, habitant, agent_59, projet
):
    lien = publier(client, agent_59, "projet", projet)
    agglomeration = ContratFactory(
        departement=projet.contrat.departement, perimetre="agglomeration", nom="Métropole"
    )
    agglomeration.reunir([projet.contrat])
    assert habitant.get(lien.get_absolute_url()).status_code == 404

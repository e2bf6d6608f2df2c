"""L'examen par le CGET : rien de ce qu'il écrit ne se perd, et tout refus se dit."""

import pytest
from django.urls import reverse

from contrats.models import Synthese
from remontees.periodes import Annee

pytestmark = pytest.mark.django_db

ARGUMENTS = [Annee(2019), "59"]
ADRESSE = reverse("synthese", args=ARGUMENTS)


def test_commenter_garde_la_demande_deja_ecrite(client, transmise, cget):
    client.force_login(cget)
    demande = {"commentaire": "À reprendre", "limite": "on"}
    client.post(
        reverse("synthese_commenter", args=ARGUMENTS),
        {"champ": "exemples", "texte": "Où ?"} | demande,
    )
    retour = client.get(ADRESSE).context["retour"]
    assert (retour["commentaire"].value(), retour["limite"].value()) == ("À reprendre", "on")
    client.post(reverse("synthese_renvoyer", args=ARGUMENTS), demande)
    transmise.refresh_from_db()
    assert (transmise.etat, transmise.retour_limite) == ("a_completer", True)


def test_renvoyer_ne_perd_pas_le_commentaire_qu_on_n_a_pas_ajoute(client, transmise, cget):
    client.force_login(cget)
    page = client.post(
        reverse("synthese_renvoyer", args=ARGUMENTS),
        {"champ": "exemples", "texte": "Où ?", "commentaire": "À reprendre"},
    )
    assert "Ajoutez d’abord le commentaire écrit" in page.text
    assert page.context["commenter"]["texte"].value() == "Où ?"
    assert page.context["retour"]["commentaire"].value() == "À reprendre"
    transmise.refresh_from_db()
    assert transmise.etat == "transmise"


def test_une_demande_abandonnee_ne_revient_pas_apres_l_acceptation(client, transmise, cget):
    client.force_login(cget)
    client.post(
        reverse("synthese_commenter", args=ARGUMENTS),
        {"champ": "exemples", "texte": "Où ?", "commentaire": "À reprendre"},
    )
    client.post(reverse("synthese_accepter", args=ARGUMENTS), {"lue": "on"})
    Synthese.objects.update(etat="transmise")
    assert not client.get(ADRESSE).context["retour"]["commentaire"].value()


@pytest.mark.parametrize("geste", ["commenter", "renvoyer", "accepter"])
def test_recharger_un_refus_ramene_a_la_remontee(client, transmise, cget, geste):
    client.force_login(cget)
    assert client.get(reverse(f"synthese_{geste}", args=ARGUMENTS)).url == ADRESSE


def test_une_decision_trop_tardive_dit_pourquoi_et_rend_le_texte(client, transmise, cget):
    transmise.accepter(cget)
    client.force_login(cget)
    page = client.post(reverse("synthese_renvoyer", args=ARGUMENTS), {"commentaire": "À revoir"})
    assert "Cette remontée est acceptée." in page.text
    assert "Votre texte, à copier : « À revoir »" in page.text


def test_un_refus_qui_ne_se_montre_plus_se_dit_quand_meme(client, transmise, cget):
    transmise.accepter(cget)
    client.force_login(cget)
    page = client.post(reverse("synthese_renvoyer", args=ARGUMENTS), {"commentaire": ""})
    assert "Ce champ est obligatoire. Rien n’est enregistré." in page.text

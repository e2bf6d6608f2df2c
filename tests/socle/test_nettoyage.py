"""Un texte est nettoyé une fois, à la porte ; ce que le PDF n'imprime pas se dit à son champ."""

from pathlib import Path

import dsfr
import pytest
from django.urls import reverse
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from paqte.models import Bilan
from remontees.periodes import Semestre
from socle.nettoyage import _imprimables, nettoyer, non_imprimables
from tests.factories import CampagneFactory

BILAN = reverse("paqte:bilan", args=[Semestre(2019, 1), "59"])
POLICES = [
    Path(dsfr.__file__).parent / "static/dsfr/dist/fonts/Marianne-Regular.woff2",
    Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
]


@pytest.mark.parametrize(
    ("saisi", "attendu"),
    [
        ("C\x9cur d\x92Ostrevent", "Cœur d’Ostrevent"),
        ("\uf0b7 Puce\uf0d8", "- Puce•"),
        ("Avec :\n\uf0b7\tun club\n•\tdeux\no\ttrois", "Avec :\n- un club\n- deux\n- trois"),
        ("\uf0b7 un club\n  ▪\u00a0deux\nou • rien", "- un club\n- deux\nou • rien"),
        ("ou\tbien", "ou\tbien"),
        ("un\x0bdeux\x0ctrois", "un\ndeux\ntrois"),
        ("un\r\ndeux\rtrois", "un\ndeux\ntrois"),
        ("\u202e1234\u202c\u2066", "1234"),
        ("sans\u200b\ufeff largeur\x00", "sans largeur"),
        ("cé\u00adsure\u061c\u180e\u3164\U000e0041\u2061", "césure"),
        ("É è\u00a0: ☐ → « 1\u202f234 »\tfin", "É è\u00a0: ☐ → « 1\u202f234 »\tfin"),
    ],
)
def test_un_texte_est_nettoye_de_ce_qu_on_ne_voit_pas(saisi, attendu):
    assert nettoyer(saisi) == attendu


@given(st.text(max_size=50))
def test_nettoyer_deux_fois_ne_change_rien(texte):
    assert nettoyer(nettoyer(texte)) == nettoyer(texte)


@pytest.mark.skipif(not POLICES[1].exists(), reason="DejaVu Sans n’est pas installée")
def test_les_caracteres_imprimables_sont_ceux_des_polices_du_pdf():
    dessines = set().union(*(TTFont(police).getBestCmap() for police in POLICES))
    assert _imprimables() == dessines


def test_ce_qui_ne_s_imprime_pas_se_dit_une_fois():
    assert non_imprimables("fait ✅ et ✅ ; 漢\nЖ → ☐ €") == ["✅", "漢"]


@pytest.fixture
def agent(client, agent_59):
    CampagneFactory()
    client.force_login(agent_59)
    return client


@pytest.mark.django_db
def test_un_formulaire_recoit_un_texte_nettoye(agent):
    agent.post(BILAN, {"verrou": 0, "strategie": "C\x9cur\u202e d\x92Or\r\n\uf0b7 suite"})
    assert Bilan.objects.get().strategie == "Cœur d’Or\n- suite"


@pytest.mark.django_db
def test_un_mot_de_passe_n_est_pas_change(client, agent_59):
    agent_59.set_password("secret\u200bbien-long-2026")
    agent_59.save()
    client.post(
        reverse("connexion"),
        {"username": agent_59.username, "password": "secret\u200bbien-long-2026"},
    )
    assert client.session.get("_auth_user_id") == str(agent_59.pk)


@pytest.mark.django_db
def test_un_caractere_que_le_pdf_n_imprime_pas_se_dit_a_son_champ(agent):
    page = agent.post(BILAN, {"verrou": 0, "strategie": "Fait ✅"})
    assert "Le PDF ne peut pas imprimer « ✅ »" in page.context["form"].errors["strategie"][0]
    assert "Fait ✅" in page.text
    assert not Bilan.objects.exists()


@pytest.mark.django_db
def test_un_saut_de_ligne_ne_compte_qu_une_fois(agent):
    texte = "é" * 2950 + "\r\n" * 49 + "é"
    page = agent.post(reverse("partage:exemple_proposer"), {"texte": texte})
    assert page.context["form"].errors
    assert "texte" not in page.context["form"].errors

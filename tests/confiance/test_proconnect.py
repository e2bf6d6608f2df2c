"""ProConnect, de bout en bout, contre un vrai fournisseur OpenID Connect (fournisseur.py)."""

import os
import re
import socket
import subprocess
import sys
import time
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.test import Client
from django.urls import reverse

from comptes import proconnect
from comptes.models import Utilisateur
from tests.factories import UtilisateurFactory

pytestmark = pytest.mark.django_db

RETOURS = "http://testserver/proconnect/retour/,http://testserver/proconnect/quitte/"
ECHEC = "La connexion par ProConnect n’a pas abouti"


def attendre(adresse, processus):
    """Rend la main quand l'adresse répond ; échoue après dix secondes."""
    for _ in range(100):
        try:
            return requests.get(adresse, timeout=5)
        except requests.ConnectionError:
            assert processus.poll() is None, "le fournisseur s'est arrêté"
            time.sleep(0.1)
    raise AssertionError("le fournisseur ne répond pas")


@pytest.fixture(scope="module")
def decouverte():
    """L'adresse de découverte d'un fournisseur lancé pour ces tests."""
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        port = prise.getsockname()[1]
    processus = subprocess.Popen(
        [sys.executable, Path(__file__).with_name("fournisseur.py"), str(port), RETOURS],
        env=os.environ | {"AUTHLIB_INSECURE_TRANSPORT": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    adresse = f"http://127.0.0.1:{port}/.well-known/openid-configuration"
    try:
        attendre(adresse, processus)
        yield adresse
    finally:
        processus.terminate()
        processus.wait()


@pytest.fixture(autouse=True)
def _proconnect(settings, decouverte):
    settings.PROCONNECT_DECOUVERTE = decouverte
    settings.PROCONNECT_CLIENT_ID, settings.PROCONNECT_CLIENT_SECRET = "quartiers", "secret-de-test"
    proconnect.client.cache_clear()
    yield
    proconnect.client.cache_clear()


@pytest.fixture
def agent():
    return UtilisateurFactory(email="Camille.Martin@nord.gouv.fr")


def s_identifier(client, courriel="camille.martin@nord.gouv.fr", sub="sub-1", suite="", **autres):
    """Part du portail, se présente au fournisseur ; rend l'adresse où il ramène le navigateur."""
    depart = client.get(reverse("proconnect"), {"next": suite})
    formulaire = {"sub": sub, "courriel": courriel} | autres
    reponse = requests.post(depart.url, formulaire, allow_redirects=False, timeout=5)
    assert reponse.status_code == 302, reponse.text
    return reponse.headers["Location"]


def texte(reponse):
    """Rend le texte d'une page, apostrophes et espaces en clair."""
    return " ".join(unescape(reponse.content.decode()).split())


def compte_connecte(client):
    """Rend le compte de la session, ou None."""
    return Utilisateur.objects.filter(pk=client.session.get("_auth_user_id")).first()


def test_la_page_de_connexion_offre_proconnect_quand_il_est_regle(client, settings):
    assert "ProConnect" in texte(client.get(reverse("connexion")))
    settings.PROCONNECT_DECOUVERTE = ""
    proconnect.client.cache_clear()
    assert "ProConnect" not in texte(client.get(reverse("connexion")))
    assert client.get(reverse("proconnect")).status_code == 404


def test_un_agent_entre_par_proconnect_et_son_identite_est_liee_a_son_compte(client, agent):
    assert client.get(s_identifier(client)).url == reverse("accueil")
    assert compte_connecte(client) == agent
    agent.refresh_from_db()
    assert agent.sub_proconnect == "sub-1"


def test_la_demande_porte_pkce_et_des_aleas_assez_longs(client):
    demande = parse_qs(urlsplit(client.get(reverse("proconnect")).url).query)
    assert demande["code_challenge_method"] == ["S256"]
    assert min(len(demande["state"][0]), len(demande["nonce"][0])) >= 32


def test_une_fois_lie_le_compte_suit_l_identite_et_non_le_courriel(client, agent):
    client.get(s_identifier(client))
    client.post(reverse("deconnexion"))
    client.get(s_identifier(client, courriel="camille.durand@nord.gouv.fr"))
    assert compte_connecte(client) == agent


def test_une_autre_identite_ne_prend_pas_un_compte_deja_lie(client, agent):
    client.get(s_identifier(client))
    client.post(reverse("deconnexion"))
    assert client.get(s_identifier(client, sub="sub-2")).status_code == 403
    assert compte_connecte(client) is None


def test_apres_la_connexion_on_revient_a_la_page_demandee(client, agent):
    page = reverse("mot_de_passe")
    assert client.get(s_identifier(client, suite=page)).url == page


def test_apres_la_connexion_on_ne_va_jamais_sur_un_autre_site(client, agent):
    assert client.get(s_identifier(client, suite="https://mechant.example/")).url == "/"


def test_un_inconnu_lit_a_qui_s_adresser_et_aucun_compte_n_est_cree(client, agent):
    reponse = client.get(s_identifier(client, courriel="inconnu@exemple.fr"))
    assert reponse.status_code == 403
    assert "Demandez à un administrateur du portail d’ouvrir votre compte" in texte(reponse)
    assert Utilisateur.objects.get() == agent


def test_un_courriel_vide_ne_trouve_personne(client):
    UtilisateurFactory(email="")
    assert client.get(s_identifier(client, courriel="")).status_code == 403


def test_un_compte_desactive_reste_ferme(client, agent):
    Utilisateur.objects.update(is_active=False)
    reponse = client.get(s_identifier(client))
    assert "Votre compte est désactivé" in texte(reponse)
    assert compte_connecte(client) is None


@pytest.mark.parametrize(
    ("defaut", "raison"),
    [
        ("audience", "'aud'"),
        ("emetteur", "'iss'"),
        ("expire", "expired"),
        ("nonce", "'nonce'"),
        ("sans-nonce", "'nonce'"),
        ("signature", "signature"),
        ("autre-identite", "n'est pas celle du jeton"),
        ("identite-falsifiee", "signature"),
    ],
)
def test_un_jeton_defectueux_est_refuse(client, agent, caplog, defaut, raison):
    reponse = client.get(s_identifier(client, defaut=defaut), follow=True)
    assert ECHEC in texte(reponse)
    assert compte_connecte(client) is None
    [refus] = [m for m in caplog.messages if m.startswith("Connexion par ProConnect refusée")]
    assert raison in refus


def test_un_retour_ne_se_rejoue_pas(client, agent):
    retour = s_identifier(client)
    client.get(retour)
    client.post(reverse("deconnexion"))
    assert ECHEC in texte(client.get(retour, follow=True))
    assert compte_connecte(client) is None


def test_un_retour_obtenu_par_un_autre_navigateur_est_refuse(client, agent):
    retour = s_identifier(Client())
    assert ECHEC in texte(client.get(retour, follow=True))
    assert compte_connecte(client) is None


def test_un_refus_chez_proconnect_ramene_a_la_connexion(client):
    assert ECHEC in texte(client.get(s_identifier(client, sub="refuse"), follow=True))


def test_un_inconnu_n_ecrit_pas_de_fausse_ligne_dans_le_journal(client, caplog):
    faux = "x\nAXES: Successful login by admin\x1b[2J"
    client.get(reverse("proconnect_retour"), {"error": "x", "error_description": faux})
    [refus] = [m for m in caplog.messages if m.startswith("Connexion par ProConnect refusée")]
    assert "Successful login" in refus
    assert "\n" not in refus
    assert "\x1b" not in refus


def test_un_fournisseur_en_panne_laisse_la_page_de_connexion(client, settings):
    settings.PROCONNECT_DECOUVERTE = "http://127.0.0.1:1/"
    proconnect.client.cache_clear()
    assert ECHEC in texte(client.get(reverse("proconnect"), follow=True))


def test_se_deconnecter_ferme_aussi_la_session_chez_proconnect(client, agent):
    client.get(s_identifier(client))
    page = client.post(reverse("deconnexion"))
    assert page["Clear-Site-Data"] == '"storage"'
    assert compte_connecte(client) is None
    adresse = re.search(r'content="0;url=([^"]+)"', unescape(page.content.decode()))[1]
    reponse = requests.get(adresse, allow_redirects=False, timeout=5)
    assert reponse.status_code == 302, reponse.text
    fin = client.get(reponse.headers["Location"], follow=True)
    assert "déconnecté du portail et de ProConnect" in texte(fin)


def test_le_second_facteur_prouve_chez_proconnect_ne_se_redemande_pas(client, settings, cget):
    settings.SECOND_FACTEUR_EXIGE = True
    client.get(s_identifier(client, courriel=cget.email, amr="pwd mfa"))
    assert client.get(reverse("accueil")).status_code == 200


def test_sans_second_facteur_chez_proconnect_le_portail_demande_le_sien(client, settings, cget):
    settings.SECOND_FACTEUR_EXIGE = True
    client.get(s_identifier(client, courriel=cget.email))
    assert client.get(reverse("accueil")).url.startswith(reverse("second_facteur"))

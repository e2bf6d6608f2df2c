"""Les mots de passe faux : comptés, verrouillés un quart d'heure, sans rien dire des comptes."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from comptes.models import Utilisateur
from config import settings as reglages
from tests.mots_de_passe import MOT_DE_PASSE


@pytest.fixture
def compte(agent_59):
    agent_59.set_password(MOT_DE_PASSE)
    agent_59.save()
    return agent_59


def essayer(client, identifiant="agent-59", mot_de_passe="faux", adresse="10.0.0.1"):
    """Envoie le formulaire de connexion ; rend la réponse."""
    donnees = {"username": identifiant, "password": mot_de_passe}
    return client.post(reverse("connexion"), donnees, REMOTE_ADDR=adresse)


def se_tromper(client, fois, **essai):
    return [essayer(client, **essai).status_code for _ in range(fois)]


def test_le_cinquieme_mot_de_passe_faux_ferme_l_identifiant_et_dit_pour_combien_de_temps(
    client, compte
):
    assert se_tromper(client, 4) == [200] * 4
    reponse = essayer(client)
    assert reponse.status_code == 429
    assert "15 minutes" in " ".join(reponse.content.decode().split())
    assert essayer(client, mot_de_passe=MOT_DE_PASSE).status_code == 429
    assert "_auth_user_id" not in client.session


def test_changer_d_adresse_ne_rouvre_pas_l_identifiant(client, compte):
    for n in range(5):
        essayer(client, adresse=f"10.0.0.{n}")
    reponse = essayer(client, mot_de_passe=MOT_DE_PASSE, adresse="10.0.0.9")
    assert reponse.status_code == 429


def test_les_collegues_de_la_meme_adresse_ne_sont_pas_verrouilles(client, compte):
    se_tromper(client, 5, identifiant="quelqu-un-d-autre")
    assert essayer(client, mot_de_passe=MOT_DE_PASSE).status_code == 302


@pytest.mark.parametrize(("minutes", "statut"), [(14, 429), (16, 302)])
def test_le_verrou_tombe_apres_un_quart_d_heure(client, compte, minutes, statut):
    maintenant = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
    with time_machine.travel(maintenant, tick=False):
        se_tromper(client, 5)
    with time_machine.travel(maintenant + datetime.timedelta(minutes=minutes), tick=False):
        assert essayer(client, mot_de_passe=MOT_DE_PASSE).status_code == statut


def test_se_connecter_remet_le_compte_a_zero(client, compte):
    se_tromper(client, 4)
    essayer(client, mot_de_passe=MOT_DE_PASSE)
    client.logout()
    assert se_tromper(client, 4) == [200] * 4


def test_un_identifiant_inconnu_se_comporte_comme_un_connu(client, compte):
    connu = [essayer(client) for _ in range(5)]
    inconnu = [essayer(client, identifiant="inconnu") for _ in range(5)]
    assert [r.status_code for r in connu] == [r.status_code for r in inconnu]
    for un, autre in zip(connu, inconnu, strict=True):
        assert erreurs(un) == erreurs(autre)


def erreurs(reponse):
    """Rend ce que la page dit de l'échec."""
    form = (reponse.context or {}).get("form")
    return form.errors if form else None


def test_un_identifiant_inconnu_coute_autant_de_calcul_qu_un_connu(client, compte, monkeypatch):
    calculs = []
    hacher = Utilisateur.set_password
    verifier = Utilisateur.check_password
    monkeypatch.setattr(
        Utilisateur, "set_password", lambda u, mdp: calculs.append("fictif") or hacher(u, mdp)
    )
    monkeypatch.setattr(
        Utilisateur, "check_password", lambda u, mdp: calculs.append("vrai") or verifier(u, mdp)
    )
    essayer(client)
    essayer(client, identifiant="inconnu")
    assert calculs == ["vrai", "fictif"]


def test_la_session_change_d_identifiant_a_la_connexion(client, compte):
    client.session.save()
    avant = client.session.session_key
    client.cookies["session"] = avant
    essayer(client, mot_de_passe=MOT_DE_PASSE)
    assert client.session.session_key != avant


def test_l_administration_est_verrouillee_comme_le_portail(client, compte):
    adresse = reverse("admin:login")
    for _ in range(5):
        reponse = client.post(adresse, {"username": "agent-59", "password": "faux"})
    assert reponse.status_code == 429


@pytest.mark.parametrize(
    ("mot_de_passe", "admis"), [("Onze-lettre", False), ("quartiers-demo", True)]
)
def test_un_mot_de_passe_a_douze_caracteres_au_moins(client, compte, mot_de_passe, admis):
    client.force_login(compte)
    client.post(
        reverse("mot_de_passe"),
        {
            "old_password": MOT_DE_PASSE,
            "new_password1": mot_de_passe,
            "new_password2": mot_de_passe,
        },
    )
    compte.refresh_from_db()
    assert compte.check_password(mot_de_passe) is admis


def test_les_mots_de_passe_sont_gardes_en_argon2(compte, settings):
    settings.PASSWORD_HASHERS = reglages.PASSWORD_HASHERS
    compte.set_password(MOT_DE_PASSE)
    assert compte.password.startswith("argon2$argon2id$")


@pytest.mark.parametrize("page", ["connexion", "admin:login"])
@pytest.mark.parametrize("longueur", [255, 256, 100_000])
def test_un_identifiant_demesure_est_refuse_sans_panne(client, compte, page, longueur):
    saisie = {"username": "x" * longueur, "password": "faux"}
    reponse = client.post(reverse(page), saisie)
    assert reponse.status_code == 200
    assert "username" in reponse.context["form"].errors

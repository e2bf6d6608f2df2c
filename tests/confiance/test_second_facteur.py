"""Le second facteur : exigé des rôles nationaux, offert aux autres, jamais contournable."""

import pytest
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.factories import UtilisateurFactory
from tests.seconds_facteurs import ACTIVER, activer, code

pytestmark = pytest.mark.django_db

VERIFIER = "second_facteur"


@pytest.fixture(autouse=True)
def _exige(settings):
    settings.SECOND_FACTEUR_EXIGE = True


def se_reconnecter(client, user):
    """Ouvre une session neuve, où rien n'est encore prouvé."""
    client.logout()
    client.force_login(user)


def est_ouverte(client):
    return client.get(reverse("accueil")).status_code == 200


@pytest.mark.parametrize(
    ("role", "exige"),
    [
        ("cget", True),
        ("administrateur", True),
        ("agent", False),
        ("valideur", False),
        ("region", False),
        ("ministere", False),
    ],
)
def test_le_second_facteur_est_exige_du_cget_et_des_administrateurs(client, role, exige):
    client.force_login(UtilisateurFactory(role=role))
    assert est_ouverte(client) is not exige


def test_hors_production_il_n_est_pas_exige(client, cget, settings):
    settings.SECOND_FACTEUR_EXIGE = False
    client.force_login(cget)
    assert est_ouverte(client)


def test_sans_application_on_est_mene_a_l_activer(client, cget):
    client.force_login(cget)
    reponse = client.get(reverse("accueil"), follow=True)
    assert reponse.redirect_chain[-1] == (reverse(ACTIVER), 302)
    assert "QR code" in reponse.content.decode()


def test_l_administration_de_django_l_exige_aussi(client, administrateur):
    client.force_login(administrateur)
    assert client.get(reverse("admin:index")).url.startswith(reverse(VERIFIER))
    activer(client, administrateur)
    assert client.get(reverse("admin:index")).status_code == 200


def test_un_acces_a_l_administration_l_exige_quel_que_soit_le_role(client):
    client.force_login(UtilisateurFactory(role="agent", is_staff=True))
    assert not est_ouverte(client)


def test_activer_ouvre_la_session_et_donne_dix_codes_de_secours(client, cget):
    codes = activer(client, cget)
    assert len(set(codes)) == 10
    assert est_ouverte(client)


def test_un_code_faux_n_active_rien(client, cget):
    client.force_login(cget)
    client.get(reverse(ACTIVER))
    reponse = client.post(reverse(ACTIVER), {"code": "000000"})
    assert reponse.status_code == 422
    assert "Ce code n’est pas le bon" in reponse.content.decode()
    assert not TOTPDevice.objects.get().confirmed
    assert not est_ouverte(client)


def test_a_la_connexion_suivante_le_code_ouvre_la_page_demandee(client, cget):
    activer(client, cget)
    se_reconnecter(client, cget)
    page = reverse("jetons")
    depart = client.get(page)
    assert depart.url == f"{reverse(VERIFIER)}?next={page.replace('/', '%2F')}"
    reponse = client.post(depart.url, {"code": code(cget, decalage=1), "next": page})
    assert reponse.url == page
    assert client.get(page).status_code == 200


def test_prouver_change_l_identifiant_de_session(client, cget):
    activer(client, cget)
    se_reconnecter(client, cget)
    avant = client.session.session_key
    client.post(reverse(VERIFIER), {"code": code(cget, decalage=1)})
    assert client.session.session_key != avant


def test_le_code_ne_mene_jamais_sur_un_autre_site(client, cget):
    activer(client, cget)
    se_reconnecter(client, cget)
    donnees = {"code": code(cget, decalage=1), "next": "https://mechant.example/"}
    assert client.post(reverse(VERIFIER), donnees).url == reverse("accueil")


def test_un_code_ne_sert_qu_une_fois(client, cget):
    activer(client, cget)
    se_reconnecter(client, cget)
    assert client.post(reverse(VERIFIER), {"code": code(cget)}).status_code == 422
    assert not est_ouverte(client)


def test_un_code_de_secours_ouvre_la_session_une_seule_fois(client, cget):
    secours = activer(client, cget)[0]
    se_reconnecter(client, cget)
    assert client.post(reverse(VERIFIER), {"code": secours}).status_code == 302
    assert est_ouverte(client)
    se_reconnecter(client, cget)
    assert client.post(reverse(VERIFIER), {"code": secours}).status_code == 422
    assert not est_ouverte(client)


def test_les_essais_sont_ralentis(client, cget):
    activer(client, cget)
    se_reconnecter(client, cget)
    client.post(reverse(VERIFIER), {"code": "000000"})
    reponse = client.post(reverse(VERIFIER), {"code": code(cget, decalage=1)})
    assert "Trop d’essais : attendez" in reponse.content.decode()
    assert not est_ouverte(client)


def test_qui_n_a_que_le_mot_de_passe_ne_remplace_pas_l_application(client, cget):
    activer(client, cget)
    se_reconnecter(client, cget)
    assert client.get(reverse(ACTIVER)).url == reverse(VERIFIER)
    for nom in ("second_facteur_codes", "second_facteur_desactiver"):
        assert client.post(reverse(nom)).url.startswith(reverse(VERIFIER))
    assert TOTPDevice.objects.count() == 1


def test_un_agent_peut_se_l_imposer_puis_le_retirer(client, agent_59):
    activer(client, agent_59)
    se_reconnecter(client, agent_59)
    assert not est_ouverte(client)
    client.post(reverse(VERIFIER), {"code": code(agent_59, decalage=1)})
    client.post(reverse("second_facteur_desactiver"))
    assert not TOTPDevice.objects.exists()
    se_reconnecter(client, agent_59)
    assert est_ouverte(client)


def test_une_session_d_avant_l_activation_ne_peut_pas_le_retirer(client, agent_59):
    ancienne = Client()
    ancienne.force_login(agent_59)
    activer(client, agent_59)
    refus = ancienne.post(reverse("second_facteur_desactiver"))
    assert refus.url.startswith(reverse("connexion"))
    assert TOTPDevice.objects.count() == 1


def test_le_cget_ne_peut_pas_le_retirer(client, cget):
    activer(client, cget)
    assert client.post(reverse("second_facteur_desactiver")).status_code == 403
    assert "Désactiver" not in client.get(reverse("second_facteur_gerer")).content.decode()


def test_de_nouveaux_codes_de_secours_annulent_les_anciens(client, cget):
    anciens = activer(client, cget)
    nouveaux = client.post(reverse("second_facteur_codes")).context["codes"]
    assert not set(anciens) & set(nouveaux)
    assert StaticToken.objects.count() == 10


def test_retirer_l_application_dans_l_administration_ferme_la_session(client, cget):
    activer(client, cget)
    TOTPDevice.objects.all().delete()
    assert not est_ouverte(client)


def test_on_peut_se_deconnecter_sans_second_facteur(client, cget):
    client.force_login(cget)
    client.post(reverse("deconnexion"))
    assert "_auth_user_id" not in client.session


def test_la_cle_a_saisir_est_celle_du_qr_code(client, cget):
    client.force_login(cget)
    page = client.get(reverse(ACTIVER))
    cle = page.context["cle"].replace(" ", "")
    assert f"secret={cle}" in TOTPDevice.objects.get().config_url

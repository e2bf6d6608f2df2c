"""Les témoins, la session, les pages condensées.

Les en-têtes de chaque page se lisent dans `tests.test_isolement`, qui les ouvre toutes.
"""

import pytest

from config import settings as reglages


@pytest.mark.django_db
def test_les_temoins_sont_reserves_au_portail_et_illisibles_par_un_script(client, settings):
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = (
        reglages.SESSION_COOKIE_NAME,
        reglages.CSRF_COOKIE_NAME,
    )
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    temoin = client.get("/connexion/").cookies["__Host-csrf"]
    assert (temoin["secure"], temoin["httponly"], temoin["samesite"]) == (True, True, "Lax")
    assert (temoin["path"], temoin["domain"]) == ("/", "")


def test_la_session_vit_une_journee_de_travail_au_plus(settings):
    assert settings.SESSION_COOKIE_AGE == 12 * 3600
    assert settings.SESSION_EXPIRE_AT_BROWSER_CLOSE


@pytest.mark.django_db
def test_une_page_condensee_n_a_pas_deux_fois_la_meme_longueur(client):
    """Ce qui gêne l'attaque BREACH : une longueur brouillée ne dit pas ce que la page contient."""
    accepte = {"Accept-Encoding": "gzip"}
    # Sans formulaire : le jeton d'un formulaire change à lui seul la longueur.
    pages = [client.get("/accessibilite/", headers=accepte) for _ in range(20)]
    assert {page["Content-Encoding"] for page in pages} == {"gzip"}
    assert len({len(page.content) for page in pages}) > 1


@pytest.mark.django_db
def test_un_pdf_n_est_pas_condense_une_seconde_fois(client, cget):
    client.force_login(cget)
    reponse = client.get("/mesures/pdf/", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in reponse

"""Les en-têtes de sécurité de chaque adresse du portail, administration et API comprises."""

import re

import pytest
from django.urls import get_resolver

from config import settings as reglages
from tests.factories import bilan_complet
from tests.motifs import chemins, remplir

ATTENDUS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
EN_LIGNE = re.compile(
    r"""<style|\sstyle=|\son[a-z]+=["']|href=["']javascript:|<script(?![^>]*\ssrc=)(?![^>]*json)""",
    re.I,
)
# Un style en ligne de django-simple-history, que la politique de contenu empêche d'agir.
TIERS = re.compile("^/admin/.*/history/$")


ADRESSES = sorted({remplir(chemin) for chemin in chemins(get_resolver())})


def defauts(adresse, reponse):
    """Donne ce qui manque à la réponse d'une adresse : en-têtes, ou script et style en ligne."""
    for nom, valeur in ATTENDUS.items():
        if reponse.get(nom) != valeur:
            yield nom
    politique = reponse.get("Content-Security-Policy", "")
    if "default-src 'self'" not in politique or "unsafe" in politique:
        yield "Content-Security-Policy"
    if "camera=()" not in reponse.get("Permissions-Policy", ""):
        yield "Permissions-Policy"
    if not {"no-store", "no-cache"} & set(re.split(r",\s*", reponse.get("Cache-Control", ""))):
        yield "Cache-Control"
    if reponse.get("Content-Type", "").startswith("text/html") and not TIERS.search(adresse):
        yield from EN_LIGNE.findall(reponse.content.decode())
    if reponse.status_code == 500:
        yield "erreur 500"


def test_toutes_les_adresses_sont_parcourues():
    assert {"/connexion/", "/admin/", "/sante/", "/paqte/bilans/2019-s1/59/"} <= set(ADRESSES)


@pytest.mark.django_db
@pytest.mark.parametrize("role", [None, "administrateur", "valideur", "cget"])
def test_chaque_adresse_porte_les_en_tetes(client, request, role):
    bilan_complet()
    client.raise_request_exception = False
    personne = {"valideur": "valideur_59"}.get(role, role)
    if role:
        client.force_login(request.getfixturevalue(personne))
    trouves = {}
    for adresse in ADRESSES:
        if manques := list(defauts(adresse, client.get(adresse))):
            trouves[adresse] = manques
    assert trouves == {}


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

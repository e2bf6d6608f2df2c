"""Une première visite pèse 150 ko au plus : ce que les pages emploient du DSFR."""

from pathlib import Path
from urllib.parse import urlsplit

import brotli
import pytest
from django.contrib.staticfiles import finders

from config import feuille
from tests.factories import UtilisateurFactory

PLAFOND = 150_000


@pytest.mark.usefixtures("transactional_db")
def test_une_premiere_visite_accueil_compris_tient_dans_150_ko(navigateur, session_de, live_server):
    # La feuille, refaite ici si elle ne l'est pas, ne l'est pas dans l'attente du navigateur.
    feuille.preparer()
    onglet, demandes = navigateur(), set()
    onglet.set_default_timeout(60_000)
    onglet.on("request", lambda demande: demandes.add(urlsplit(demande.url).path))
    onglet.goto("/connexion/", wait_until="networkidle")
    session = session_de(UtilisateurFactory(role="cget", national=True))
    onglet.context.add_cookies([{"name": "session", "value": session, "url": live_server.url}])
    onglet.goto("/", wait_until="networkidle")
    poids = {
        nom: peser(nom)
        for debut, _, nom in (chemin.partition("/static/") for chemin in demandes)
        if not debut and nom
    }
    assert {"quartiers/dsfr.css", "quartiers/quartiers.css"} <= poids.keys()
    total = sum(poids.values())
    assert (total <= PLAFOND, total, poids) == (True, total, poids)


def peser(nom):
    """Ce que WhiteNoise sert de ce fichier : condensé d'avance, au plus fort."""
    return len(brotli.compress(Path(finders.find(nom)).read_bytes()))


TEXTES = '<a class="fr-btn fr-icon-edit-line">'


@pytest.mark.parametrize(
    ("regle", "gardee"),
    [
        (".fr-btn--sm{color:red}", True),
        (".fr-btn--sm:hover{color:red}", True),
        (".fr-tile{color:red}", False),
        (".fr-icon-edit-line{color:red}", True),
        (".fr-icon-ship-line{color:red}", False),
        ("h2,.fr-h2{color:red}", True),
        ("a:not(.fr-btn,.fr-tile){color:red}", False),
    ],
)
def test_une_regle_reste_si_une_page_emploie_son_composant(regle, gardee):
    assert bool(feuille.reduire(regle, TEXTES)) == gardee


def test_un_selecteur_inutile_s_en_va_seul():
    assert feuille.reduire(".fr-btn,.fr-tile{color:red}", TEXTES) == ".fr-btn{color:red}"


def test_une_couleur_que_rien_n_emploie_s_en_va_et_celle_qui_en_sert_une_autre_reste():
    css = ":root{--a:var(--b);--b:#111;--c:var(--d);--d:#222}.fr-btn{color:var(--a)}"
    assert feuille.reduire(css, TEXTES) == ":root{--a:var(--b);--b:#111;}.fr-btn{color:var(--a)}"


def test_une_condition_garde_ce_qu_elle_contient_d_employe():
    css = "@media print{.fr-btn{color:red}.fr-tile{color:red}}@media print{.fr-tile{color:red}}"
    assert feuille.reduire(css, TEXTES) == "@media print{.fr-btn{color:red}}"


def test_chaque_fichier_que_cite_la_feuille_existe():
    dossier = feuille.preparer() / "quartiers"
    css = (dossier / "dsfr.css").read_text()
    cites = {cite.strip("\"'") for cite in feuille.CITE.findall(css)}
    assert len(cites) > 10
    for cite in cites:
        depuis = feuille.PAQUET / "static" / "quartiers" / cite
        assert (dossier / cite).exists() or depuis.resolve().exists(), cite


def test_un_signe_hors_du_francais_se_prend_dans_la_fonte_entiere():
    css = (
        '@font-face {font-family:Marianne;src:url(../f/Marianne-Bold.woff2) format("woff2")}'
        '@font-face {font-family:Marianne;src:url(../f/Marianne-Light.woff2) format("woff2")}'
    )
    entiere, reduite, intacte = feuille.partager_les_fontes(css).split("@font-face")[1:]
    assert "f/Marianne-Bold" in entiere
    assert f"unicode-range:{feuille.AUTRES_SIGNES}}}" in entiere
    assert "(marianne-Bold.woff2)" in reduite
    assert f"unicode-range:{feuille.SIGNES}}}" in reduite
    assert "unicode-range" not in intacte

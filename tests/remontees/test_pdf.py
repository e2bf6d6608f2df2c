"""Le moteur de PDF : ce qu'il a le droit d'ouvrir."""

from io import BytesIO
from unittest import mock

import pytest
from pypdf import PdfReader

from remontees import pdf
from remontees.pdf import LecteurDeStatiques

PAGE = """<html lang="fr"><head><title>Essai</title>
<link rel="stylesheet" href="statique:///pdf/impression.css"></head>
<body><h1>Titre</h1><p>Un texte, et <b>du gras</b>.</p></body></html>"""


def test_un_fichier_statique_s_ouvre():
    reponse = LecteurDeStatiques().fetch("statique:///pdf/impression.css")
    assert b"@page" in reponse.read()


def metadonnees(lecteur):
    return lecteur.trailer["/Root"]["/Metadata"].get_data().decode()


def test_un_pdf_se_declare_d_archive_et_accessible():
    """Ce que PDF/A-3a et PDF/UA-1 exigent et qui se lit sans validateur (docs/adr/0012)."""
    with mock.patch.object(pdf, "html", return_value=PAGE):
        lecteur = PdfReader(BytesIO(pdf.rendre_pdf("gabarit", {}, b"{}")))
    racine = lecteur.trailer["/Root"]
    declare = metadonnees(lecteur)
    assert 'pdfaid:part="3" pdfaid:conformance="A"' in declare
    assert 'pdfuaid:part="1"' in declare
    assert declare.count("<rdf:RDF") == 1
    assert racine["/MarkInfo"]["/Marked"]
    assert racine["/StructTreeRoot"]
    assert racine["/Lang"] == "fr"
    assert racine["/ViewerPreferences"]["/DisplayDocTitle"]
    assert racine["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    assert "/Encrypt" not in lecteur.trailer
    assert lecteur.trailer["/ID"]


def test_les_polices_sont_embarquees():
    with mock.patch.object(pdf, "html", return_value=PAGE):
        lecteur = PdfReader(BytesIO(pdf.rendre_pdf("gabarit", {})))
    for police in lecteur.pages[0]["/Resources"]["/Font"].values():
        (descendante,) = police["/DescendantFonts"]
        descripteur = descendante.get_object()["/FontDescriptor"]
        assert any(f"/FontFile{suite}" in descripteur for suite in ("", "2", "3"))
        assert "/ToUnicode" in police


def test_les_donnees_jointes_sont_liees_au_document():
    with mock.patch.object(pdf, "html", return_value=PAGE):
        lecteur = PdfReader(BytesIO(pdf.rendre_pdf("gabarit", {}, b'{"a": 1}')))
    fichier = lecteur.trailer["/Root"]["/AF"][0].get_object()
    assert fichier["/AFRelationship"] == "/Data"
    assert fichier["/EF"]["/F"]["/Subtype"] == "/application/json"
    assert lecteur.attachments["remontee.json"] == [b'{"a": 1}']


@pytest.mark.parametrize(
    "adresse",
    [
        "file:///etc/passwd",
        "http://127.0.0.1:8000/",
        "https://exemple.fr/image.png",
        "statique:///../config/settings.py",
        "statique:////etc/passwd",
        "statique:///inconnu.css",
        "data:text/css,p{}",
    ],
)
def test_toute_autre_adresse_est_refusee(adresse):
    from django.core.exceptions import SuspiciousOperation

    with pytest.raises((ValueError, SuspiciousOperation)):
        LecteurDeStatiques().fetch(adresse)


def test_un_mot_ne_reste_pas_seul_avant_la_derniere_ligne():
    texte = (
        "Recrutements de personnes résidant en QPV (CDI, CDD de six mois et plus, emplois francs)"
    )
    page = (
        '<html lang="fr"><title>T</title>'
        '<link rel="stylesheet" href="statique:///pdf/impression.css">'
        f'<p style="font: 700 8.5pt Marianne; width: 174px">{texte}\n</p></html>'
    )
    with mock.patch.object(pdf, "render_to_string", return_value=page):
        lecteur = PdfReader(BytesIO(pdf.rendre_pdf("gabarit", {})))
    lignes = [ligne.strip() for ligne in lecteur.pages[0].extract_text().splitlines()]
    assert "six" not in lignes
    assert any("emplois francs)" in ligne for ligne in lignes)


def test_les_marges_mesurees_sont_celles_de_la_feuille_de_style():
    """La jauge compte en pages utiles : ses marges suivent celles de la mise en page."""
    feuille = LecteurDeStatiques().fetch("statique:///pdf/impression.css").read().decode()
    assert "margin: 18mm 16mm 20mm;" in feuille
    assert [round(marge * 25.4 / 96) for marge in (pdf.MARGE_HAUTE, pdf.MARGE_BASSE)] == [18, 20]


def test_une_partie_sur_plusieurs_pages_compte_depuis_son_debut():
    page = (
        '<link rel="stylesheet" href="statique:///pdf/impression.css">'
        '<section id="partie-longue">{}</section><section id="partie-courte">fin</section>'
        '<div id="fin"></div>'
    ).format("<p>Une ligne.</p>" * 200)
    with mock.patch.object(pdf, "html", return_value=page):
        mesure = pdf.mesurer_pdf("gabarit", {})
    assert mesure.parties["longue"] > 2 > mesure.parties["courte"]


def test_un_document_deja_mesure_ne_se_remet_pas_en_page():
    with (
        mock.patch.object(pdf, "html", side_effect=["un", "un", "deux"]),
        mock.patch.object(pdf, "a_part", side_effect=lambda _, page, empreinte: page) as mettre,
    ):
        assert [pdf.mesurer_pdf("gabarit", {}) for _ in range(3)] == ["un", "un", "deux"]
    assert mettre.call_count == 2


@pytest.mark.parametrize("hauteur", range(240, 247, 2))
def test_une_legende_ne_reste_pas_seule_au_bas_d_une_page(hauteur):
    lignes = "".join(f"<tr><th>Ligne {rang}</th><td>1</td></tr>" for rang in range(12))
    page = (
        '<html lang="fr"><title>T</title>'
        '<link rel="stylesheet" href="statique:///pdf/impression.css">'
        f'<div style="height:{hauteur}mm"></div><table><caption>Légende</caption>'
        f"<thead><tr><th>A</th><th>B</th></tr></thead><tbody>{lignes}</tbody></table></html>"
    )
    with mock.patch.object(pdf, "html", return_value=page):
        lecteur = PdfReader(BytesIO(pdf.rendre_pdf("gabarit", {})))
    (avec_la_legende,) = [p.extract_text() for p in lecteur.pages if "Légende" in p.extract_text()]
    assert "Ligne 0" in avec_la_legende

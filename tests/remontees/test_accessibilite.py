"""Chaque PDF que fait le portail se lit à l'oreille : PDF/UA-1 (docs/adr/0012)."""

from unittest import mock

import pytest

from remontees import pdf
from tests.balises import fautes, fautes_d_outloud

PAGE = """<html lang="fr"><head><title>Essai</title>
<link rel="stylesheet" href="statique:///pdf/impression.css">
<link rel="stylesheet" href="statique:///pdf/document.css"></head>
<body class="document projet"><h1>Titre</h1>{}</body></html>"""
TABLE = """<table><caption>Légende</caption><thead><tr><th scope="col">A</th><th scope="col">B</th>
</tr></thead><tbody><tr><th scope="row">Ligne</th><td>1</td></tr><tr><th scope="row">Autre</th><td>
</td></tr></tbody></table>"""
BLOC = '<li style="display: inline-block">{}</li>'
LISTE = f"<ul>{BLOC.format('Un')} {BLOC.format('Deux')}</ul>"
SVG = 'viewBox="0 0 9 9" width="9" height="9" xmlns="http://www.w3.org/2000/svg"'
DECOR = f'<p>Signé <svg aria-hidden="true" {SVG}><circle cx="4" cy="4" r="4"/></svg></p>'


def imprimer(corps):
    with mock.patch.object(pdf, "html", return_value=PAGE.format(corps)):
        return pdf.rendre_pdf("gabarit", {})


@pytest.mark.parametrize(
    "corps",
    [
        TABLE,
        LISTE,
        DECOR,
        "<p></p><div></div><p>Texte</p>",
        '<p><a href="https://exemple.fr/">Un lien</a></p>',
        "<p>Une longue page.</p>" * 120,
        TABLE * 30,
    ],
    ids=["table", "liste", "decor", "vides", "lien", "pages", "tables"],
)
def test_tout_contenu_est_balise_ou_decor(corps):
    assert list(fautes(imprimer(corps))) == []


def test_une_table_sans_lignes_suit_la_norme():
    table = "<table><thead><tr><th scope=col>A</th></tr></thead><tbody></tbody></table>"
    assert fautes_d_outloud({"vide": imprimer(f"<p>Avant</p>{table}")}) == ""

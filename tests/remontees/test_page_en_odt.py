"""Un texte ODT dit ce que dit la page HTML dont il vient."""

import io

import pytest
from odf import table, text
from odf.opendocument import load
from odf.teletype import extractText

from remontees.page_en_odt import convertir_en_odt

PAGE = """<!DOCTYPE html><html lang="fr"><head><title>Essai du Nord</title>
<meta name="author" content="Préfecture (Nord)"></head><body>{}</body></html>"""


def convertir(corps):
    return load(io.BytesIO(convertir_en_odt(PAGE.format(corps), "Document de travail")))


def textes(document, nature):
    return [extractText(element) for element in document.text.getElementsByType(nature)]


def marques(document):
    """Rend [(style, texte)] de ce qui est marqué."""
    spans = document.text.getElementsByType(text.Span)
    return [(span.getAttribute("stylename"), extractText(span)) for span in spans]


def lignes(document):
    """Rend les cellules de chaque ligne : leur texte, ou None sous une autre."""
    return [
        [
            extractText(cellule) if cellule.qname[1] == "table-cell" else None
            for cellule in ligne.childNodes
        ]
        for ligne in document.text.getElementsByType(table.TableRow)
    ]


def test_les_titres_gardent_leur_niveau():
    titres = convertir("<h1>Un</h1><h2>Deux</h2>").text.getElementsByType(text.H)
    niveaux = {extractText(titre): int(titre.getAttribute("outlinelevel")) for titre in titres}
    assert niveaux == {"Un": 1, "Deux": 2}


def test_un_paragraphe_reduit_ses_blancs_et_garde_ses_espaces_insecables():
    document = convertir("<p>\n  Un   texte\n <span> court</span>\u00a0: fin.\n</p><p> \n</p>")
    assert textes(document, text.P) == ["Un texte court\u00a0: fin."]


def test_le_gras_et_l_italique_sont_gardes_l_un_dans_l_autre():
    document = convertir("<p>A <strong>gras <em>les deux</em></strong> fin</p>")
    assert marques(document) == [("Gras", "gras "), ("Gras", "les deux"), ("Italique", "les deux")]
    assert textes(document, text.P) == ["A gras les deux fin"]


def test_un_texte_saisi_garde_ses_lignes():
    document = convertir('<p class="texte-saisi">Une\n  deux\n\ntrois</p><p>a\nb<br>c</p>')
    assert textes(document, text.P) == ["Une\ndeux\n\ntrois", "a b\nc"]


def test_une_liste_peut_en_porter_une_autre():
    document = convertir("<ul><li>Un<ol><li>Dedans</li></ol></li><li><p>Deux</p></li></ul>")
    dehors, dedans = document.text.getElementsByType(text.List)
    assert (dehors.getAttribute("stylename"), dedans.getAttribute("stylename")) == (
        "Puces",
        "Numeros",
    )
    assert textes(document, text.P) == ["Un", "Dedans", "Deux"]


TABLE = """<div class="{}"><table><caption>Légende</caption>
<thead><tr><th rowspan="2">A</th><th colspan="2">B</th></tr><tr><th>C</th><th>D</th></tr></thead>
<tbody><tr><th scope="row">e</th><td class="nombre">1</td><td></td></tr></tbody></table></div>"""


def test_une_table_garde_ses_cellules_reunies():
    assert lignes(convertir(TABLE)) == [["A", "B", None], [None, "C", "D"], ["e", "1", ""]]


def test_l_entete_d_une_table_se_repete_a_chaque_page():
    (entete,) = convertir(TABLE).text.getElementsByType(table.TableHeaderRows)
    assert len(entete.getElementsByType(table.TableRow)) == 2


def test_les_colonnes_prennent_la_largeur_de_la_page_selon_leurs_textes():
    document = convertir(
        f"<table><tbody><tr><td>{'mot ' * 30}</td><td>12</td></tr></tbody></table>"
    )
    colonnes = document.text.getElementsByType(table.TableColumn)
    styles = [document.getStyleByName(c.getAttribute("stylename")) for c in colonnes]
    large, etroite = (
        float(style.childNodes[0].getAttribute("columnwidth").removesuffix("cm"))
        for style in styles
    )
    assert large > 5 * etroite
    assert large + etroite == pytest.approx(17, abs=0.01)


@pytest.mark.parametrize(("classe", "montree"), [("", True), ("fr-table--no-caption", False)])
def test_une_legende_que_le_titre_dit_deja_est_omise(classe, montree):
    assert ("Légende" in textes(convertir(TABLE.format(classe)), text.P)) is montree


def test_ce_qui_n_est_qu_un_ornement_est_omis():
    document = convertir(
        '<div aria-hidden="true">PROJET</div><p>A<b aria-hidden="true">x</b>B<!-- y --></p>'
    )
    assert textes(document, text.P) == ["AB"]


def test_chaque_page_porte_la_mention_et_le_titre():
    document = convertir("<p>A</p>")
    pages = extractText(document.masterstyles)
    assert "Document de travail" in pages
    assert "Essai du Nord" in pages
    assert "Préfecture (Nord)" in extractText(document.meta)


def test_un_texte_reste_un_texte():
    document = convertir("<p>&lt;script&gt; &amp; =A1+1</p>")
    assert textes(document, text.P) == ["<script> & =A1+1"]

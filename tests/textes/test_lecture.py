"""Un texte de référence se met en page : titres, alinéas numérotés, liens vers le portail."""

from textes.lecture import mettre_en_page


def test_les_titres_font_le_sommaire_et_portent_son_ancre():
    page = mettre_en_page("## Annexe 1\n\n### a) approche\n\nUn.\n\n## Annexe 2")
    assert page.sommaire == [
        {
            "link": "#annexe-1",
            "label": "Annexe 1",
            "children": [{"link": "#a-approche", "label": "a) approche", "children": []}],
        },
        {"link": "#annexe-2", "label": "Annexe 2", "children": []},
    ]
    assert '<h2 id="annexe-1">Annexe 1</h2>' in page.html


def test_paragraphes_et_points_de_liste_se_numerotent_a_la_suite():
    page = mettre_en_page("## Titre\n\nUn.\n\n- deux\n- trois\n\nQuatre.")
    assert page.alineas == ["Un.", "deux", "trois", "Quatre."]
    assert '<p id="alinea-1">Un.</p>' in page.html
    assert '<li id="alinea-3">trois</li>' in page.html


def test_un_alinea_mene_la_ou_le_portail_le_suit():
    suivis = [{"alinea": "2", "libelle": "collège", "adresse": "/contrats/colleges/"}]
    page = mettre_en_page("Un.\n\nDeux.", suivis)
    assert '<a href="/contrats/colleges/">Dans le portail : collège</a>' in page.html
    assert page.html.index("Un.") < page.html.index("Deux.") < page.html.index("collège")


def test_le_html_d_un_texte_est_montre_et_non_interprete():
    page = mettre_en_page("## <b>Titre</b>\n\n<script>alert(1)</script>")
    assert "<script>" not in page.html
    assert "<b>" not in page.html

"""Les dessins de chiffres : leur phrase dit vrai, leur table dit tout, leur SVG n'a ni style ni
script.
"""

import datetime
import re
from itertools import pairwise

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from socle.dessins.cadre import HAUTEUR, LARGEUR, Moment, abreger, graduer, nommer_sur_l_axe
from socle.dessins.courbe import Courbe
from socle.dessins.piles import Piles
from socle.francais import ecrire_nombre

JOURS = [datetime.date(2019, mois, 1) for mois in (1, 4, 7, 10)]
MOMENTS = [Moment.du_jour(jour) for jour in JOURS]
NOMBRES = st.lists(st.integers(0, 10**9), min_size=4, max_size=4)


def courbe(valeurs, **options):
    return Courbe("Où en est-on ?", MOMENTS[: len(valeurs)], valeurs, unite="stages", **options)


def montrer(trace, **options):
    gabarit = Template("{% load graphiques %}{% dessin trace imprime=imprime %}")
    contexte = Context({"trace": trace, "imprime": options.get("imprime", False)})
    return html.fragment_fromstring(gabarit.render(contexte))


@given(st.floats(0.01, 10**10))
def test_deux_pas_ronds_couvrent_le_plus_grand_nombre(maximum):
    zero, pas, deux = graduer(maximum)
    assert (zero, deux) == (0, 2 * pas)
    assert maximum <= deux * 1.000001
    assert deux <= 2.6 * maximum or pas == 1


def test_un_nombre_entier_ne_se_gradue_pas_en_demis():
    assert graduer(1) == [0, 1, 2]
    assert graduer(5) == [0, 3, 6]
    assert graduer(0) == [0, 1, 2]


def test_une_grande_graduation_s_abrege():
    assert abreger(300_000_000) == "300\xa0M"
    assert abreger(2_500_000_000) == "2,5\xa0Md"
    assert abreger(40_000) == ecrire_nombre(40_000)


def test_la_phrase_dit_la_tendance_l_extreme_et_l_ecart_avec_l_attendu():
    phrase = courbe([10, 40, 25, 30], attendus=[12, 20, 30, 45]).phrase
    assert phrase == (
        "De 10 (1er janvier 2019) à 30\xa0stages (1er octobre 2019), en hausse de 20 ; au plus "
        "haut, 40 (1er avril 2019) ; 15 de moins que l’attendu, 45."
    )


@given(NOMBRES, NOMBRES)
def test_la_phrase_est_celle_des_chiffres(valeurs, attendus):
    phrase = courbe(valeurs, attendus=attendus).phrase
    haut = valeurs.index(max(valeurs))
    assert f"De {ecrire_nombre(valeurs[0])} (" in phrase
    assert f"à {ecrire_nombre(valeurs[-1])}\xa0stages" in phrase
    assert f"au plus haut, {ecrire_nombre(max(valeurs))} ({MOMENTS[haut].nom})" in phrase
    assert f"l’attendu, {ecrire_nombre(attendus[-1])}." in phrase
    hausse, ecart = valeurs[-1] - valeurs[0], valeurs[-1] - attendus[-1]
    assert (f"en hausse de {ecrire_nombre(hausse)}" in phrase) == (hausse > 0)
    assert (f"en baisse de {ecrire_nombre(-hausse)}" in phrase) == (hausse < 0)
    assert (f"{ecrire_nombre(-ecart)} de moins que" in phrase) == (ecart < 0)


def test_sans_attendu_l_ecart_est_celui_des_extremes():
    assert courbe([10, 40, 25, 30]).phrase.endswith(
        "écart de 30 entre la plus basse et la plus haute."
    )


def test_une_seule_valeur_se_dit_et_ne_fait_pas_une_tendance():
    assert courbe([None, 7, None, None]).phrase == (
        "7\xa0stages (1er avril 2019), seule valeur connue ; écart de 0 entre la plus basse et la "
        "plus haute."
    )
    assert montrer(courbe([None, 7, None, None])).xpath("//*[local-name()='circle']")


def test_ce_qui_manque_au_plafond_et_l_etat_a_l_echeance_se_disent():
    phrase = courbe([0, 2, 3, 5], plafond=9, echeance=datetime.date(2019, 8, 1)).phrase
    assert phrase.endswith("il en manque 4 sur 9 ; 3 à l’échéance, le 1er août 2019.")


def test_une_echeance_a_venir_n_a_pas_d_etat():
    phrase = courbe([0, 2], plafond=9, echeance=datetime.date(2019, 8, 1)).phrase
    assert "échéance" not in phrase


def test_sans_valeur_le_dessin_le_dit_et_ne_dessine_rien():
    figure = montrer(courbe([None, None]))
    assert "Aucune valeur connue." in figure.text_content()
    assert figure.find("svg") is None


@given(st.lists(st.lists(st.integers(0, 60), min_size=4, max_size=4), min_size=2, max_size=4))
def test_la_phrase_des_piles_est_celle_des_chiffres(comptes):
    piles = Piles("Avance-t-on ?", MOMENTS[: len(comptes)], "ABCD", comptes)
    if piles.est_vide:
        assert piles.phrase == "Aucune valeur connue."
        return
    nombres = [int(n) for n in re.findall(r"\d+", re.sub(r"\([^)]*20\d\d\)", "", piles.phrase))]
    voulus, dernier = [compte[0] for compte in comptes], comptes[-1]
    ecart = abs(voulus[-1] - voulus[0])
    assert nombres == [
        dernier[0],
        sum(dernier),
        *([ecart] if ecart else []),
        voulus[0],
        *([max(voulus)] if max(voulus) > dernier[0] else []),
        *filter(None, dernier[1:]),
    ]


TRACES = [
    courbe([10, 40, 25, 30], attendus=[12, 20, 30, 45]),
    courbe([0, 2, 3, 5], plafond=9, echeance=datetime.date(2019, 8, 1), en_marches=True),
    Piles("Avance-t-on ?", MOMENTS, "ABCD", [[1, 2, 3, 34], [0, 0, 0, 40], [40, 0, 0, 0], [9] * 4]),
]


@pytest.mark.parametrize("trace", TRACES)
def test_qui_ne_voit_pas_le_dessin_lit_sa_phrase_et_la_table_de_ses_nombres(trace):
    figure = montrer(trace)
    assert figure.get("aria-label") == figure.findtext("figcaption") == trace.question
    dessin = figure.find("svg")
    assert dessin.get("role") == "img"
    assert dessin.get("aria-label") == trace.phrase
    assert figure.xpath("string(p[@class='dessin-phrase'])") == trace.phrase
    lus = [
        [cellule.text_content().strip() for cellule in ligne.xpath("./th|./td")]
        for ligne in figure.xpath(".//tbody/tr")
    ]
    assert lus == [[nom, *map(ecrire_nombre, nombres)] for nom, nombres in trace.lignes]


@pytest.mark.parametrize("trace", TRACES)
def test_dans_un_pdf_la_phrase_est_le_titre_du_dessin(trace):
    figure = montrer(trace, imprime=True)
    assert figure.find("svg").findtext("title") == trace.phrase
    assert not figure.xpath(".//table")


@pytest.mark.parametrize("trace", TRACES)
def test_un_dessin_n_a_ni_style_ni_script_et_tient_dans_son_cadre(trace):
    figure = montrer(trace)
    assert not figure.xpath("//@style | //style | //script")
    (dessin,) = figure.xpath("./*[local-name()='svg']")
    for forme in dessin.iter("rect", "text", "circle"):
        x = float(forme.get("x") or forme.get("cx"))
        y = float(forme.get("y") or forme.get("cy"))
        assert 0 <= x <= LARGEUR
        assert 0 <= y <= HAUTEUR


@given(st.integers(1, 60))
def test_les_noms_des_moments_ne_se_touchent_pas_et_le_dernier_y_est(nombre):
    abscisses = [40 + 270 * rang / max(nombre - 1, 1) for rang in range(nombre)]
    poses = nommer_sur_l_axe([str(rang) for rang in range(nombre)], abscisses)
    assert poses[-1][2] == str(nombre - 1)
    places = [x for x, _, _ in poses]
    assert all(suivant - place > 45 for place, suivant in pairwise(places))


def test_une_etincelle_se_tait_sous_deux_nombres():
    gabarit = Template("{% load graphiques %}{% etincelle valeurs %}")
    assert gabarit.render(Context({"valeurs": [3, None]})).strip() == ""
    dessin = html.fragment_fromstring(gabarit.render(Context({"valeurs": [3, None, 5, 4]})))
    assert dessin.get("aria-hidden") == "true"
    assert len(dessin.find("polyline").get("points").split()) == 3

"""Un texte saisi : ce qui s'en met en forme, ses phrases, ce qui s'en surligne."""

import pytest

from socle.structure import decouper_en_phrases, mettre_en_forme, mettre_en_ligne

OBSTACLES = "Les banques hésitent. Deux communes refusent.\n- Le gymnase ferme"
ICI = "<sup>1</sup>"


@pytest.mark.parametrize(
    ("texte", "phrases"),
    [
        (OBSTACLES, ["Les banques hésitent.", "Deux communes refusent.", "Le gymnase ferme"]),
        ("M. le maire, art. 2, approuve.", ["M. le maire, art. 2, approuve."]),
        ("Environ 3.5 % ; donc peu.", ["Environ 3.5 % ; donc peu."]),
        ("**Oui.** Non.\n\n1. Oui", ["Oui.", "Non.", "Oui"]),
        ("Une *vraie* question \\*", ["Une vraie question *"]),
        ("Trois :\n• écoles\n2. mairies", ["Trois :", "écoles", "mairies"]),
        ("", []),
    ],
)
def test_un_texte_se_decoupe_en_phrases(texte, phrases):
    assert decouper_en_phrases(texte) == phrases


def test_un_texte_de_vingt_mille_espaces_se_decoupe_aussitot():
    assert len(decouper_en_phrases("a. " + " " * 20_000 + "b" + ". " * 9_000)) == 1


@pytest.mark.parametrize(
    ("texte", "phrase", "surligne"),
    [
        ("Non. Oui. Oui.", "Oui.", "<p>Non. <mark>Oui.</mark><sup>1</sup> Oui.</p>\n"),
        (
            "Une **part <b>** ici.",
            "Une part <b> ici.",
            "<p><mark>Une </mark><strong><mark>part &lt;b&gt;</mark></strong>"
            "<mark> ici.</mark><sup>1</sup></p>\n",
        ),
        ("Oui, mais.\nOui.", "Oui.", "<p>Oui, mais.<br>\n<mark>Oui.</mark><sup>1</sup></p>\n"),
        ("• Oui", "Oui", "<p>• <mark>Oui</mark><sup>1</sup></p>\n"),
    ],
)
def test_une_phrase_se_surligne_ou_elle_est_d_abord(texte, phrase, surligne):
    assert mettre_en_forme(texte, {phrase: ICI}) == surligne


def test_une_phrase_que_le_texte_n_a_pas_ne_le_change_pas():
    assert mettre_en_forme(OBSTACLES, {"Le gymnase": ICI}) == mettre_en_forme(OBSTACLES)


@pytest.mark.parametrize("puce", ["-", "1)", "3."])
def test_une_ligne_sous_une_liste_n_en_est_pas(puce):
    ecrit = mettre_en_forme(f"{puce} Un\n{puce} Deux\nPuis ceci.\nEt cela.")
    liste, _, reste = ecrit.rpartition("</li>")
    assert liste.count("<li>") == 2
    assert reste.split(">", 1)[1] == "\n<p>Puis ceci.<br>\nEt cela.</p>\n"


def test_ce_qui_est_en_retrait_reste_de_l_element():
    assert mettre_en_forme("- Un\n  suite") == "<ul>\n<li>Un<br>\nsuite</li>\n</ul>\n"


@pytest.mark.parametrize(
    ("texte", "ecrit"),
    [
        ("Un **seul** <b>.", "Un <strong>seul</strong> &lt;b&gt;."),
        ("- Un", "<ul>\n<li>Un</li>\n</ul>\n"),
        ("Un\n\nDeux", "<p>Un</p>\n<p>Deux</p>\n"),
        ("", ""),
    ],
)
def test_un_seul_paragraphe_se_lit_a_la_suite_d_autres_mots(texte, ecrit):
    assert mettre_en_ligne(texte) == ecrit

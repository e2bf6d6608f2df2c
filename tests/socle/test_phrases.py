"""Des phrases bâties par règle : nombres, accords, énumérations."""

import pytest

from socle import phrases
from socle.phrases import Fait, enumerer, rediger

MODELES = [
    "essai;texte;visites;Aucune visite.;Une visite{pme}, à {noms}.;{n:F} visites{pme} : {noms}.",
    "essai;texte;visites.pme;;, dont une PME;, dont {n:f} PME",
    "essai;texte;visites.pme.tout;;, chez une PME;, toutes chez des PME",
    "essai;texte;muets;;;{n:M} projets, soit {n} habitants depuis {avant}.",
]


@pytest.fixture(autouse=True)
def modeles(monkeypatch):
    noms = ("genre", "champ", "cle", "aucun", "un", "plusieurs")
    lignes = [dict(zip(noms, ligne.split(";"), strict=True)) for ligne in MODELES]
    monkeypatch.setattr(phrases, "lire_fixture", lambda nom: lignes)
    phrases._modeles.cache_clear()
    yield
    phrases._modeles.cache_clear()


def ecrire(cle, nombre, noms=(), **options):
    return [phrase.texte for phrase in rediger("essai", [Fait(cle, nombre, noms, **options)])]


@pytest.mark.parametrize(
    ("nombre", "noms", "pme", "attendue"),
    [
        (0, (), 0, "Aucune visite."),
        (1, ("Lille",), 0, "Une visite, à Lille."),
        (1, ("Lille",), 1, "Une visite, chez une PME, à Lille."),
        (2, ("Lille", "Lens"), 1, "Deux visites, dont une PME : Lille et Lens."),
        (3, ("A", "B", "C"), 2, "Trois visites, dont deux PME : A, B et C."),
        (3, ("A", "B", "C"), 3, "Trois visites, toutes chez des PME : A, B et C."),
        (2, ("A", "B"), None, "Deux visites : A et B."),
        (2, ("A", "Dupont S.A."), 0, "Deux visites : A et Dupont S.A."),
    ],
)
def test_un_fait_s_ecrit_selon_son_nombre_et_ses_parts(nombre, noms, pme, attendue):
    assert ecrire("visites", nombre, noms, parts={"pme": pme}) == [attendue]


def test_un_cas_vide_ne_dit_rien():
    assert ecrire("muets", 0) == ecrire("muets", 1) == []


def test_au_dela_de_seize_un_nombre_est_en_chiffres():
    avant = {"avant": "hier"}
    ecrites = [ecrire("muets", n, valeurs=avant) for n in (16, 17, 1200)]
    assert ecrites == [
        ["Seize projets, soit 16 habitants depuis hier."],
        ["17 projets, soit 17 habitants depuis hier."],
        ["1\xa0200 projets, soit 1\xa0200 habitants depuis hier."],
    ]


def test_un_nom_qui_a_des_accolades_s_ecrit_tel_quel():
    assert ecrire("visites", 1, ("{n} {x}",), parts={"pme": 0}) == ["Une visite, à {n} {x}."]


def test_une_longue_liste_dit_combien_elle_en_tait():
    assert enumerer("ABC") == "A, B et C"
    assert enumerer("ABCDE", au_plus=3) == "A, B et trois autres"
    assert enumerer([]) == ""


def test_l_empreinte_change_avec_la_phrase():
    [deux], [trois] = (rediger("essai", [Fait("muets", n, valeurs={"avant": ""})]) for n in (2, 3))
    assert deux.empreinte != trois.empreinte

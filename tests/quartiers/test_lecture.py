"""Lecture d'une liste officielle : encodages, séparateurs, mises en page, fichiers impossibles."""

import contextlib
import csv
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartiers.lecture import lire_quartiers
from socle.imports.lecture import TAILLE_MAXIMALE, FichierRefuse

from .conftest import octets


def test_la_liste_de_2024_se_lit_telle_quelle():
    liste = lire_quartiers(octets("liste_2024"), "liste.csv")
    assert liste.est_complete
    assert liste.donnees["code"][0] == "QN00101M"
    assert liste.donnees["communes"][1] == "Lille, Loos"
    assert liste.numeros == [2, 3, 4, 5]


def test_la_liste_de_2015_se_lit_telle_quelle():
    liste = lire_quartiers(octets("liste_2015"), "liste.csv")
    assert liste.est_complete
    assert liste.donnees["nom"] == [
        "Grande Reyssouze Terre Des Fleurs",
        "Secteur Ouest",
        "Cannes - Salines",
    ]


def test_une_table_de_l_insee_n_est_pas_une_liste_complete():
    liste = lire_quartiers(octets("insee_2015"), "insee.csv")
    assert not liste.est_complete
    assert liste.entetes["population"] == "pop_mun"


@pytest.mark.parametrize("encodage", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "mac_roman"])
@pytest.mark.parametrize("separateur", [";", ",", "\t"])
@pytest.mark.parametrize("fin", ["\n", "\r\n", "\r"])
def test_separateur_encodage_et_fins_de_ligne_sont_reconnus(encodage, separateur, fin):
    tampon = io.StringIO()
    redacteur = csv.writer(tampon, delimiter=separateur, lineterminator=fin)
    redacteur.writerows(
        [
            ["code_qp", "lib_qp", "insee_dep", "lib_com"],
            ["QN00101M", "Cœur de l’Été", "01", "Bourg, Péronnas"],
        ]
    )
    donnees = lire_quartiers(tampon.getvalue().encode(encodage), "liste.csv").donnees
    assert donnees.dict[0]["nom"] == "Cœur de l’Été"
    assert donnees.dict[0]["communes"] == "Bourg, Péronnas"


def test_une_cellule_de_contour_enorme_est_ignoree():
    contour = "x" * 500_000
    texte = f'code_qp;lib_qp;insee_dep;lib_com;geo_shape\nQN00101M;A;01;B;"{contour}"\n'
    assert lire_quartiers(texte.encode(), "l.csv").donnees["nom"] == ["A"]


def test_les_entetes_se_reconnaissent_sans_casse_ni_accents():
    liste = lire_quartiers(b"Code QP;Pop Mun\nQN00101M;12\n", "l.csv")
    assert liste.donnees["population"] == ["12"]


def archive():
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as zip_:
        zip_.writestr("xl/worksheets/sheet1.xml", b"0" * 5_000_000)
    return tampon.getvalue()


@pytest.mark.parametrize(
    ("contenu", "message"),
    [
        (b"", "vide"),
        (b" \r\n\n", "vide"),
        (b'""', "vide"),
        (archive(), "classeur est illisible"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "image"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "image"),
        (b"%PDF-1.7", "PDF"),
        (bytes(range(256)), "pas du texte"),
        ("code_qp;pop_mun\n".encode("utf-16")[:-1], "UTF-16"),
        (b"code_qp;lib_qp\n\x81\x8d;x\n", "encodage"),
        (b"nom;prenom\nA;B\n", "Colonnes vues à la ligne 1 : nom, prenom"),
        (b"CODGEO;LIBGEO\nQN00101M;A\n", "Il manque les colonnes : insee_dep"),
        (b"code_qp;lib_qp;lib_com\nQN00101M;A;B\n", "Il manque les colonnes : insee_dep"),
        (b"code_qp;pop_mun\n", "aucune ligne"),
        (b'code_qp;pop_mun\nQN00101M;"ouvert\n', "guillemet"),
        (b"code_qp;pop_mun\nQN00101M;a;b\n", "La ligne 2 a 3 cellules"),
        (b"x" * (TAILLE_MAXIMALE + 1), "30 Mo"),
    ],
    ids=lambda valeur: valeur if isinstance(valeur, str) else "",
)
def test_un_fichier_impossible_est_refuse_avec_une_raison(contenu, message):
    with pytest.raises(FichierRefuse, match=message):
        lire_quartiers(contenu, "fichier.csv")


@given(st.binary(max_size=400))
def test_aucun_contenu_ne_provoque_d_autre_erreur(contenu):
    with contextlib.suppress(FichierRefuse):
        lire_quartiers(contenu, "fichier.csv")


@given(st.text(max_size=300), st.sampled_from([";", ",", "\t"]))
def test_aucune_suite_de_lignes_ne_provoque_d_autre_erreur(texte, separateur):
    contenu = separateur.join(["code_qp", "lib_qp"]) + "\n" + texte
    with contextlib.suppress(FichierRefuse):
        liste = lire_quartiers(contenu.encode("utf-8", "replace"), "l.csv")
        assert len(liste.numeros) == len(liste.donnees)


noms = (
    st.text(st.characters(categories=["L", "N", "P", "Zs"], codec="utf-8"), min_size=1, max_size=40)
    .map(str.strip)
    .filter(bool)
)


@given(
    lignes=st.lists(st.tuples(noms, noms), min_size=1, max_size=20),
    separateur=st.sampled_from([";", ",", "\t"]),
    bom=st.booleans(),
)
def test_une_liste_ecrite_puis_lue_est_la_meme(lignes, separateur, bom):
    tampon = io.StringIO()
    redacteur = csv.writer(tampon, delimiter=separateur, lineterminator="\n")
    redacteur.writerow(["code_qp", "lib_qp", "insee_dep", "lib_com"])
    for rang, (nom, commune) in enumerate(lignes):
        redacteur.writerow([f"QP001{rang:03}", nom, "01", commune])
    contenu = tampon.getvalue().encode("utf-8-sig" if bom else "utf-8")
    donnees = lire_quartiers(contenu, "l.csv").donnees
    assert list(zip(donnees["nom"], donnees["communes"], strict=True)) == lignes


def test_une_table_de_l_insee_reste_une_table_meme_avec_le_departement():
    liste = lire_quartiers(
        b"CODGEO;LIBGEO;DEP;NOM_COMMUNE;POP_MUN\nQP059001;A;59;Lille;1000\n", "insee.csv"
    )
    assert not liste.est_complete


def test_un_code_en_minuscules_est_le_meme_quartier():
    assert lire_quartiers(b"code_qp;pop_mun\nqp059001;1000\n", "l.csv").donnees["code"] == [
        "QP059001"
    ]


def test_les_cellules_vides_de_fin_de_ligne_peuvent_manquer_ou_etre_en_trop():
    contenu = b"code_qp;pop_mun;abcde\nQP059001;1000\nQP059002;900;80;;\n"
    donnees = lire_quartiers(contenu, "l.csv").donnees
    assert donnees["defm"] == ["", "80"]

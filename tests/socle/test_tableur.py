"""Le lecteur de tableaux : toute provenance, l'en-tête où qu'il soit, aucune perte en silence."""

import io
import resource
import time
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
import tablib
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from socle.imports.lecture import FichierRefuse
from socle.imports.tableur import Modele
from socle.nombres import lire_nombre
from tests.confiance.classeurs import DEMESURES

FICHIERS = Path(__file__).parent / "fichiers"
MODELE = Modele(
    {"nom": ("nom",), "cible": ("cible",), "resultat": ("resultat", "valeur")},
    necessaires=("nom", "resultat"),
    remplie="resultat",
)
ENTETE = ["Nom", "Cible", "Résultat"]


def lire(contenu, modele=MODELE):
    contenu = contenu.encode() if isinstance(contenu, str) else contenu
    return modele.lire_liste(contenu, "tableau")


def resultats(liste):
    return dict(zip(liste.donnees["nom"], liste.donnees["resultat"], strict=True))


def classeur(**feuilles):
    """Rend un classeur XLSX de ces feuilles, {nom: lignes}."""
    sortie, octets = Workbook(), io.BytesIO()
    sortie.remove(sortie.active)
    for nom, lignes in feuilles.items():
        feuille = sortie.create_sheet(nom)
        for ligne in lignes:
            feuille.append(ligne)
    sortie.save(octets)
    return octets.getvalue()


@pytest.mark.parametrize("extension", ["ods", "xlsx", "xls"])
def test_un_classeur_de_libreoffice_se_lit_cellule_par_cellule(extension):
    liste = lire((FICHIERS / f"tableau.{extension}").read_bytes())
    assert resultats(liste) == {
        "égal à sa cible": "12",
        "commentaire": "45",
        "milliers": "123456",
        "euros": "1234,5",
        "décimale": "1234,5",
        "formule": "0,3",
        "espaces": "4  010",
        "deux styles": "45",
        "deux lignes": "DARES, note n° 12\ndu 3 juillet 2019",
        "pourcentage": "0,45",
        "date": "2019-06-30",
        "vrai": "oui",
    }
    assert set(liste.feuilles) == {"Résultats"}
    assert liste.numeros[0] == 4
    assert liste.ecartees == {"sans valeur": 1, "non communiquées": 1, "de total ou de note": 1}


def test_une_formule_jamais_calculee_se_refuse_en_nommant_sa_cellule():
    with pytest.raises(FichierRefuse, match="cellule B3 n’a jamais été calculée"):
        lire(classeur(feuille=[["Nom", "Résultat"], ["A", 1], ["B", "=3+4"]]))


def test_la_formule_jamais_calculee_d_un_total_ou_d_une_colonne_de_plus_n_empeche_rien():
    lignes = [["Nom", "Résultat", "Écart"], ["A", 1, "=B2-3"], ["Total", "=SUM(B2:B2)", None]]
    liste = lire(classeur(feuille=lignes))
    assert (resultats(liste), liste.ecartees) == ({"A": "1"}, {"de total ou de note": 1})


@pytest.mark.parametrize("extension", ["ods", "xlsx"])
def test_une_cellule_en_erreur_n_est_pas_vide(extension):
    erreurs = resultats(lire((FICHIERS / f"erreurs.{extension}").read_bytes()))
    assert list(erreurs) == ["division", "référence", "absente"]
    assert all(erreur.startswith(("#", "Err")) for erreur in erreurs.values())


def test_une_dimension_fausse_ne_perd_aucune_ligne():
    octets, sortie = classeur(feuille=[["Nom", "Résultat"], ["A", 1], ["B", 2]]), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(octets)) as source, zipfile.ZipFile(sortie, "w") as faux:
        for nom in source.namelist():
            contenu = source.read(nom)
            assert nom != "xl/worksheets/sheet1.xml" or b'ref="A1:B3"' in contenu
            faux.writestr(nom, contenu.replace(b'ref="A1:B3"', b'ref="A1"'))
    assert resultats(lire(sortie.getvalue())) == {"A": "1", "B": "2"}


def test_un_csv_de_libreoffice_se_lit_ligne_par_ligne():
    liste = lire((FICHIERS / "tableau.csv").read_bytes())
    assert resultats(liste)["égal à sa cible"] == "12"
    assert resultats(liste)["deux lignes"] == "DARES, note n° 12\ndu 3 juillet 2019"
    assert liste.ecartees == {"sans valeur": 1, "non communiquées": 1, "de total ou de note": 1}


@pytest.mark.parametrize("extension", ["csv", "xlsx", "ods"])
def test_un_titre_et_un_total_entourent_le_tableau(extension):
    lignes = [["Bilan, à rendre ; vite", "", ""], ENTETE, ["A", 1, 2], ["TOTAL", 1, 2]]
    octets = tablib.Dataset(*lignes).export(extension)
    liste = lire(octets)
    assert resultats(liste) == {"A": "2"}
    assert liste.ecartees == {"de total ou de note": 1}


@pytest.mark.parametrize("premiere", ["Sous-total Nord", "Total général", "Source : Insee, 2024"])
def test_un_total_ou_une_note_ne_s_importe_pas(premiere):
    assert lire(f"nom;resultat\nA;1\n{premiere};12\n").ecartees == {"de total ou de note": 1}


def test_une_ligne_complete_dont_l_objet_se_nomme_total_s_importe():
    modele = Modele(
        {"siren": ("siren",), "nom": ("nom",), "resultat": ("resultat",)},
        necessaires=("siren", "nom"),
        remplie="resultat",
    )
    liste = lire("nom;siren;resultat\nTotal Énergies;542051180;3\n", modele)
    assert liste.donnees["nom"] == ["Total Énergies"]


@pytest.mark.parametrize(
    "octets",
    [
        b"sep=;\r\nnom;resultat\r\nA, B;1\r\n",
        b"sep=\t\nnom\tresultat\nA, B\t1\n",
        b"nom;resultat\rA, B;1\r",
        "nom;resultat\nA, B;1\n".encode("utf-16"),
        b"\n\n;;\nnom;resultat;;;\nA, B;1;;;\n\n",
        b'nom;resultat\n="A, B";="1"\n',
    ],
    ids=["sep=;", "sep=tabulation", "fins de ligne du Mac", "UTF-16", "lignes vides", "formule"],
)
def test_un_csv_de_toute_provenance_se_lit(octets):
    assert resultats(lire(octets)) == {"A, B": "1"}


@pytest.mark.parametrize("encodage", ["utf-8", "utf-8-sig", "cp1252", "mac_roman", "utf-16"])
def test_les_accents_se_lisent_dans_tous_les_encodages(encodage):
    texte = "nom;resultat\nCœur d’Été à Besançon, forêt – « Île »;1\n"
    assert "Cœur d’Été à Besançon, forêt – « Île »" in resultats(lire(texte.encode(encodage)))


def test_un_texte_lu_est_nettoye_a_la_porte():
    (nom,) = resultats(lire("nom;resultat\n\u202eC\x9cur\u200b d\x92Or\uf0b7;1\n"))
    assert nom == "Cœur d’Or•"


def test_toutes_les_feuilles_qui_ont_l_en_tete_se_lisent():
    liste = lire(classeur(Notice=[["Lisez-moi"]], A=[ENTETE, ["a", 1, 2]], B=[ENTETE, ["b", 3, 4]]))
    assert resultats(liste) == {"a": "2", "b": "4"}
    assert liste.place(1) == "2 de la feuille « B »"


def test_des_feuilles_aux_colonnes_differentes_se_deposent_une_a_une():
    with pytest.raises(FichierRefuse, match="« B » n’a pas les mêmes colonnes"):
        lire(classeur(A=[ENTETE, ["a", 1, 2]], B=[["nom", "resultat"], ["b", 4]]))


def test_sans_en_tete_le_refus_dit_ou_il_a_cherche_et_ce_qu_il_a_vu():
    octets = classeur(Notice=[["Lisez-moi"]], Saisie=[[], ["Nom", "Commune"], ["A", "Lille"]])
    with pytest.raises(FichierRefuse) as refus:
        lire(octets)
    assert "Il manque les colonnes : resultat." in str(refus.value)
    assert "à la ligne 2 de la feuille « Saisie » : Nom, Commune" in str(refus.value)


def test_une_valeur_hors_de_l_en_tete_ne_se_perd_pas_en_silence():
    with pytest.raises(FichierRefuse, match="La ligne 2 a 3 cellules"):
        lire("nom;resultat\nA;1;234\n")


@pytest.mark.parametrize(
    ("octets", "motif"),
    [
        (DEMESURES["entête"], "plus de 500 colonnes"),
        (DEMESURES["ligne"], "plus de 500 colonnes"),
        (DEMESURES["vides"], "vide"),
        (DEMESURES["lignes"], "lignes"),
        (DEMESURES["zip"], "trop gros une fois ouvert"),
        (lambda: classeur(A=[ENTETE, [*[None] * 16000, "perdue"]]), "colonnes"),
        (DEMESURES["faux zip"], "illisible"),
        (DEMESURES["faux xls"], "illisible"),
    ],
    ids=["entete", "ligne", "vides", "lignes", "zip", "colonnes", "faux zip", "faux xls"],
)
def test_un_fichier_demesure_se_refuse_vite_et_sans_memoire(octets, motif):
    fichier = octets()
    debut, avant = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(FichierRefuse, match=motif):
        lire(fichier)
    assert time.process_time() - debut < 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - avant < 200 * 1024


CELLULE = (
    st.text(st.characters(categories=["L", "N", "P", "S"], codec="cp1252"), min_size=1, max_size=12)
    .map(str.strip)
    .filter(lambda texte: texte and not texte.startswith(("=", '"', "'")))
)
NOMBRE = st.integers(0, 10**14) | st.decimals(0, 10**9, places=2).map(float)


def est_lue(ecrite, lue):
    """Dit si la cellule lue est celle qui fut écrite, texte ou nombre."""
    if isinstance(ecrite, str):
        return lue == ecrite
    return lire_nombre(lue) == Decimal(repr(ecrite))


# Chaque classeur s'ouvre dans son processus : moins de cas, mais plus longs.
@settings(max_examples=settings().max_examples // 10)
@pytest.mark.parametrize("extension", ["csv", "xlsx", "ods"])
@given(lignes=st.lists(st.tuples(CELLULE, NOMBRE, CELLULE | NOMBRE), min_size=1, max_size=40))
def test_ce_qui_est_ecrit_se_relit_ou_se_compte(extension, lignes):
    octets = tablib.Dataset(*lignes, headers=["nom", "cible", "resultat"]).export(extension)
    modele = Modele(MODELE.colonnes, necessaires=("nom", "resultat"))
    liste = lire(octets, modele)
    assert len(liste.donnees) + liste.ecartees.total() == len(lignes)
    attendues = iter(lignes)
    for lue in liste.donnees:
        assert any(all(map(est_lue, ecrite, lue)) for ecrite in attendues)

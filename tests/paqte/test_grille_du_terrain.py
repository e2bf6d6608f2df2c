"""Les grilles telles qu’elles reviennent : ce qu’un tableur, ou quelqu’un, fait d’une cellule."""

import io
from decimal import Decimal

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment

from paqte.grille import MODELE
from paqte.models import Cible
from paqte.resources import analyser_grille
from tests.factories import IndicateurFactory
from tests.tableaux import ecrire, ecrire_en_ods

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]

FORMATS = ("csv", "xlsx", "ods")
ENTETE = ["semestre", "convention", "entreprise", "siren", "indicateur", "cible", "resultat"]


@pytest.fixture
def cible(convention):
    """La cible en euros d'une convention qui en a une autre, de dix recrutements."""
    axe = convention.cibles.get().indicateur.axe
    achats = IndicateurFactory(code="achats", unite="euros", axe=axe)
    return Cible.objects.create(convention=convention, indicateur=achats, valeur=4500)


def ligne(cible, resultat, indicateur="achats"):
    entreprise = cible.convention.entreprise
    return ["2019-s1", cible.convention_id, entreprise.nom, entreprise.siren, indicateur, "10",
            resultat]  # fmt: skip


def lire(bilan, octets):
    """Rend {indicateur: valeur} de ce que la grille apporte, et son aperçu."""
    apercu = analyser_grille(MODELE.lire_liste(octets, "grille"), bilan)
    return {r.indicateur.code: r.valeur for r in apercu.crees}, apercu


def nombre(valeur, affiche, nature="float", autour=""):
    return (
        f'<table:table-cell office:value-type="{nature}" office:value="{valeur}">{autour}'
        f"<text:p>{affiche}</text:p></table:table-cell>"
    )


def texte(contenu, autour=""):
    return (
        f'<table:table-cell office:value-type="string">{autour}<text:p>{contenu}</text:p>'
        "</table:table-cell>"
    )


COMMENTAIRE = "<office:annotation><text:p>à vérifier 99</text:p></office:annotation>"
EN_ODS = {
    "deux styles": (texte("4<text:span>5</text:span>"), 45),
    "espaces": (texte("4<text:s/>010"), 4010),
    "espace": (texte("1 010"), 1010),
    "commentaire": (nombre(45, 45, autour=COMMENTAIRE), 45),
    "commentaire d’un texte": (texte("45", COMMENTAIRE), 45),
    "nombre mis en forme": (nombre(4500, "4 500,00"), 4500),
    "milliers": (nombre(123456, "123 456"), 123456),
    "décimale": (nombre(1234.5, "1234,5"), 1234.5),
    "euros": (nombre(1234.5, "1 234,50 €", "currency"), 1234.5),
    "pourcentage": (nombre(0.45, "45 %", "percentage"), 0.45),
    "formule": (nombre(7, 7).replace("office:", 'table:formula="of:=3+4" office:', 1), 7),
}


@pytest.mark.parametrize("cas", EN_ODS)
def test_une_cellule_d_ods_vaut_ce_qu_on_y_a_tape(bilan, cible, cas):
    cellule, attendu = EN_ODS[cas]
    lus, apercu = lire(bilan, ecrire_en_ods([ENTETE, ligne(cible, cellule)]))
    assert (lus, apercu.refus) == ({"achats": Decimal(str(attendu))}, [])


def test_des_cellules_repetees_gardent_chacune_leur_colonne(bilan, cible):
    deux = nombre(10, 10).replace("office:", 'table:number-columns-repeated="2" office:', 1)
    vides = '<table:table-cell table:number-columns-repeated="16375"/>'
    fin = '<table:table-row table:number-rows-repeated="1048323"><table:table-cell/>'
    lignes = [ENTETE, [*ligne(cible, "")[:5], deux, vides]]
    octets = ecrire_en_ods(lignes, f"{fin}</table:table-row>")
    assert lire(bilan, octets)[0] == {"achats": 10}


def test_une_cellule_effacee_ne_dit_rien(bilan, cible):
    lignes = [ENTETE, ligne(cible, texte("")), ligne(cible, 3, "recrutements-qpv")]
    lus, apercu = lire(bilan, ecrire_en_ods(lignes))
    assert (lus, apercu.ecartees) == ({"recrutements-qpv": 3}, {"sans valeur": 1})


def en_xlsx(lignes, **cellule):
    """Rend un XLSX de ces lignes ; `cellule` met en forme la dernière."""
    classeur, octets = Workbook(), io.BytesIO()
    for une in lignes:
        classeur.active.append(une)
    derniere = classeur.active.cell(classeur.active.max_row, len(ENTETE))
    for nom, valeur in cellule.items():
        setattr(derniere, nom, valeur)
    classeur.save(octets)
    return octets.getvalue()


@pytest.mark.parametrize(
    ("resultat", "forme", "attendu"),
    [
        (45, {"comment": Comment("à vérifier 99", "Agent")}, 45),
        ("45", {"comment": Comment("à vérifier 99", "Agent")}, 45),
        (1234.5, {"number_format": "# ##0,00 [$€-40C]"}, 1234.5),
        (123456, {"number_format": "#,##0"}, 123456),
        (0.45, {"number_format": "0%"}, 0.45),
        (CellRichText("4", TextBlock(InlineFont(b=True), "5")), {}, 45),
    ],
    ids=["commentaire", "commentaire d’un texte", "euros", "milliers", "pourcentage", "styles"],
)
def test_une_cellule_de_xlsx_vaut_ce_qu_on_y_a_tape(bilan, cible, resultat, forme, attendu):
    lus, apercu = lire(bilan, en_xlsx([ENTETE, ligne(cible, resultat)], **forme))
    assert (lus, apercu.refus) == ({"achats": Decimal(str(attendu))}, [])


@pytest.mark.parametrize("extension", FORMATS)
@pytest.mark.parametrize(
    ("ecrit", "attendu"),
    [
        *(("1 010", 1010), ("1\u202f010", 1010), ("1\xa0010", 1010), ("4  010", 4010)),
        *(("11,0", 11), ("1 234,50 €", 1234.5), ("1.234,50", 1234.5), ("7", 7), ("12.00", 12)),
    ],
)
def test_un_nombre_ecrit_en_texte_est_un_nombre(bilan, cible, extension, ecrit, attendu):
    lus, apercu = lire(bilan, ecrire([ENTETE, ligne(cible, ecrit)], extension))
    assert (lus, apercu.refus) == ({"achats": attendu}, [])


@pytest.mark.parametrize("extension", FORMATS)
@pytest.mark.parametrize(
    ("ecrit", "motif"),
    [("45 %", "pourcentage"), ("1.234", "se lit 1 234 ou 1,234"), ("#REF!", "pas un nombre")],
)
def test_ce_qui_n_est_pas_un_nombre_se_refuse_a_sa_ligne(bilan, cible, extension, ecrit, motif):
    lus, apercu = lire(bilan, ecrire([ENTETE, ligne(cible, ecrit)], extension))
    ((refus,), vus) = apercu.refus, lus
    assert (vus, refus.ligne, refus.colonne, refus.lu) == ({}, 2, "resultat", ecrit)
    assert (refus.objet, motif in refus.motif) == ("Acier du Nord", True)


def test_un_pourcentage_n_est_pas_un_nombre_de_personnes(bilan, cible):
    octets = ecrire_en_ods(
        [ENTETE, ligne(cible, nombre(0.45, "45 %", "percentage"), "recrutements-qpv")]
    )
    lus, apercu = lire(bilan, octets)
    assert lus == {}
    assert [(r.lu, r.motif) for r in apercu.refus] == [("0,45", "Écrivez un nombre entier.")]


@pytest.mark.parametrize("extension", FORMATS)
@pytest.mark.parametrize("au_dessus", [[], [["Résultats du 1er semestre"], ["Préfecture du Nord"]]])
@pytest.mark.parametrize("total", [[], ["TOTAL", 1234], ["Total", ""]])
def test_un_titre_au_dessus_un_total_au_dessous(bilan, cible, extension, au_dessus, total):
    lignes = [*au_dessus, ENTETE, ligne(cible, 12)]
    if total:
        lignes.append([total[0], *[""] * 5, total[1]])
    larges = [[*une, *[""] * (len(ENTETE) - len(une))] for une in lignes]
    lus, apercu = lire(bilan, ecrire(larges, extension))
    assert (lus, apercu.refus) == ({"achats": 12}, [])
    assert apercu.ecartees == ({"de total ou de note": 1} if total else {})


@pytest.mark.parametrize(
    "transformer",
    [
        lambda texte: f"sep=;\r\n{texte}".encode("cp1252"),
        lambda texte: texte.replace(";", "\t").encode("utf-16"),
        lambda texte: texte.replace("\r\n", "\r").encode("mac_roman"),
        lambda texte: texte.encode("cp1252"),
        lambda texte: texte.replace("\r\n", "\r\n;;;;;;\r\n\r\n").encode(),
        lambda texte: texte.replace("resultat", "Résultat").replace("siren", "SIREN").encode(),
    ],
    ids=["sep", "utf16", "mac", "excel", "lignes vides", "en-têtes accentués"],
)
def test_un_csv_de_tableur_se_lit(bilan, cible, transformer):
    cible.convention.entreprise.siren = "000000901"
    cible.convention.entreprise.save()
    # Excel ôte les zéros de tête du SIREN.
    sienne = [*ligne(cible, "1 234,50 €")[:3], "901", *ligne(cible, "1 234,50 €")[4:]]
    lignes = [";".join(map(str, une)) for une in (ENTETE, sienne, ["", "Total é", *[""] * 5])]
    lus, apercu = lire(bilan, transformer("\r\n".join(lignes) + "\r\n"))
    assert (lus, apercu.refus) == ({"achats": 1234.5}, [])

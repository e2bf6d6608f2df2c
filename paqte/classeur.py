"""La grille des résultats en classeur XLSX : une seule colonne s'y remplit, et elle se voit."""

import re
from io import BytesIO
from itertools import groupby

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from socle.cellules import en_clair
from socle.champs import decimales

from .grille import AUTRES, TITRES

COLONNES = list(TITRES)
# En caractères.
LARGEURS = {
    "semestre": 11,
    "convention": 12,
    "entreprise": 28,
    "siren": 12,
    "axe": 18,
    "libelle": 45,
    "unite": 14,
    "indicateur": 22,
    "cible": 13,
    "precedent": 13,
    "resultat": 14,
}
NOMBRES = ("cible", "precedent", "resultat")
ENTETE = PatternFill("solid", fgColor="000091")
A_REMPLIR = PatternFill("solid", fgColor="FEECC2")
FORMES = {0: "#,##0", 2: "#,##0.00"}
TITRE_MAXIMAL = 31
INTERDITS = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")


def classer(donnees, par_entreprise=False):
    """Rend les octets du classeur de ces lignes (voir `paqte.grille.grille`).

    `par_entreprise` donne une feuille à chaque entreprise ; toutes se relisent ensemble.
    """
    classeur = Workbook()
    classeur.remove(classeur.active)
    rang_du_siren, rang_du_nom = COLONNES.index("siren"), COLONNES.index("entreprise")
    if par_entreprise and len(donnees):
        for _, lignes in groupby(donnees, lambda ligne: ligne[rang_du_siren]):
            lignes = list(lignes)
            _remplir(classeur, lignes[0][rang_du_nom], lignes)
    else:
        _remplir(classeur, donnees.title, donnees)
    octets = BytesIO()
    classeur.save(octets)
    return octets.getvalue()


def _remplir(classeur, titre, lignes):
    # Deux entreprises peuvent porter le même nom : la bibliothèque numérote alors leurs feuilles.
    feuille = classeur.create_sheet(INTERDITS.sub(" ", titre)[: TITRE_MAXIMAL - 3].strip() or "?")
    feuille.append([TITRES[colonne] for colonne in COLONNES])
    for ligne in lignes:
        feuille.append([en_clair(valeur) for valeur in ligne])
        _mettre_en_forme(feuille[feuille.max_row])
    _dessiner_l_entete(feuille)
    _proteger(feuille)


def _mettre_en_forme(cellules):
    par_nom = dict(zip(COLONNES, cellules, strict=True))
    forme = FORMES[decimales(par_nom["unite"].value)]
    for nom in NOMBRES:
        par_nom[nom].number_format = forme
    for nom in ("siren", "indicateur"):
        par_nom[nom].number_format = "@"
    for cellule in cellules:
        cellule.alignment = Alignment(wrap_text=True, vertical="top")
    par_nom["convention"].alignment = Alignment(horizontal="left", vertical="top")
    par_nom["resultat"].fill = A_REMPLIR
    par_nom["resultat"].protection = Protection(locked=False)


def _dessiner_l_entete(feuille):
    for cellule in feuille[1]:
        cellule.font = Font(name="Calibri", bold=True, color="FFFFFF")
        cellule.fill = ENTETE
        cellule.alignment = Alignment(wrap_text=True, vertical="center")
    for rang, colonne in enumerate(COLONNES, start=1):
        feuille.column_dimensions[get_column_letter(rang)].width = LARGEURS[colonne]
    # Deux lignes de titre.
    feuille.row_dimensions[1].height = 32
    feuille.freeze_panes = "A2"
    feuille.print_title_rows = "1:1"
    feuille.page_setup.orientation = "landscape"
    feuille.page_setup.fitToHeight = 0
    feuille.sheet_properties.pageSetUpPr.fitToPage = True


def _proteger(feuille):
    """Sans mot de passe : on se garde d'une faute de frappe, on n'empêche personne."""
    feuille.protection.sheet = True
    feuille.protection.formatColumns = feuille.protection.formatRows = False
    colonne = get_column_letter(len(COLONNES))
    for nature, nombre in (("whole", 0), ("decimal", 2)):
        regle = DataValidation(
            type=nature,
            operator="greaterThanOrEqual",
            formula1="0",
            allow_blank=True,
            # Un avertissement : « n.d. », « s.o. » et « <5 » s'écrivent aussi.
            errorStyle="warning",
            errorTitle="Résultat",
            error=f"Un nombre {'' if nombre else 'entier '}positif, « n.d. », « s.o. » ou « <5 ».",
            showErrorMessage=True,
        )
        rangs = [COLONNES.index(nom) for nom in ("unite", "indicateur")]
        for ligne in feuille.iter_rows(min_row=2):
            unite, indicateur = (ligne[rang].value for rang in rangs)
            if indicateur != AUTRES and decimales(unite) == nombre:
                regle.add(f"{colonne}{ligne[0].row}")
        if regle.sqref:
            feuille.add_data_validation(regle)

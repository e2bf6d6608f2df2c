"""Un classeur ODS : chaque valeur garde son type, un texte ses lignes et ses espaces."""

import datetime
from io import BytesIO
from numbers import Number

from odf import number, style, table, text
from odf.opendocument import OpenDocumentSpreadsheet
from odf.teletype import addTextToElement

JOUR, INSTANT = "jour", "instant"


def dresser_ods(titre, entetes, lignes):
    """Rend les octets du classeur d'une feuille, bâti entier en mémoire."""
    document = OpenDocumentSpreadsheet()
    _decrire_les_dates(document)
    feuille = table.Table(name=titre)
    document.spreadsheet.addElement(feuille)
    for valeurs in (entetes, *lignes):
        ligne = table.TableRow()
        feuille.addElement(ligne)
        for valeur in valeurs:
            ligne.addElement(_cellule(valeur))
    octets = BytesIO()
    document.save(octets)
    return octets.getvalue()


def _cellule(valeur):
    if isinstance(valeur, Number):
        return table.TableCell(valuetype="float", value=valeur)
    if isinstance(valeur, datetime.date):
        forme = INSTANT if isinstance(valeur, datetime.datetime) else JOUR
        return table.TableCell(valuetype="date", datevalue=valeur.isoformat(), stylename=forme)
    if valeur is None:
        return table.TableCell()
    cellule = table.TableCell(valuetype="string")
    # Un paragraphe par ligne : dans un seul, les sauts de ligne se perdraient.
    for ligne in str(valeur).split("\n"):
        paragraphe = text.P()
        addTextToElement(paragraphe, ligne)
        cellule.addElement(paragraphe)
    return cellule


def _decrire_les_dates(document):
    """Déclare les deux formes d'une date : « 31/12/2019 », et l'heure en plus."""
    for nom, avec_heure in ((JOUR, False), (INSTANT, True)):
        forme = number.DateStyle(name=f"forme-{nom}")
        morceaux = [
            number.Day(style="long"),
            number.Text(text="/"),
            number.Month(style="long"),
            number.Text(text="/"),
            number.Year(style="long"),
        ]
        if avec_heure:
            morceaux += [
                number.Text(text=" "),
                number.Hours(style="long"),
                number.Text(text=":"),
                number.Minutes(style="long"),
            ]
        for morceau in morceaux:
            forme.addElement(morceau)
        document.automaticstyles.addElement(forme)
        document.automaticstyles.addElement(
            style.Style(
                name=nom,
                family="table-cell",
                parentstylename="Default",
                datastylename=f"forme-{nom}",
            )
        )

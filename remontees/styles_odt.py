"""L'apparence d'un texte ODT : une page A4 aérée, pour qui y corrige au stylo."""

from odf import dc, meta, style, text

# En centimètres : ce que laissent les marges, et les marges.
LARGEUR, MARGE = 17, 2
POLICE, BLEU, GRIS = "Arial", "#000091", "#555555"
GRAS = {"fontweight": "bold"}
# Chaque style de paragraphe : (lettres, paragraphe).
PARAGRAPHES = {
    "Texte": ({}, {"marginbottom": "0.2cm"}),
    "Point": ({}, {"marginbottom": "0.1cm"}),
    "Case": ({"fontsize": "9pt"}, {"lineheight": "100%"}),
    "Nombre": ({"fontsize": "9pt"}, {"lineheight": "100%", "textalign": "end"}),
    "Legende": (GRAS, {"keepwithnext": "always", "marginbottom": "0.1cm", "margintop": "0.2cm"}),
    "Chapeau": (GRAS | {"fontsize": "12pt"}, {"marginbottom": "0.2cm"}),
    "Mention": (GRAS | {"color": "#8a3200"}, {}),
    "Marianne": (GRAS | {"texttransform": "uppercase"}, {"marginbottom": "0.4cm"}),
    "EnTete": (GRAS | {"color": "#8a3200", "fontsize": "9pt"}, {"textalign": "end"}),
    "Pied": ({"color": GRIS, "fontsize": "8pt"}, {}),
    "Titre1": (GRAS | {"fontsize": "17pt"}, {"marginbottom": "0.3cm", "keepwithnext": "always"}),
    "Titre2": (
        GRAS | {"fontsize": "13pt", "color": BLEU},
        {"margintop": "0.5cm", "marginbottom": "0.2cm", "keepwithnext": "always"},
    ),
    "Titre3": (
        GRAS | {"fontsize": "11pt"},
        {"margintop": "0.3cm", "marginbottom": "0.1cm", "keepwithnext": "always"},
    ),
}
MARQUES = {"Gras": GRAS, "Italique": {"fontstyle": "italic"}}
FONDS = {"Cellule": {}, "Entete": {"backgroundcolor": "#eeeeee"}}
NIVEAUX, RETRAIT = 4, 0.6


def decrire(document, titre, auteur):
    """Dit le titre, l'auteur et la langue d'un document."""
    for propriete, valeur in (
        (dc.Title, titre),
        (meta.InitialCreator, auteur),
        (dc.Creator, auteur),
        (dc.Language, "fr-FR"),
    ):
        document.meta.addElement(propriete(text=valeur))


def declarer_une_colonne(document, nom, largeur):
    """Déclare le style `nom` d'une colonne de cette `largeur`, en centimètres."""
    colonne = style.Style(name=nom, family="table-column")
    colonne.addElement(style.TableColumnProperties(columnwidth=f"{largeur:.3f}cm"))
    document.automaticstyles.addElement(colonne)


def dresser_les_styles(document, mention, titre):
    """Déclare les styles d'un document, et ce que chaque page porte en tête et au pied."""
    _declarer_les_lettres(document)
    _declarer_les_listes(document)
    _declarer_les_tables(document)
    _declarer_la_page(document, mention, titre)


def _declarer_les_lettres(document):
    ordinaire = style.DefaultStyle(family="paragraph")
    ordinaire.addElement(style.ParagraphProperties(lineheight="130%"))
    ordinaire.addElement(
        style.TextProperties(fontfamily=POLICE, fontsize="10pt", language="fr", country="FR")
    )
    document.styles.addElement(ordinaire)
    for nom, (lettres, paragraphe) in PARAGRAPHES.items():
        voulu = style.Style(name=nom, family="paragraph")
        voulu.addElement(style.ParagraphProperties(**paragraphe))
        voulu.addElement(style.TextProperties(**lettres))
        document.styles.addElement(voulu)
    for nom, lettres in MARQUES.items():
        voulu = style.Style(name=nom, family="text")
        voulu.addElement(style.TextProperties(**lettres))
        document.styles.addElement(voulu)


def _declarer_les_listes(document):
    for nom, niveau_de_liste in (
        ("Puces", lambda rang: text.ListLevelStyleBullet(level=rang, bulletchar="•")),
        (
            "Numeros",
            lambda rang: text.ListLevelStyleNumber(level=rang, numformat="1", numsuffix="."),
        ),
    ):
        liste = text.ListStyle(name=nom)
        for rang in range(1, NIVEAUX + 1):
            niveau = niveau_de_liste(rang)
            niveau.addElement(
                style.ListLevelProperties(
                    spacebefore=f"{RETRAIT * (rang - 1):.1f}cm", minlabelwidth=f"{RETRAIT}cm"
                )
            )
            liste.addElement(niveau)
        document.styles.addElement(liste)


def _declarer_les_tables(document):
    feuille = style.Style(name="Table", family="table")
    feuille.addElement(
        style.TableProperties(width=f"{LARGEUR}cm", align="left", marginbottom="0.3cm")
    )
    # Une ligne ne se coupe pas d'une page à l'autre.
    ligne = style.Style(name="Ligne", family="table-row")
    ligne.addElement(style.TableRowProperties(keeptogether="always"))
    cellules = []
    for nom, fond in FONDS.items():
        cellule = style.Style(name=nom, family="table-cell")
        cellule.addElement(
            style.TableCellProperties(padding="0.08cm", border="0.5pt solid #929292", **fond)
        )
        cellules.append(cellule)
    for voulu in (feuille, ligne, *cellules):
        document.automaticstyles.addElement(voulu)


def _declarer_la_page(document, mention, titre):
    page = style.PageLayout(name="Page")
    page.addElement(
        style.PageLayoutProperties(
            pagewidth="21cm",
            pageheight="29.7cm",
            printorientation="portrait",
            **{f"margin{cote}": f"{MARGE}cm" for cote in ("top", "bottom", "left", "right")},
        )
    )
    for bord, ecart in ((style.HeaderStyle, "marginbottom"), (style.FooterStyle, "margintop")):
        forme = bord()
        forme.addElement(style.HeaderFooterProperties(minheight="0.8cm", **{ecart: "0.3cm"}))
        page.addElement(forme)
    document.automaticstyles.addElement(page)
    maitresse = style.MasterPage(name="Standard", pagelayoutname="Page")
    tete, pied = style.Header(), style.Footer()
    tete.addElement(text.P(stylename="EnTete", text=mention))
    numero = text.P(stylename="Pied", text=f"{titre} - page ")
    numero.addElement(text.PageNumber(selectpage="current"))
    numero.addText(" sur ")
    numero.addElement(text.PageCount())
    pied.addElement(numero)
    maitresse.addElement(tete)
    maitresse.addElement(pied)
    document.masterstyles.addElement(maitresse)

"""Le fichier de valeurs, aux colonnes du modèle ou de l'export des valeurs."""

from socle.imports.tableur import Modele

COLONNES = ("indicateur", "territoire", "date", "valeur", "total", "source", "precision")
# L'export nomme certaines colonnes autrement, et dit le territoire en clair.
NOMS_DE_L_EXPORT = {
    "date": ("date", "le"),
    "valeur": ("valeur", "nombre"),
    "total": ("total", "base"),
    "precision": ("precision", "note"),
}
MODELE = Modele(
    {colonne: NOMS_DE_L_EXPORT.get(colonne, (colonne,)) for colonne in COLONNES}
    | {"nom_du_territoire": ("nom_du_territoire",)},
    necessaires=COLONNES[:4],
    remplie="valeur",
    conseil=(
        "Partez du modèle que donne le portail : une ligne par valeur, et non une colonne par "
        "période."
    ),
)
lire_valeurs = MODELE.lire_liste

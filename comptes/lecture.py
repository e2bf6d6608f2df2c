"""Le fichier de comptes, aux colonnes du modèle."""

from socle.imports.tableur import Modele

COLONNES = (
    "courriel",
    "prenom",
    "nom",
    "role",
    "departements",
    "regions",
    "fonction",
    "telephone",
)
# Une colonne facultative absente n'est pas dans la liste : elle ne change rien.
MODELE = Modele(
    {colonne: (colonne,) for colonne in COLONNES},
    necessaires=("courriel", "nom", "role", "departements", "regions"),
    lignes_maximales=2000,
)
lire_comptes = MODELE.lire_liste

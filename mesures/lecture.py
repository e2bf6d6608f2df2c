"""Le fichier de valeurs : CSV, XLSX ou ODS, aux colonnes du modèle."""

from socle.imports.tableur import Modele

COLONNES = ("indicateur", "territoire", "date", "valeur", "total", "source", "precision")
MODELE = Modele(COLONNES, necessaires=COLONNES[:4], remplie="valeur")
lire_valeurs = MODELE.lire_liste

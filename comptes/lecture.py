"""Lecture d'un fichier de comptes : CSV aux colonnes du modèle."""

import hashlib

import tablib

from socle.imports.lecture import FichierRefuse, Liste, decoder, lignes_de, reperer

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
NECESSAIRES = ("courriel", "nom", "role", "departements", "regions")
LIGNES_MAXIMALES = 2000


def lire_comptes(octets, nom):
    """Rend la `Liste` du fichier `nom`. Lève FichierRefuse avec un message clair.

    Une colonne facultative absente n'est pas dans la liste : elle ne change rien.
    """
    lignes = lignes_de(decoder(octets))
    _, brutes = next(lignes, (1, []))
    positions = reperer(brutes, NECESSAIRES)
    entetes = {c: brutes[positions[c]] for c in COLONNES if c in positions}
    donnees, numeros = tablib.Dataset(headers=list(entetes)), []
    for numero, cellules in lignes:
        cellules += [""] * (len(brutes) - len(cellules))
        numeros.append(numero)
        donnees.append([cellules[positions[colonne]] for colonne in entetes])
    if not numeros:
        raise FichierRefuse("Le fichier n’a qu’une ligne d’en-tête : aucun compte à importer.")
    if len(numeros) > LIGNES_MAXIMALES:
        raise FichierRefuse(f"Le fichier dépasse {LIGNES_MAXIMALES} lignes : partagez-le.")
    return Liste(nom, hashlib.sha256(octets).hexdigest(), donnees, numeros, entetes)

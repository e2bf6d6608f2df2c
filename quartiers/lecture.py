"""Lecture d'une liste officielle de QPV : des octets d'un CSV à un tableau aux colonnes connues.

Trois mises en page sont publiées : la liste de 2015 (décret 2014-1750), celle de 2024, et les
tables de l'INSEE (population, demandeurs d'emploi). Les colonnes en plus sont ignorées.
"""

import hashlib
from dataclasses import dataclass

import tablib
from django.utils.functional import cached_property

from socle.imports.lecture import FichierRefuse, Liste, decoder, lignes_de, normaliser

# Colonne du portail : noms sous lesquels elle est publiée, par ordre de préférence.
COLONNES = {
    "code": ("code_qp", "code_quartier", "codgeo", "code"),
    "nom": ("lib_qp", "nom_qp", "quartier_prioritaire", "libgeo", "nom"),
    "departement": ("insee_dep", "departement", "dep"),
    "communes": ("lib_com", "noms_des_communes_concernees", "commune_qp", "nom_commune"),
    "codes_communes": ("insee_com", "code_insee"),
    "epci": ("lib_epci", "nom_epci"),
    "siren_epci": ("siren_epci",),
    "population": ("pop_mun", "population"),
    "defm": ("abcde", "defm"),
    "pru": ("pru",),
}
COLONNES_D_UNE_LISTE = ("nom", "departement", "communes")
CHIFFRES = ("population", "defm", "pru")
# Ces en-têtes sont ceux des tables de l'INSEE, dont les libellés ne font pas foi.
ENTETES_DE_L_INSEE = {"codgeo", "libgeo", "pop_mun", "abcde"}


@dataclass
class ListeDeQuartiers(Liste):
    """Liste de QPV, ou table de leurs chiffres."""

    @cached_property
    def est_complete(self):
        """Vrai pour une liste de QPV, faux pour une table de chiffres de l'INSEE."""
        return not _manquantes(self.entetes) and ENTETES_DE_L_INSEE.isdisjoint(
            map(normaliser, self.entetes.values())
        )


def lire_quartiers(octets, nom):
    """Rend la liste que contient le fichier `nom`. Lève FichierRefuse avec un message clair."""
    texte = decoder(octets)
    lignes = lignes_de(texte)
    _, brutes = next(lignes, (1, []))
    entetes = _reconnaitre(brutes)
    positions = [brutes.index(entete) for entete in entetes.values()]
    donnees = tablib.Dataset(headers=list(entetes))
    numeros = []
    for numero, ligne in lignes:
        if not any(ligne):
            continue
        # Un tableur coupe les cellules vides de la fin d'une ligne, ou en ajoute.
        ligne = ligne[: len(brutes)] if not any(ligne[len(brutes) :]) else ligne
        if len(ligne) > len(brutes):
            raise FichierRefuse(
                f"La ligne {numero} a {len(ligne)} cellules, alors que l’en-tête en a "
                f"{len(brutes)}. Vérifiez les guillemets et le séparateur."
            )
        ligne += [""] * (len(brutes) - len(ligne))
        code, *autres = [ligne[position] for position in positions]
        numeros.append(numero)
        donnees.append([code.upper(), *autres])
    if not numeros:
        raise FichierRefuse("Le fichier n’a qu’une ligne d’en-tête : aucun quartier à importer.")
    return ListeDeQuartiers(nom, hashlib.sha256(octets).hexdigest(), donnees, numeros, entetes)


def _reconnaitre(brutes):
    """Rend {colonne du portail: en-tête du fichier}. Lève FichierRefuse sans les nécessaires."""
    normalisees = {}
    for brute in brutes:
        normalisees.setdefault(normaliser(brute), brute)
    entetes = {
        colonne: next(normalisees[alias] for alias in noms if alias in normalisees)
        for colonne, noms in COLONNES.items()
        if any(alias in normalisees for alias in noms)
    }
    manquantes = ["code"] if "code" not in entetes else _manquantes(entetes)
    if manquantes and ("code" in manquantes or entetes.keys().isdisjoint(CHIFFRES)):
        attendues = " ; ".join(" ou ".join(COLONNES[nom]) for nom in manquantes)
        raise FichierRefuse(
            "Les colonnes ne sont pas celles d’une liste officielle de QPV. Il manque : "
            f"{attendues}. Colonnes vues : {', '.join(brutes)[:200]}"
        )
    return entetes


def _manquantes(entetes):
    """Rend les colonnes qui manquent pour que le fichier soit une liste de quartiers."""
    return [colonne for colonne in COLONNES_D_UNE_LISTE if colonne not in entetes]

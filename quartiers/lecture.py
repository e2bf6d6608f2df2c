"""Lecture de ce qui est publié des QPV, sous les noms de colonnes de chaque mise en page.

Ce sont la liste de 2015 (décret 2014-1750), celle de 2024, les tables de l'INSEE (population,
demandeurs d'emploi), et la table de correspondance des deux listes ; les portails de données
ouvertes y mettent leurs intitulés. Les PRU se lisent d'un tableau `code_qp`, `pru`. Les colonnes
en plus sont ignorées.
"""

import datetime
import re
from dataclasses import replace

import tablib
from django.utils.functional import cached_property

from socle.imports.lecture import FichierRefuse, Liste, normaliser
from socle.imports.tableur import Modele

from .models import ImportQuartiers

# Colonne du portail : noms sous lesquels elle est publiée, par ordre de préférence.
COLONNES = {
    "code": ("code_qp", "code_quartier", "codgeo", "codeqpv", "code_du_quartier", "qp", "code"),
    "nom": (
        *("lib_qp", "nom_qp", "quartier_prioritaire", "nom_du_quartier", "libqpv", "libgeo"),
        "nom",
    ),
    "departement": ("insee_dep", "departement", "dep"),
    "communes": (
        *("lib_com", "noms_des_communes_concernees", "commune_qp", "nom_commune", "commune"),
        *("communes", "listelibdepcom"),
    ),
    "codes_communes": ("insee_com", "code_insee", "codes_communes", "listedepcom"),
    "epci": ("lib_epci", "nom_epci", "epci"),
    "siren_epci": ("siren_epci",),
    "population": ("pop_mun", "popmuniqpv", "population"),
    "defm": ("abcde", "defm"),
    "pru": ("pru",),
    "contour": ("geo_shape",),
}
COLONNES_D_UNE_LISTE = ("nom", "departement", "communes")
CHIFFRES = ("population", "defm", "pru")
# Chiffre daté : sa catégorie, d'après le nom de sa colonne.
CATEGORIES = {
    "population": {"pop_mun": "municipale", "popmuniqpv": "municipale"},
    "defm": {"abcde": "A, B, C, D, E"},
}
# Ces en-têtes sont ceux des tables de l'INSEE, dont les libellés ne font pas foi.
ENTETES_DE_L_INSEE = {"codgeo", "libgeo", "pop_mun", "abcde", "codeqpv", "libqpv", "popmuniqpv"}


class ListeImportee(Liste):
    """Ce que lit un import de quartiers ; `chiffres_au` et `source` datent ses chiffres."""

    genre = ImportQuartiers.Genre.LISTE
    chiffres_au: datetime.date | None = None
    source = ""

    @property
    def a_des_chiffres(self):
        """Vrai si la liste porte une population ou des demandeurs d'emploi."""
        return not self.entetes.keys().isdisjoint(CATEGORIES)


class ListeDeQuartiers(ListeImportee):
    """Liste de QPV, ou table de leurs chiffres."""

    @cached_property
    def est_complete(self):
        """Vrai pour une liste de QPV, faux pour une table de chiffres de l'INSEE."""
        return self.entetes.keys() >= set(COLONNES_D_UNE_LISTE) and ENTETES_DE_L_INSEE.isdisjoint(
            map(normaliser, self.entetes.values())
        )

    def categorie(self, chiffre):
        """Rend la catégorie d'un chiffre daté."""
        return CATEGORIES[chiffre].get(normaliser(self.entetes[chiffre]), "non précisée")


class ListeDePru(ListeDeQuartiers):
    """Les PRU de quartiers connus : elle n'apporte rien d'autre, même si elle les nomme."""

    genre = ImportQuartiers.Genre.PRU
    est_complete = False


class TableDeCorrespondance(ListeImportee):
    """La table de correspondance : une ligne par couple de quartiers (2015, 2024)."""

    genre = ImportQuartiers.Genre.CORRESPONDANCE


class ModeleDeQuartiers(Modele):
    """Le tableau d'une liste de QPV, ou d'une table de leurs chiffres."""

    liste = ListeDeQuartiers

    def manquantes(self, trouvees):
        """Rend les colonnes qui manquent ; un chiffre suffit à une table de chiffres."""
        manquantes = super().manquantes(trouvees)
        return [] if "code" in trouvees and not set(CHIFFRES).isdisjoint(trouvees) else manquantes

    def arranger(self, ligne):
        return ligne | {"code": ligne["code"].upper()}


class ModeleDePru(ModeleDeQuartiers):
    """Le tableau des PRU : un code et ce qu'on en sait."""

    liste = ListeDePru


class ModeleDeCorrespondance(Modele):
    """Le tableau de correspondance.

    Publié, il a une ligne par quartier de 2024 et jusqu'à trois anciens quartiers côte à côte ;
    une ligne par couple convient aussi. Un quartier sans ancien ne fait pas de couple.
    """

    liste = TableDeCorrespondance

    def lire_liste(self, octets, nom):
        lue = super().lire_liste(octets, nom)
        couples = tablib.Dataset(headers=["nouveau", "ancien"])
        rangs = []
        for rang, ligne in enumerate(lue.donnees.dict):
            nouveau = ligne.pop("nouveau").upper()
            anciens = [code for cellule in ligne.values() for code in _codes(cellule)]
            if not (nouveau and anciens):
                lue.ecartees["d’un quartier sans correspondance"] += 1
            for ancien in anciens if nouveau else ():
                couples.append([nouveau, ancien])
                rangs.append(rang)
        if not rangs:
            raise FichierRefuse("Aucune ligne ne relie un quartier de 2024 à un de 2015.")
        return replace(
            lue,
            donnees=couples,
            numeros=[lue.numeros[rang] for rang in rangs],
            feuilles=[lue.feuilles[rang] for rang in rangs],
        )


def _codes(cellule):
    return re.findall(r"[^\s,;/]+", cellule.upper())


MODELE = ModeleDeQuartiers(
    COLONNES,
    necessaires=("code", *COLONNES_D_UNE_LISTE),
    conseil="Le fichier doit être une liste officielle de QPV ou une table de l’INSEE.",
)
lire_quartiers = MODELE.lire_liste
MODELE_DE_PRU = ModeleDePru(
    {
        "code": COLONNES["code"],
        "pru": ("pru", "npnru", "interet", "projet_de_renouvellement_urbain"),
    },
    necessaires=("code", "pru"),
    conseil="Le fichier doit donner le code de chaque quartier et son PRU.",
)
lire_pru = MODELE_DE_PRU.lire_liste
MODELE_DE_CORRESPONDANCE = ModeleDeCorrespondance(
    {
        "nouveau": ("code_qp_2024", "qp2024", "code_qp2024", "codeqpv2024"),
        "ancien": ("code_qp_2015", "qp2015", "code_qp2015", "codeqpv2015", "qp2015_1"),
        "ancien_2": ("qp2015_2",),
        "ancien_3": ("qp2015_3",),
    },
    necessaires=("nouveau", "ancien"),
    conseil="Le fichier doit être la table de correspondance des quartiers de 2015 et de 2024.",
)
lire_correspondance = MODELE_DE_CORRESPONDANCE.lire_liste

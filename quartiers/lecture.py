"""Lecture d'une liste officielle de QPV, sous les noms de colonnes où elle est publiée.

Trois mises en page sont publiées : la liste de 2015 (décret 2014-1750), celle de 2024, et les
tables de l'INSEE (population, demandeurs d'emploi) ; les portails de données ouvertes y
mettent leurs intitulés. Les colonnes en plus sont ignorées.
"""

from django.utils.functional import cached_property

from socle.imports.lecture import Liste, normaliser
from socle.imports.tableur import Modele

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
# Ces en-têtes sont ceux des tables de l'INSEE, dont les libellés ne font pas foi.
ENTETES_DE_L_INSEE = {"codgeo", "libgeo", "pop_mun", "abcde", "codeqpv", "libqpv", "popmuniqpv"}


class ListeDeQuartiers(Liste):
    """Liste de QPV, ou table de leurs chiffres."""

    @cached_property
    def est_complete(self):
        """Vrai pour une liste de QPV, faux pour une table de chiffres de l'INSEE."""
        return self.entetes.keys() >= set(COLONNES_D_UNE_LISTE) and ENTETES_DE_L_INSEE.isdisjoint(
            map(normaliser, self.entetes.values())
        )


class ModeleDeQuartiers(Modele):
    """Le tableau d'une liste de QPV, ou d'une table de leurs chiffres."""

    liste = ListeDeQuartiers

    def manquantes(self, trouvees):
        """Rend les colonnes qui manquent ; un chiffre suffit à une table de chiffres."""
        manquantes = super().manquantes(trouvees)
        return [] if "code" in trouvees and not set(CHIFFRES).isdisjoint(trouvees) else manquantes

    def arranger(self, ligne):
        return ligne | {"code": ligne["code"].upper()}


MODELE = ModeleDeQuartiers(
    COLONNES,
    necessaires=("code", *COLONNES_D_UNE_LISTE),
    conseil="Le fichier doit être une liste officielle de QPV ou une table de l’INSEE.",
)
lire_quartiers = MODELE.lire_liste

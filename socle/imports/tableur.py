"""Le lecteur de tous les tableaux déposés : il y trouve l'en-tête, puis les lignes qui comptent."""

import hashlib
import re
from dataclasses import dataclass
from itertools import groupby, islice
from operator import itemgetter
from typing import ClassVar

import tablib
from openpyxl.utils import get_column_letter

from socle.nettoyage import nettoyer
from socle.nombres import est_non_communique
from socle.recherche import sans_accents

from . import classeur
from .delimite import lignes_du_texte
from .geojson import est_un_geojson, lignes_du_geojson
from .lecture import SANS_VALEUR, TAILLE_MAXIMALE, FichierRefuse, Liste, normaliser

# Un en-tête peut suivre un titre, une source, une date : pas davantage.
LIGNES_AVANT_L_ENTETE = 30
# Excel et les listes publiées écrivent ainsi un texte qui ressemble à un nombre.
TEXTE_EN_FORMULE = re.compile(r'="([^"]*)"')
HORS_DU_TABLEAU = re.compile(
    r"(sous[ -])?tota(l|ux)\b|ensemble$|(sources?|notes?|champ|lecture) *:"
)


def lire_les_lignes(octets):
    """Produit (feuille, numéro, cellules) des lignes non vides d'un classeur, CSV ou GeoJSON.

    Seul un classeur a des feuilles. Lève FichierRefuse avec un message clair.
    """
    if len(octets) > TAILLE_MAXIMALE:
        raise FichierRefuse(f"Le fichier dépasse {TAILLE_MAXIMALE // 1024**2} Mo.")
    if octets.startswith(classeur.SIGNATURES):
        return classeur.lignes_du_classeur(octets)
    lire = lignes_du_geojson if est_un_geojson(octets) else lignes_du_texte
    return (("", numero, cellules) for numero, cellules in lire(octets))


@dataclass(frozen=True)
class Modele:
    """Les colonnes d'un tableau à lire.

    `colonnes` dit sous quels noms chacune peut s'écrire, le préféré d'abord ; la première des
    `necessaires` nomme la ligne. Une ligne dont la colonne `remplie` est vide ne compte pas : le
    modèle en a une par objet, et on ne remplit pas tout. Celle qui y dit « n.d. » non plus, sauf
    si l'import le garde (`absences`).
    """

    colonnes: dict[str, tuple[str, ...]]
    necessaires: tuple[str, ...]
    remplie: str = ""
    absences: bool = False
    lignes_maximales: int = 20_000
    conseil: str = "Partez du modèle que donne le portail."
    liste: ClassVar[type[Liste]] = Liste

    def lire_liste(self, octets, nom):
        """Rend la `Liste` du fichier `nom`, de toutes ses feuilles qui ont l'en-tête.

        Lève FichierRefuse avec un message clair.
        """
        liste, essais = None, []
        for feuille, lignes in groupby(lire_les_lignes(octets), itemgetter(0)):
            # Ce qui suit l'en-tête est ce que sa recherche a laissé à lire.
            if entete := self._chercher_l_entete(lignes, essais):
                liste = liste or self._liste_vide(octets, nom, entete)
                self._remplir(liste, feuille, entete, lignes)  # noqa: B031
        if liste is None:
            raise FichierRefuse(self._dire_ce_qui_manque(essais))
        if not liste.numeros:
            raise FichierRefuse(
                "Aucune ligne n’a de valeur : rien à importer."
                if self.remplie
                else "Le fichier n’a aucune ligne à importer sous son en-tête."
            )
        return liste

    def reconnaitre(self, cellules):
        """Rend {colonne: rang} d'après les noms écrits dans ces cellules."""
        rangs = {}
        for rang, cellule in enumerate(cellules):
            rangs.setdefault(normaliser(cellule), rang)
        return {
            colonne: next(rangs[nom] for nom in noms if nom in rangs)
            for colonne, noms in self.colonnes.items()
            if not rangs.keys().isdisjoint(noms)
        }

    def manquantes(self, trouvees):
        """Rend les colonnes qui manquent pour que ce soit l'en-tête attendu."""
        return [colonne for colonne in self.necessaires if colonne not in trouvees]

    def arranger(self, ligne):
        """Rend la ligne lue, {colonne: texte}, comme l'import l'attend."""
        return ligne

    def _chercher_l_entete(self, lignes, essais):
        """Rend les cellules de l'en-tête, ou None ; note les lignes lues dans `essais`."""
        for feuille, numero, cellules in islice(lignes, LIGNES_AVANT_L_ENTETE):
            if not self.manquantes(trouvees := self.reconnaitre(cellules)):
                return cellules
            # À défaut de colonnes connues, la ligne la plus remplie ressemble le plus à un en-tête.
            ressemblance = len(trouvees), sum(map(bool, cellules))
            essais.append((ressemblance, feuille, numero, cellules))
        return None

    def _liste_vide(self, octets, nom, entete):
        rangs = self.reconnaitre(entete)
        return self.liste(
            nom,
            hashlib.sha256(octets).hexdigest(),
            tablib.Dataset(headers=list(rangs)),
            numeros=[],
            entetes={colonne: entete[rang] for colonne, rang in rangs.items()},
            feuilles=[],
            ignorees=[
                cellule
                for rang, cellule in enumerate(entete)
                if cellule.strip() and rang not in rangs.values()
            ],
        )

    def _remplir(self, liste, feuille, entete, lignes):
        """Ajoute à la liste les lignes qui comptent, et compte celles qu'elle écarte."""
        rangs = self.reconnaitre(entete)
        if rangs.keys() != liste.entetes.keys():
            raise FichierRefuse(
                f"La feuille « {feuille} » n’a pas les mêmes colonnes que la précédente : "
                "déposez-les une à une."
            )
        for _, numero, cellules in lignes:
            cellules = [_lire_cellule(cellule) for cellule in cellules]
            if not feuille and any(cellules[len(entete) :]):
                raise FichierRefuse(
                    f"La ligne {numero} a {len(cellules)} cellules, alors que l’en-tête en a "
                    f"{len(entete)}. Vérifiez les guillemets et le séparateur."
                )
            cellules += [""] * (len(entete) - len(cellules))
            ligne = self.arranger({colonne: cellules[rang] for colonne, rang in rangs.items()})
            if raison := self._ecarter(ligne, next(filter(None, cellules), "")):
                liste.ecartees[raison] += 1
                continue
            _exiger_des_valeurs(cellules, rangs.values(), numero)
            if len(liste.numeros) == self.lignes_maximales:
                raise FichierRefuse(
                    f"Le fichier dépasse {self.lignes_maximales} lignes : partagez-le."
                )
            liste.numeros.append(numero)
            liste.feuilles.append(feuille)
            liste.donnees.append([ligne[colonne] for colonne in liste.donnees.headers])

    def _ecarter(self, ligne, premiere):
        """Dit pourquoi cette ligne n'est pas à importer ; vide si elle l'est."""
        cle, *autres = (c for c in self.necessaires if c in ligne and c != self.remplie)
        incomplete = not all(ligne[colonne] for colonne in autres)
        if HORS_DU_TABLEAU.match(sans_accents(premiere)) and (incomplete or premiere == ligne[cle]):
            return "de total ou de note"
        if not self.remplie:
            return "" if any(ligne.values()) else "sans valeur"
        if not ligne[self.remplie]:
            return "sans valeur"
        ignoree = not self.absences and est_non_communique(ligne[self.remplie])
        return "non communiquées" if ignoree else ""

    def _dire_ce_qui_manque(self, essais):
        if not essais:
            return "Le fichier est vide."
        _, feuille, numero, cellules = max(essais, key=itemgetter(0))
        manquantes = (self.colonnes[c][0] for c in self.manquantes(self.reconnaitre(cellules)))
        place = f" de la feuille « {feuille} »" if feuille else ""
        vues = ", ".join(filter(None, map(nettoyer, cellules)))[:200]
        return (
            f"Il manque les colonnes : {', '.join(manquantes)}. {self.conseil} "
            f"Colonnes vues à la ligne {numero}{place} : {vues}"
        )


def _exiger_des_valeurs(cellules, rangs, numero):
    """Lève FichierRefuse si une cellule à lire est une formule qu'aucun tableur n'a calculée."""
    for rang in rangs:
        if cellules[rang] == SANS_VALEUR:
            raise FichierRefuse(
                f"La formule de la cellule {get_column_letter(rang + 1)}{numero} n’a jamais été "
                "calculée : ouvrez le classeur dans un tableur, enregistrez-le, puis déposez-le."
            )


def _lire_cellule(cellule):
    formule = TEXTE_EN_FORMULE.fullmatch(cellule)
    return nettoyer(formule[1] if formule else cellule).strip()

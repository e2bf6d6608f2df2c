"""La feuille d'une entreprise : la grille de sa seule convention, à remplir hors de sa page."""

from remontees.periodes import Semestre
from socle.imports.lecture import FichierRefuse

from .classeur import classer
from .grille import AUTRES, COLONNE_REMPLIE, MODELE, grille
from .models import Absence, Bilan

# Une feuille remplie tient en quelques dizaines de lignes.
TAILLE_MAXIMALE = 1024 * 1024


def ecrire_la_feuille(demande):
    """Rend les octets du classeur (XLSX) d'une demande, avec ce que l'entreprise a déjà écrit."""
    departement = demande.convention.entreprise.departement
    donnees = grille(
        Bilan(departement=departement, periode=demande.periode), convention=demande.convention
    )
    # Ce que la préfecture a saisi elle-même ne regarde pas l'entreprise.
    proposes = {resultat.indicateur.code: resultat.lu for resultat in demande.resultats()}
    code = donnees.headers.index("indicateur")
    lignes = [
        [*ligne[:COLONNE_REMPLIE], _ecrit(demande, proposes, ligne[code])] for ligne in donnees
    ]
    donnees.wipe()
    for ligne in lignes:
        donnees.append(ligne)
    return classer(donnees)


def lire_la_feuille(demande, octets, nom):
    """Rend {champ du formulaire: ce qui y est écrit} d'une feuille remplie. Lève FichierRefuse."""
    liste = MODELE.lire_liste(octets, nom)
    siennes = [ligne for ligne in liste.donnees.dict if _est_a(demande, ligne)]
    if not siennes:
        raise FichierRefuse(
            f"Ce fichier ne dit rien de votre convention au {demande.periode.libelle} : partez de "
            "la feuille que donne cette page."
        )
    return {_champ(ligne["indicateur"]): ligne["resultat"] for ligne in siennes}


def _champ(code):
    return "autres" if code == AUTRES else f"valeur-{code}"


def _ecrit(demande, proposes, code):
    if code == AUTRES:
        return demande.autres or None
    lu = proposes.get(code)
    return lu.abrege if isinstance(lu, Absence) else lu


def _est_a(demande, ligne):
    # Un programme de calcul écrit 12 en 12.0.
    if ligne["convention"].removesuffix(".0") != str(demande.convention_id):
        return False
    try:
        return Semestre.comprendre(ligne["semestre"]) == demande.periode
    except ValueError:
        return False

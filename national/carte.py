"""La carte de France, outre-mer compris : l'état de chaque département, un carré pour chacun.

Les mêmes états sur les contours : `contours.py`.
"""

import functools
from collections import Counter
from hashlib import sha256
from types import MappingProxyType

from quartiers.models import Region
from remontees import registre
from socle.fixtures import lire_fixture
from socle.francais import compter, en_minuscule

from . import contours
from .suivi import ETATS

COTE = 44
# Écrites dans le dessin : WeasyPrint n'applique pas la feuille de style au SVG.
COULEURS = {
    "attente": "#eeeeee",
    "cours": "#e3e3fd",
    "bien": "#c3fad5",
    "fait": "#8be0a5",
    "alerte": "#ffd0b5",
    "tard": "#fde2b5",
    "retard": "#ffb3ae",
    "palier-1": "#f0f0fe",
    "palier-2": "#cacafb",
    "palier-3": "#a8a8f8",
    "palier-4": "#8585f6",
}
# Ce qui n'est pas arrivé à temps : rien de reçu, ou un brouillon ouvert.
EN_RETARD = {"a_commencer": ("!", "retard"), "brouillon": ("R", "tard")}


@functools.cache
def positions():
    """Rend {code du département: (ligne, colonne)} (fixtures/carte_tuiles.csv)."""
    return {
        ligne["departement"]: (int(ligne["ligne"]), int(ligne["colonne"]))
        for ligne in lire_fixture("carte_tuiles")
    }


def tuiles(etats):
    """Rend les tuiles de {code: (signe, classe, libellé)}, prêtes à dessiner.

    Le signe dit l'état sans la couleur, que donne la classe.
    """
    return [
        {
            "code": code,
            "x": colonne * COTE,
            "y": ligne * COTE,
            "signe": etats[code][0],
            "classe": etats[code][1],
            "couleur": COULEURS[etats[code][1]],
            "libelle": etats[code][2],
        }
        for code, (ligne, colonne) in positions().items()
        if code in etats
    ]


def _cadrer(les_tuiles):
    """Rend (x, y, largeur, hauteur) du dessin : celui des seules tuiles montrées."""
    if not les_tuiles:
        return 0, 0, COTE, COTE
    gauche, haut = (min(tuile[axe] for tuile in les_tuiles) for axe in "xy")
    droite, bas = (max(tuile[axe] for tuile in les_tuiles) + COTE for axe in "xy")
    return gauche, haut, droite - gauche, bas - haut


def _dessiner(etats):
    """Rend la carte en tuiles de {code: (signe, classe, libellé)} : tuiles, cadre, légende."""
    les_tuiles = tuiles(etats)
    return {
        "tuiles": les_tuiles,
        "cadre": _cadrer(les_tuiles),
        "legende": sorted({etat[:2]: etat for etat in etats.values()}.values()),
    }


def legender(titre, departements, etats, chiffres=MappingProxyType({})):
    """Rend la carte de {code: (signe, classe, libellé)} : tuiles, contours, légende, liste.

    Deux cartes de même clé montrent la même chose. La légende est [(signe, classe, libellé)] ; les
    groupes, [(état de la légende, [(département, son chiffre écrit, ou vide)])].
    """
    carte, noms = _dessiner(etats), {d.pk: str(d) for d in departements}
    for tuile in carte["tuiles"]:
        tuile["nom"] = noms[tuile["code"]]
    groupes = [
        (etat, [(d, chiffres.get(d.pk, "")) for d in departements if etats[d.pk] == etat])
        for etat in carte["legende"]
    ]
    montre = (titre, [*etats.items()], [*chiffres.items()])
    return {
        "cle": sha256(repr(montre).encode()).hexdigest(),
        "titre": titre,
        "groupes": groupes,
        "contours": contours.dessiner(etats, chiffres, noms),
        **carte,
    }


def legender_suivi(nom, lignes):
    """Rend la carte `nom` du suivi (voir `choix`) de ces lignes, et sa phrase."""
    if nom in AUTRES:
        _, question, lire = AUTRES[nom]
    else:
        question = f"Où en sont les {en_minuscule(registre.remontee(nom).pluriel)} ?"
        lire = functools.partial(_remontee, nom)
    etats = {ligne.departement.pk: lire(ligne) for ligne in lignes}
    dessinee = legender(question, [ligne.departement for ligne in lignes], etats)
    par_region = nom not in AUTRES and registre.remontee(nom).Territoire is Region
    dits = {
        (li.departement.region_id if par_region else li.departement.pk): lire(li) for li in lignes
    }
    return dessinee | {"phrase": _dire(dits, "région" if par_region else "département")}


def _dire(etats, unite):
    """Dit combien de territoires sont à chaque état, du plus fréquent au plus rare."""
    if not etats:
        return ""
    (premier, nombre), *autres = Counter(libelle for *_, libelle in etats.values()).most_common()
    suite = "".join(f" ; {libelle.lower()}, {autre}" for libelle, autre in autres)
    return f"{premier} : {nombre} sur {compter(len(etats), unite)}{suite}."


def _remontee(genre, ligne):
    return classer(ligne.avancees[genre])


def classer(avancee):
    """Rend (signe, classe, libellé) d'une `Avancee` : « en retard » ne se dit que de ce qui n'est
    pas arrivé.
    """
    if avancee.en_retard:
        return *EN_RETARD[avancee.etat], f"En retard, {avancee.libelle.lower()}"
    return *ETATS[avancee.etat], avancee.libelle


def _protocoles(ligne):
    if not ligne.contrats:
        return "-", "attente", "Aucun contrat"
    if ligne.signes == ligne.contrats:
        return "T", "fait", "Tous signés"
    return ("P", "cours", "En partie signés") if ligne.signes else ("0", "alerte", "Aucun signé")


def _referent(ligne):
    return ("N", "fait", "Nommé") if ligne.referent else ("-", "alerte", "Manquant")


# Le nom d'une autre carte, la question à laquelle elle répond, et ce qu'elle lit d'une ligne.
AUTRES = {
    "protocoles": ("Protocoles signés", "Où les protocoles sont-ils signés ?", _protocoles),
    "referent": ("Référents du PAQTE", "Qui a un référent du PAQTE ?", _referent),
}


def choix():
    """Rend les cartes qu'on peut demander : [(nom, titre)]."""
    return [
        *((modele.genre, modele.pluriel) for modele in registre.remontees()),
        *((nom, titre) for nom, (titre, *_) in AUTRES.items()),
    ]


def legender_transmissions(attendus, recus):
    """Rend la carte des départements reçus et manquants (codes)."""
    etats = {
        code: ("T", "fait", "Transmis") if code in recus else ("-", "attente", "Non transmis")
        for code in attendus
    }
    return _dessiner(etats)

"""Ce qui change d'un contenu figé à un autre : textes, listes, chiffres."""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from socle.francais import ecrire_jour, ecrire_nombre

from .formats import FAIT_UNE_LIGNE

# Une variation plus forte appelle une relecture, si le hasard des petits nombres ne suffit pas à
# l'expliquer : de 3 à 2, c'est un tiers, et ce n'est rien.
VARIATION_FORTE = 0.25
ECARTS_TYPES = 2
# Ce qui change à chaque version sans rien dire du territoire.
IGNORES = {"version", "transmis_le", "transmis_par", "format", "genre", "lettre", "signataire"}
# Ce qui nomme un élément de liste ; son rang, à défaut.
NOMS = ("nom", "code", "domaine", "libelle", "entreprise", "date")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Difference:
    """Une valeur qui n'est plus la même : où, avant (None si elle est neuve), après."""

    cles: tuple
    avant: object
    apres: object

    @property
    def chemin(self):
        return " › ".join(map(str, self.cles))

    @property
    def est_forte(self):
        """Vrai pour un nombre qui varie de plus d'un quart, et plus que deux comptes au hasard."""
        if not self.est_chiffree:
            return False
        ecart = abs(self.apres - self.avant)
        reference = max(abs(self.avant), abs(self.apres))
        au_hasard = ECARTS_TYPES**2 * (abs(self.avant) + abs(self.apres))
        return ecart > VARIATION_FORTE * reference and ecart**2 > au_hasard

    @property
    def est_chiffree(self):
        """Vrai si les deux sont des nombres."""
        return _est_nombre(self.avant) and _est_nombre(self.apres)

    @property
    def ecart(self):
        """Rend « +12 (+25 %) » entre deux nombres, et rien sinon."""
        if not self.est_chiffree:
            return ""
        ecart = self.apres - self.avant
        part = f" ({_signer(round(100 * ecart / abs(self.avant)))} %)" if self.avant else ""
        return f"{_signer(ecart)}{part}"


@dataclass(frozen=True)
class Ligne:
    """Ce qui change d'un même objet (une entreprise, un chiffre, un texte), à lire."""

    ou: str
    avant: str
    apres: str
    ecart: str
    est_forte: bool


def comparer(avant, apres):
    """Rend les `Difference` d'un contenu (types JSON) à l'autre, dans l'ordre du second."""
    anciennes, nouvelles = dict(_feuilles(avant)), dict(_feuilles(apres))
    return [
        Difference(cles, anciennes.get(cles), nouvelles.get(cles))
        for cles in [*nouvelles, *(c for c in anciennes if c not in nouvelles)]
        if anciennes.get(cles) != nouvelles.get(cles)
    ]


def lignes(differences, *schemas):
    """Rend les `Ligne` que font ces différences, aux libellés (`title`) des `schemas` JSON.

    Un schéma par format comparé, le plus récent d'abord : ce qu'il n'a plus se nomme au suivant.
    Une valeur que nul schéma n'intitule (un code, un réglage de mise en page) ne se lit pas.
    """
    situees = [(*_nommer(difference.cles, schemas), difference) for difference in differences]
    # Ce qu'un objet perd vient après tout ce que les autres gagnent : il rejoint sa ligne.
    rangs = {ou: rang for rang, (ou, _, _) in reversed(list(enumerate(situees)))}
    situees.sort(key=lambda situee: rangs[situee[0]])
    for ou, groupe in groupby(situees, key=lambda situee: situee[0]):
        changements = [(quoi, difference) for _, quoi, difference in groupe]
        if lisibles := [(quoi, d) for quoi, d in changements if quoi is not None]:
            yield Ligne(
                " › ".join(ou),
                _resumer((quoi, d.avant) for quoi, d in lisibles),
                _resumer((quoi, d.apres) for quoi, d in lisibles),
                _resumer((quoi, d.ecart) for quoi, d in lisibles),
                any(d.est_forte for _, d in changements),
            )


def _feuilles(valeur, cles=()):
    """Produit (clés, valeur) pour chaque valeur simple ; une liste d'objets suit leur nom."""
    if isinstance(valeur, dict):
        for cle, suite in valeur.items():
            if cles or cle not in IGNORES:
                yield from _feuilles(suite, (*cles, cle))
    elif not isinstance(valeur, list):
        yield cles, valeur
    elif any(isinstance(element, dict | list) for element in valeur):
        homonymes = Counter()
        for rang, element in enumerate(valeur, start=1):
            nom = _designer(element, rang)
            homonymes[nom] += 1
            suffixe = f" ({homonymes[nom]})" if homonymes[nom] > 1 else ""
            yield from _feuilles(element, (*cles, f"{nom}{suffixe}"))
    elif valeur:
        yield cles, valeur


def _designer(element, rang):
    # Le nom suit l'objet quand la liste change d'ordre.
    noms = (element.get(cle) for cle in NOMS) if isinstance(element, dict) else ()
    return next((nom for nom in noms if nom), rang)


def _nommer(cles, schemas):
    """Rend ce que `_situer` trouve au premier des `schemas` qui intitule la valeur."""
    situations = [_situer(cles, schema) for schema in schemas]
    return next((trouve for trouve in situations if trouve[1] is not None), situations[0])


def _situer(cles, schema):
    """Rend (les libellés de l'objet qui porte la valeur, le sien) ; le sien est None sans titre.

    L'objet est le dernier élément de liste, ou le dernier qui fait une ligne, que traverse le
    chemin.
    """
    noeud, libelles, fin = schema, [], 0
    for cle in cles:
        objet = _definition(noeud, schema)
        if objet.get("type") == "array":
            noeud = objet["items"]
            libelles.append(_ecrire(cle))
            fin = len(libelles)
        else:
            noeud = objet.get("properties", {}).get(cle, {})
            if titre := noeud.get("title"):
                libelles.append(titre)
        if FAIT_UNE_LIGNE in _definition(noeud, schema):
            fin = len(libelles)
    if "title" not in noeud:
        return tuple(libelles[: fin or None]), None
    return (tuple(libelles[:fin]), " › ".join(libelles[fin:])) if fin else (tuple(libelles), "")


def _definition(noeud, schema):
    """Rend ce que décrit un nœud du schéma : lui-même, ou la définition à laquelle il renvoie."""
    for choix in (noeud, *noeud.get("anyOf", ())):
        if reference := choix.get("$ref"):
            return schema["$defs"][reference.rpartition("/")[2]]
    return noeud


def _resumer(valeurs):
    """Rend, à la suite, chaque valeur écrite, précédée de son libellé si l'objet en a plusieurs."""
    ecrites = [
        f"{quoi} : {_ecrire(valeur)}" if quoi else _ecrire(valeur)
        for quoi, valeur in valeurs
        if valeur is not None and valeur != ""
    ]
    # Une phrase que d'autres suivent ne finit pas : « … intercommunalités. ; Décisions … ».
    return " ; ".join([*(ecrite.removesuffix(".") for ecrite in ecrites[:-1]), *ecrites[-1:]])


def _ecrire(valeur):
    """Écrit une valeur JSON en français."""
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, list):
        return ", ".join(map(_ecrire, valeur))
    if _est_nombre(valeur):
        return ecrire_nombre(valeur)
    return ecrire_jour(valeur) if DATE.fullmatch(valeur) else valeur


def _signer(nombre):
    return f"{'+' if nombre > 0 else '−' if nombre < 0 else ''}{ecrire_nombre(abs(nombre))}"


def _est_nombre(valeur):
    return isinstance(valeur, int | float) and not isinstance(valeur, bool)

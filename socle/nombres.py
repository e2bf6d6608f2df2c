"""Lire un nombre comme les gens l'écrivent : dans un formulaire comme dans un fichier."""

import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.text import Truncator

from .recherche import sans_accents

# Un chiffre qu'on n'a pas ne vaut jamais zéro.
NON_COMMUNIQUES = {"nd", "ns", "na", "nc", "nr", "s", "c", "-", "noncommunique", "nonrenseigne"}
SANS_OBJET = {"so", "sansobjet"}
SECRETS = {"secret", "secretstatistique"}
SECRET = re.compile(r"[<≤] *[0-9]+")
UNITES = re.compile(r"(€|eur|euros?)$", re.IGNORECASE)
# Un groupe de trois chiffres suit chaque séparateur de milliers.
FORMES = [
    (re.compile(r"[0-9]+([.,][0-9]+)?"), ""),
    (re.compile(r"[0-9]{1,3}( [0-9]{3})+([.,][0-9]+)?"), " "),
    (re.compile(r"[0-9]{1,3}(\.[0-9]{3})+,[0-9]+|[0-9]{1,3}(\.[0-9]{3}){2,}"), "."),
    (re.compile(r"[0-9]{1,3}(,[0-9]{3})+\.[0-9]+|[0-9]{1,3}(,[0-9]{3}){2,}"), ","),
]
DEUX_LECTURES = re.compile(r"([1-9][0-9]{0,2})\.([0-9]{3})")


def est_non_communique(texte):
    """Dit si ce texte tient la place de ce qu'on n'a pas : « n.d. », « ns », « NA », « - »."""
    return _reduire(texte) in NON_COMMUNIQUES


def est_sans_objet(texte):
    """Dit si ce texte veut dire que la question ne se pose pas : « s.o. », « Sans objet »."""
    return _reduire(texte) in SANS_OBJET


def est_secret(texte):
    """Dit si ce texte cache un effectif trop petit pour être publié : « <5 », « secret »."""
    return bool(SECRET.fullmatch(texte.strip())) or _reduire(texte) in SECRETS


def _reduire(texte):
    return re.sub(r"[\s./]", "", sans_accents(texte))


def lire_nombre(texte):
    """Rend le Decimal écrit (« 1 234,50 € », « 1.234,5 », « -3 »), ou None si rien ne l'est.

    Lève ValidationError quand ce n'est pas un nombre, ou qu'il se lirait de deux façons.
    """
    ecrit = UNITES.sub("", " ".join(texte.split())).strip()
    if not ecrit:
        return None
    signe, chiffres = re.fullmatch(r"([-+−]?) *(.*)", ecrit).groups()
    if trouve := DEUX_LECTURES.fullmatch(chiffres):
        raise ValidationError(
            f"« {texte} » se lit {trouve[1]} {trouve[2]} ou {trouve[1]},{trouve[2]} : écrivez "
            "l’un ou l’autre."
        )
    for forme, milliers in FORMES:
        if forme.fullmatch(chiffres):
            nombre = Decimal(chiffres.replace(milliers, "").replace(",", "."))
            return -nombre if signe in {"-", "−"} else nombre
    raise ValidationError(_motif(texte, ecrit))


def _motif(texte, ecrit):
    cite = f"« {Truncator(texte).chars(40)} »"
    if est_secret(ecrit):
        return f"{cite} est un secret statistique, pas un nombre : laissez la case vide."
    if est_non_communique(ecrit):
        return f"{cite} : laissez vide un chiffre qui n’est pas communiqué ; il ne vaut pas zéro."
    if ecrit.endswith("%"):
        return f"{cite} est un pourcentage : écrivez le nombre de personnes, d’euros, d’objets."
    return f"{cite} n’est pas un nombre. Écrivez un nombre, par exemple 1 234."


def nombre_json(valeur):
    """Rend un décimal en type JSON : entier s'il l'est, sinon flottant ; None reste None."""
    if valeur is None:
        return None
    return int(valeur) if valeur == int(valeur) else float(valeur)

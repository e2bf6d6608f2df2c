"""Lire une cellule comme une personne l'a écrite : une date, un oui ou un non, un choix."""

from django.core.exceptions import ValidationError

from ..francais import lire_jour
from ..nombres import est_non_communique
from .lecture import normaliser

OUI = {"oui", "x", "o", "vrai", "true", "1"}
NON = {"non", "n", "faux", "false", "0"}


def lire_date(texte):
    """Rend la date écrite. Lève ValidationError en disant les formes attendues."""
    try:
        return lire_jour(texte)
    except ValueError:
        serie = " (un tableur écrit ainsi une date : mettez la colonne au format date)"
        raise ValidationError(
            f"« {texte} »{serie if texte.isdecimal() and len(texte) == 5 else ''} : attendu "
            "30/06/2019 ou 2019-06-30."
        ) from None


def lire_oui_non(texte):
    """Rend le booléen écrit : « oui », « x », « non », ou rien. Lève ValidationError."""
    ecrit = normaliser(texte)
    if ecrit in OUI:
        return True
    if not ecrit or ecrit in NON or est_non_communique(texte):
        return False
    raise ValidationError(f"« {texte} » : attendu oui ou non.")


def lire_choix(texte, connus):
    """Rend le choix écrit, parmi {nom comparable: choix}. Lève ValidationError en les nommant."""
    try:
        return connus[normaliser(texte)]
    except KeyError:
        noms = ", ".join(str(choix.label) for choix in dict.fromkeys(connus.values()))
        raise ValidationError(f"« {texte} » : attendu {noms}.") from None


def nommer_les_choix(choix, **autres):
    """Rend {nom comparable: choix} de ces choix : leur libellé, leur valeur, d'`autres` noms."""
    noms = {normaliser(un.label): un for un in choix} | {normaliser(un.value): un for un in choix}
    return noms | {nom: choix(valeur) for valeur, ses in autres.items() for nom in ses}

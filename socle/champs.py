"""Les champs communs à tous les formulaires du portail : nombre à la française, date."""

import datetime
import re
from decimal import Decimal
from itertools import groupby

from django import forms
from django.utils import timezone
from django.utils.text import Truncator
from stdnum.fr import siren, siret, tva

from .nombres import lire_nombre

LONGUEUR_D_UN_CHOIX = 110


# La loi de programmation pour la ville, qui fonde les quartiers prioritaires, est de février 2014.
PREMIERE_DATE = datetime.date(2014, 1, 1)


def valider_fait(date):
    """Lève ValidationError pour un fait daté de l'avenir, ou d'avant 2014."""
    if date > timezone.localdate():
        raise forms.ValidationError("Cette date est à venir.")
    if date < PREMIERE_DATE:
        raise forms.ValidationError("Cette date est antérieure à la politique suivie ici (2014).")


def valider_siren(valeur):
    """Lève ValidationError si `valeur` n'est pas un SIREN (neuf chiffres, clé de Luhn)."""
    if not (re.fullmatch("[0-9]{9}", valeur) and siren.is_valid(valeur) and int(valeur)):
        raise forms.ValidationError(
            "Ce numéro n’est pas un SIREN : neuf chiffres, dont le dernier est une clé de contrôle."
        )


def lire_numero(texte):
    """Rend le SIRET qu'écrit `texte`, ou le SIREN : seul, ou dans un numéro de TVA valide.

    Tout autre texte est rendu tel quel, sans espaces ni points.
    """
    compact = re.sub(r"[\s.]", "", texte)
    if re.fullmatch("(?i)FR[0-9A-Z]{2}[0-9]{9}", compact) and tva.is_valid(compact):
        return compact[-9:]
    return compact


def valider_siret(valeur):
    """Lève ValidationError si `valeur` n'est pas un SIRET (quatorze chiffres, clé de Luhn)."""
    if not (re.fullmatch("[0-9]{14}", valeur) and siret.is_valid(valeur)):
        raise forms.ValidationError("Ce numéro n’est pas un SIRET : quatorze chiffres.")


def lire_siren(texte):
    """Rend le SIREN qu'écrit `texte` : seul, ou dans un SIRET ou un numéro de TVA valides.

    Tout autre texte est rendu tel quel, sans espaces ni points.
    """
    return lire_siret(texte)[:9] or lire_numero(texte)


def lire_siret(texte):
    """Rend le SIRET qu'écrit `texte`, ou une chaîne vide s'il n'en écrit pas de valide."""
    numero = lire_numero(texte)
    est_un_siret = re.fullmatch("[0-9]{14}", numero) and siret.is_valid(numero)
    return numero if est_un_siret else ""


class SirenField(forms.CharField):
    """SIREN, écrit avec ou sans espaces ; un SIRET ou un numéro de TVA donne le sien."""

    def __init__(self, **kwargs):
        super().__init__(
            **{
                "label": "SIREN",
                "max_length": 30,
                "help_text": "Neuf chiffres, par exemple 552 100 554. Un SIRET convient aussi.",
            }
            | kwargs
        )

    def clean(self, value):
        """Rend le SIREN. Lève ValidationError si ce n'en est pas un."""
        lu = lire_siren(super().clean(value))
        if lu:
            valider_siren(lu)
        return lu


class SiretField(forms.CharField):
    """SIRET d'un établissement, écrit avec ou sans espaces."""

    def clean(self, value):
        """Rend le SIRET. Lève ValidationError si ce n'en est pas un."""
        lu = re.sub(r"[\s.]", "", super().clean(value))
        if lu:
            valider_siret(lu)
        return lu


def decimales(unite):
    """Rend le nombre de décimales qu'accepte une unité : deux pour des euros, aucune sinon."""
    return 2 if unite == "euros" else 0


class NombreField(forms.DecimalField):
    """Nombre positif ou nul, tel que les gens l'écrivent ; entier sans `decimal_places`."""

    def __init__(self, *, decimal_places=0, **kwargs):
        super().__init__(
            **{
                "min_value": 0,
                "max_digits": 14,
                "decimal_places": decimal_places,
                "widget": forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
                "error_messages": {
                    "min_value": "Un nombre ne peut pas être négatif : écrivez un nombre positif.",
                    "max_decimal_places": "Écrivez un nombre entier."
                    if not decimal_places
                    else "Écrivez deux décimales au plus.",
                },
            }
            | kwargs
        )

    def to_python(self, value):
        """Rend un Decimal sans zéros de fin, ou None. Lève ValidationError (voir `lire_nombre`)."""
        lu = lire_nombre(value) if isinstance(value, str) else value
        if lu in self.empty_values:
            return None
        return super().to_python(f"{Decimal(lu).normalize():f}")

    def prepare_value(self, value):
        """Rend la valeur telle qu'on l'écrirait : « 1234,5 », sans zéros de fin."""
        if value is None or isinstance(value, str):
            return value
        return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")


class FichierInput(forms.FileInput):
    """Ajout de fichier du système de design, que django-dsfr ne rend pas."""

    group_class = "fr-upload-group"

    def __init__(self):
        super().__init__(attrs={"class": "fr-upload"})


class FichierField(forms.FileField):
    """Fichier à déposer."""

    widget = FichierInput
    default_error_messages = {
        "empty": "Le fichier est vide.",
        "required": "Choisissez un fichier.",
    }


class GroupeIterator(forms.models.ModelChoiceIterator):
    """Choix rangés par groupe, dans l'ordre de la requête."""

    def __iter__(self):
        yield ("", self.field.empty_label or "")
        for groupe, objets in groupby(self.queryset, self.field.groupe):
            yield (str(groupe), [self.choice(objet) for objet in objets])


class GroupeField(forms.ModelChoiceField):
    """Liste déroulante groupée : `groupe` rend le groupe d'un objet ; un choix long est coupé."""

    iterator = GroupeIterator

    def __init__(self, queryset, *, groupe, **kwargs):
        self.groupe = groupe
        super().__init__(queryset, **{"empty_label": "Aucun"} | kwargs)

    def label_from_instance(self, objet):
        return Truncator(str(objet)).chars(LONGUEUR_D_UN_CHOIX)


class DateInput(forms.DateInput):
    """Date saisie dans le calendrier du navigateur."""

    def __init__(self):
        super().__init__(attrs={"type": "date"}, format="%Y-%m-%d")

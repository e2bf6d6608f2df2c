"""Les dates saisies : partout les mêmes bornes, contre les fautes de frappe de l'an 1 ou 9999."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

PREMIERE, DERNIERE = datetime.date(2000, 1, 1), datetime.date(2099, 12, 31)


def valider_date(date):
    """Lève ValidationError pour une date d'un autre siècle."""
    if not PREMIERE <= date <= DERNIERE:
        raise ValidationError("Cette date n’est pas plausible : vérifiez l’année.")


class DateFormField(forms.DateField):
    """Date d'un formulaire, bornée."""

    default_validators = [valider_date]


class DateField(models.DateField):
    """Date saisie, bornée. Rien ne change dans la base : une date d'avant s'y lit encore."""

    default_validators = [valider_date]

    def formfield(self, **kwargs):
        # Refusée dès le champ, elle n'est ni posée sur l'objet, ni comptée en jours.
        return super().formfield(**{"form_class": DateFormField} | kwargs)

    def deconstruct(self):
        nom, _, arguments, options = super().deconstruct()
        return nom, "django.db.models.DateField", arguments, options

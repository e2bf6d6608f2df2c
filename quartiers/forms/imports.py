"""Formulaires de dépôt : liste ou chiffres, PRU, table de correspondance."""

from django import forms
from django.core.validators import MaxValueValidator
from django.utils import timezone

from socle.champs import DateInput, FichierField
from socle.dates import DateFormField
from socle.forms.imports import DepotForm
from socle.imports.lecture import TAILLE_MAXIMALE

from ..lecture import lire_correspondance, lire_pru, lire_quartiers

AIDE = f"XLSX, XLS, ODS ou CSV, {TAILLE_MAXIMALE // 1024**2} Mo au plus."


class DepotDeQuartiersForm(DepotForm):
    """Une liste, ou des chiffres : ceux-ci disent de quand ils datent."""

    lire_liste = staticmethod(lire_quartiers)
    exigibles = ("chiffres_au",)

    fichier = FichierField(
        label="Liste officielle de QPV ou table de l’INSEE",
        help_text=f"XLSX, XLS, ODS, CSV ou GeoJSON, {TAILLE_MAXIMALE // 1024**2} Mo au plus.",
    )
    chiffres_au = DateFormField(
        label="Date des chiffres",
        required=False,
        widget=DateInput,
        validators=[MaxValueValidator(timezone.localdate, "Cette date est à venir.")],
        help_text="Si le fichier donne une population ou des demandeurs d’emploi : la date où ils "
        "ont été comptés, par exemple le 1er janvier 2018.",
    )
    source = forms.CharField(
        label="Source des chiffres",
        required=False,
        max_length=200,
        help_text="Par exemple : INSEE, recensement de la population.",
    )

    def clean(self):
        donnees = super().clean()
        if liste := getattr(self, "liste", None):
            liste.chiffres_au = donnees.get("chiffres_au")
            liste.source = donnees.get("source", "")
            if liste.a_des_chiffres and not liste.chiffres_au and "chiffres_au" not in self.errors:
                self.add_error(
                    "chiffres_au", "Ce fichier donne des chiffres : dites de quand ils datent."
                )
        return donnees


class DepotDePruForm(DepotForm):
    lire_liste = staticmethod(lire_pru)

    fichier = FichierField(label="Tableau des PRU", help_text=AIDE)


class DepotDeCorrespondanceForm(DepotForm):
    lire_liste = staticmethod(lire_correspondance)

    fichier = FichierField(label="Table de correspondance", help_text=AIDE)

"""Dépôt d'un fichier de valeurs."""

from django import forms
from dsfr.forms import DsfrBaseForm

from quartiers.models import Departement, Region
from socle.champs import DateInput, FichierField
from socle.dates import DateFormField
from socle.forms.imports import DepotForm

from ..lecture import lire_valeurs
from ..models import NATION


class DepotDeValeursForm(DepotForm):
    lire_liste = staticmethod(lire_valeurs)

    fichier = FichierField(
        label="Fichier de valeurs",
        help_text="CSV, XLSX ou ODS, aux colonnes du modèle.",
    )


class ModeleDeValeursForm(DsfrBaseForm, forms.Form):
    """Les territoires du fichier à remplir, et la date de ses valeurs."""

    NIVEAUX = {"nation": "France entière", "regions": "Régions", "departements": "Départements"}

    niveaux = forms.MultipleChoiceField(
        label="Territoires",
        required=False,
        choices=NIVEAUX.items(),
        widget=forms.CheckboxSelectMultiple,
    )
    dans = forms.ModelChoiceField(
        Region.objects.all(),
        label="Seulement dans une région",
        required=False,
        empty_label="Toutes",
    )
    date = DateFormField(
        label="Date des valeurs",
        required=False,
        widget=DateInput(),
        help_text="Écrite d’avance sur chaque ligne.",
    )

    def territoires(self):
        """Rend les territoires choisis, de la nation aux départements."""
        niveaux, region = self.cleaned_data["niveaux"], self.cleaned_data["dans"]
        choisis = [NATION] if "nation" in niveaux else []
        if "regions" in niveaux:
            choisis += Region.objects.filter(pk=region.pk) if region else Region.objects.all()
        if "departements" in niveaux:
            departements = Departement.objects.order_by("code")
            choisis += departements.filter(region=region) if region else departements
        return choisis

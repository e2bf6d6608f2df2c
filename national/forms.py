"""Filtre du tableau national."""

from urllib.parse import urlencode

from django import forms
from dsfr.forms import DsfrBaseForm

from quartiers.models import Departement, Region
from remontees.periodes import Annee, Semestre

CARTES = [
    ("synthese", "Synthèses"),
    ("bilan", "Bilans"),
    ("protocoles", "Protocoles signés"),
    ("referent", "Référents du PAQTE"),
]


class NationalForm(DsfrBaseForm, forms.Form):
    """Période des remontées, région, carte à montrer."""

    semestre = forms.ChoiceField(label="Bilans du", required=False)
    annee = forms.ChoiceField(label="Synthèses de", required=False)
    region = forms.ModelChoiceField(
        Region.objects.none(), label="Région", empty_label="Toutes", required=False
    )
    carte = forms.ChoiceField(label="Carte", choices=CARTES, required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.departements = Departement.objects.suivis_par(user)
        self.fields["region"].queryset = Region.objects.filter(
            departements__in=self.departements
        ).distinct()
        self.periodes = {}
        for nom, genre in (("semestre", Semestre), ("annee", Annee)):
            self.periodes[nom] = {str(periode): periode for periode in genre.ouvertes()}
            self.fields[nom].choices = [
                (forme, periode.libelle) for forme, periode in self.periodes[nom].items()
            ]
        self.full_clean()

    def periode(self, nom):
        """Rend la période choisie pour `nom`, sinon la plus récente."""
        ouvertes = self.periodes[nom]
        return ouvertes.get(self.cleaned_data.get(nom)) or next(iter(ouvertes.values()))

    @property
    def choisis(self):
        """Les départements à montrer."""
        region = self.cleaned_data.get("region")
        return self.departements.filter(region=region) if region else self.departements

    @property
    def recherche_de_region(self):
        """La région choisie, en paramètre des listes de remontées ; vide sans choix."""
        region = self.cleaned_data.get("region")
        return f"&{urlencode({'recherche': region.nom})}" if region else ""

    @property
    def filtre_de_region(self):
        """La région choisie, en paramètre des autres listes ; vide sans choix."""
        region = self.cleaned_data.get("region")
        return f"&region={region.pk}" if region else ""

    @property
    def nom_de_carte(self):
        """La carte choisie, sinon la première."""
        return self.cleaned_data.get("carte") or CARTES[0][0]

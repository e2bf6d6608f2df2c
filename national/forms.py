"""Filtre du tableau national."""

from urllib.parse import urlencode

from django import forms
from dsfr.forms import DsfrBaseForm

from quartiers.models import Departement
from remontees.periodes import Annee, Semestre
from socle.recherche import sans_accents

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
    region = forms.ChoiceField(label="Région", required=False)
    carte = forms.ChoiceField(label="Carte", choices=CARTES, required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        suivis = Departement.objects.suivis_par(user)
        self.departements = suivis.select_related("region", "referent")
        self.regions = {
            departement.region.pk: departement.region.nom for departement in self.departements
        }
        self.fields["region"].choices = [
            ("", "Toutes"),
            *sorted(self.regions.items(), key=lambda region: sans_accents(region[1])),
        ]
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
        """Les départements à montrer, avec leur région et leur référent."""
        region = self.cleaned_data.get("region")
        return self.departements.filter(region=region) if region else self.departements

    @property
    def recherche_de_region(self):
        """La région choisie, en paramètre des listes de remontées ; vide sans choix."""
        region = self.regions.get(self.cleaned_data.get("region"))
        return f"&{urlencode({'recherche': region})}" if region else ""

    @property
    def filtre_de_region(self):
        """La région choisie, en paramètre des autres listes ; vide sans choix."""
        region = self.cleaned_data.get("region")
        return f"&region={region}" if region else ""

    @property
    def nom_de_carte(self):
        """La carte choisie, sinon la première."""
        return self.cleaned_data.get("carte") or CARTES[0][0]

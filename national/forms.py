"""Filtre du tableau national."""

from urllib.parse import urlencode

from django import forms

from quartiers.models import Departement
from remontees.periodes import Annee, Semestre
from socle.forms.filtres import FiltreForm
from socle.recherche import sans_accents

from . import carte


class NationalForm(FiltreForm):
    """Une période par pas de temps, une région, la carte à montrer."""

    PAS = (Semestre, Annee)

    semestre = forms.ChoiceField(label=Semestre.titre, required=False)
    annee = forms.ChoiceField(label=Annee.titre, required=False)
    region = forms.ChoiceField(label="Région", required=False)
    carte = forms.ChoiceField(label="Carte", choices=carte.choix, required=False)

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
        for pas in self.PAS:
            ouvertes = {str(periode): periode for periode in pas.ouvertes()}
            choix = [(forme, periode.libelle) for forme, periode in ouvertes.items()]
            self.periodes[pas], self.fields[pas.nom].choices = ouvertes, choix

    @property
    def periodes_choisies(self):
        """La période choisie de chaque pas de temps, sinon la plus récente : {pas: période}."""
        return {
            pas: ouvertes.get(self.choix.get(pas.nom)) or next(iter(ouvertes.values()))
            for pas, ouvertes in self.periodes.items()
        }

    @property
    def choisis(self):
        """Les départements à montrer, avec leur région et leur référent."""
        region = self.choix.get("region")
        return self.departements.filter(region=region) if region else self.departements

    @property
    def recherche_de_region(self):
        """La région choisie, en paramètre des listes de remontées ; vide sans choix."""
        region = self.regions.get(self.choix.get("region"))
        return f"&{urlencode({'recherche': region})}" if region else ""

    @property
    def filtre_de_region(self):
        """La région choisie, en paramètre des autres listes ; vide sans choix."""
        region = self.choix.get("region")
        return f"&region={region}" if region else ""

    @property
    def nom_de_carte(self):
        """La carte choisie, sinon la première."""
        return self.choix.get("carte") or carte.choix()[0][0]

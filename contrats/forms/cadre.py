"""Filtre de la matrice du pacte de Dijon."""

from django import forms
from dsfr.forms import DsfrBaseForm

from quartiers.models import Departement, Region
from socle.recherche import contient

from ..models import Domaine

TRIS = {
    "plus": lambda ligne: -ligne.nombre,
    "moins": lambda ligne: ligne.nombre,
}


class MatriceForm(DsfrBaseForm, forms.Form):
    """Recherche, territoire, domaine, reprise et tri des lignes de la matrice."""

    recherche = forms.CharField(label="Recherche", max_length=100, required=False)
    region = forms.ModelChoiceField(
        Region.objects.none(), label="Région", empty_label="Toutes", required=False
    )
    departement = forms.ModelChoiceField(
        Departement.objects.none(), label="Département", empty_label="Tous", required=False
    )
    domaine = forms.ModelChoiceField(
        Domaine.objects.all(), label="Domaine", empty_label="Tous", required=False
    )
    reprise = forms.ChoiceField(
        label="Déclinaison",
        choices=[("", "Toutes"), ("oui", "Décliné"), ("non", "Pas encore décliné")],
        required=False,
    )
    tri = forms.ChoiceField(
        label="Tri",
        choices=[
            ("", "Ordre du pacte"),
            ("plus", "Le plus décliné d’abord"),
            ("moins", "Le moins décliné d’abord"),
        ],
        required=False,
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        suivis = Departement.objects.suivis_par(user)
        self.fields["departement"].queryset = suivis
        self.fields["region"].queryset = Region.objects.filter(departements__in=suivis).distinct()

    def limiter(self, contrats):
        """Limite une requête de contrats à la région et au département choisis."""
        self.full_clean()
        if region := self.cleaned_data.get("region"):
            contrats = contrats.filter(departement__region=region)
        departement = self.cleaned_data.get("departement")
        return contrats.touchant([departement.pk]) if departement else contrats

    def choisir(self, lignes):
        """Rend les `LigneDijon` cherchées, triées."""
        choix = self.cleaned_data
        retenues = [
            ligne
            for ligne in lignes
            if contient(ligne.engagement.texte, choix.get("recherche", ""))
            and choix.get("domaine") in {None, ligne.engagement.domaine}
            and choix.get("reprise", "") in {"", "oui" if ligne.nombre else "non"}
        ]
        if tri := TRIS.get(choix.get("tri")):
            retenues.sort(key=tri)
        return retenues

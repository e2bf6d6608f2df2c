"""Filtre de la matrice du pacte de Dijon."""

from django import forms

from quartiers.models import Departement, Region
from socle.champs import DateInput, valider_fait
from socle.dates import DateFormField
from socle.forms.filtres import FiltreDeLignesForm

from ..models import Domaine


class MatriceForm(FiltreDeLignesForm):
    """Recherche, territoire, domaine, reprise et tri des `LigneDijon` de la matrice."""

    FILTRES = {
        "domaine": lambda ligne: ligne.engagement.domaine,
        "reprise": lambda ligne: "oui" if ligne.nombre else "non",
        "protocole": lambda ligne: "signe" if ligne.signes else "a-signer",
    }
    TRIS = {"plus": lambda ligne: -ligne.nombre, "moins": lambda ligne: ligne.nombre}

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
    protocole = forms.ChoiceField(
        label="Protocole",
        choices=[("", "Tous"), ("signe", "Décliné par un protocole signé"), ("a-signer", "Aucun")],
        required=False,
    )
    au = DateFormField(
        label="À la date du", widget=DateInput(), validators=[valider_fait], required=False
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

    def texte(self, ligne):
        return ligne.engagement.texte

    def limiter(self, contrats):
        """Limite une requête de contrats à la région et au département choisis."""
        if region := self.choix.get("region"):
            contrats = contrats.filter(departement__region=region)
        departement = self.choix.get("departement")
        return contrats.touchant([departement.pk]) if departement else contrats

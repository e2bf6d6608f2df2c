"""L'en-tête des lettres d'une préfecture, que règle son valideur."""

from django import forms

from quartiers.models import Departement, Region
from socle.forms.sections import EnSectionsForm

CHAMPS = ("prefete", "adresse")


class EnTeteDeDepartementForm(EnSectionsForm, forms.ModelForm):
    """Celui d'une préfecture de département."""

    class Meta:
        model = Departement
        fields = CHAMPS


class EnTeteDeRegionForm(EnSectionsForm, forms.ModelForm):
    """Celui d'une préfecture de région."""

    class Meta:
        model = Region
        fields = CHAMPS


FORMULAIRES = {
    formulaire.Meta.model.niveau: formulaire
    for formulaire in (EnTeteDeDepartementForm, EnTeteDeRegionForm)
}

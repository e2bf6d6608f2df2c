"""Formulaire d'une entreprise."""

from quartiers.champs import SirenField
from quartiers.forms.fusion import DuDepartementForm

from ..models import Entreprise


class EntrepriseForm(DuDepartementForm):
    siren = SirenField()

    class Meta:
        model = Entreprise
        fields = ("departement", "nom", "siren", "taille", "commune", "contact", "courriel")

    sections = (("", ("nom", "siren"), ("taille", "commune"), ("contact", "courriel")),)

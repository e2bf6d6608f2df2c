"""Formulaire d'une entreprise."""

from quartiers.forms.departement import DuDepartementForm
from socle.champs import SirenField

from ..models import Entreprise


class EntrepriseForm(DuDepartementForm):
    siren = SirenField()

    class Meta:
        model = Entreprise
        fields = ("departement", "nom", "siren", "taille", "commune", "contact", "courriel")

    sections = (("", ("nom", "siren"), ("taille", "commune"), ("contact", "courriel")),)

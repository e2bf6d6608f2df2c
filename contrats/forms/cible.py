"""Formulaire d'une cible territoriale."""

from mesures.models import Indicateur
from quartiers.forms.departement import DuDepartementForm
from socle.champs import DateInput, GroupeField, NombreField

from ..models import CibleTerritoriale, ContratDeVille


class CibleForm(DuDepartementForm):
    indicateur = GroupeField(
        Indicateur.objects.chiffres().select_related("mesure"),
        groupe=lambda indicateur: indicateur.mesure,
        label="Indicateur du tableau de bord national",
    )

    sections = (
        ("Territoire et indicateur", ("contrat",), ("indicateur",)),
        ("Ce qui est visé", ("reference", "cible", "echeance_le")),
        ("Ce qui est atteint", ("valeur", "valeur_le")),
    )

    class Meta:
        model = CibleTerritoriale
        fields = (
            "departement",
            "contrat",
            "indicateur",
            "reference",
            "cible",
            "echeance_le",
            "valeur",
            "valeur_le",
        )
        field_classes = dict.fromkeys(("reference", "cible", "valeur"), NombreField)
        widgets = dict.fromkeys(("echeance_le", "valeur_le"), DateInput())

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["contrat"].queryset = ContratDeVille.objects.modifiables_par(user)
        self.fields["contrat"].empty_label = "Tout le département"

    def clean(self):
        donnees = super().clean()
        contrat, departement = donnees.get("contrat"), donnees.get("departement")
        if contrat and departement and contrat.departement != departement:
            self.add_error("contrat", "Ce contrat n’est pas de ce département.")
        return donnees

"""Formulaire d'une cible territoriale."""

from django import forms

from mesures.models import Indicateur
from quartiers.forms.departement import DuDepartementForm
from socle.champs import DateInput, GroupeField, NombreField
from socle.francais import ecrire_jour, ecrire_nombre

from ..models import CibleTerritoriale, ContratDeVille


class CibleForm(DuDepartementForm):
    """Une cible ; celle d'un département lit sa référence et sa valeur du tableau de bord.

    Qui les corrige dit pourquoi.
    """

    indicateur = GroupeField(
        Indicateur.objects.chiffres().select_related("mesure"),
        groupe=lambda indicateur: indicateur.mesure,
        label="Indicateur du tableau de bord national",
    )

    # La date de ce qui est atteint.
    exigibles = ("valeur_le",)
    sections = (
        ("Territoire et indicateur", ("contrat",), ("indicateur",)),
        ("Ce qui est visé", ("reference", "cible", "echeance_le")),
        ("Ce qui est atteint", ("valeur", "valeur_le"), ("motif",)),
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
            "motif",
        )
        field_classes = dict.fromkeys(("reference", "cible", "valeur"), NombreField)
        widgets = {
            **dict.fromkeys(("echeance_le", "valeur_le"), DateInput()),
            "motif": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "reference": "Vide, c’est la première valeur connue du département.",
            "valeur": "Vide, c’est la dernière valeur connue du département.",
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["contrat"].queryset = ContratDeVille.objects.modifiables_par(user)
        self.fields["contrat"].empty_label = "Tout le département"

    def clean(self):
        donnees = super().clean()
        contrat, departement = donnees.get("contrat"), donnees.get("departement")
        if contrat and departement and contrat.departement != departement:
            self.add_error("contrat", "Ce contrat n’est pas de ce département.")
        if departement and not contrat and donnees.get("indicateur"):
            self._lire_les_valeurs(donnees)
        return donnees

    def _lire_les_valeurs(self, donnees):
        """Remplit référence et valeur d'après le tableau de bord ; corrigées, demande pourquoi."""
        valeurs = donnees["indicateur"].valeurs.filter(departement=donnees["departement"])
        connues = [v for v in valeurs.order_by("le") if v.grandeur is not None]
        if not connues:
            return
        premiere, derniere = connues[0], connues[-1]
        corrigees = []
        for nom, connue in (("reference", premiere), ("valeur", derniere)):
            if nom in self.errors:
                continue
            if donnees.get(nom) is None:
                donnees[nom] = connue.grandeur
                if nom == "valeur":
                    donnees["valeur_le"] = connue.le
            elif donnees[nom] != connue.grandeur:
                corrigees.append((nom, connue))
        if corrigees and not donnees.get("motif"):
            nom, connue = corrigees[0]
            self.add_error(
                "motif",
                f"Le tableau de bord dit {ecrire_nombre(connue.grandeur)} au "
                f"{ecrire_jour(connue.le)} ({self.fields[nom].label}) : dites pourquoi vous le "
                "corrigez, ou videz ce champ.",
            )

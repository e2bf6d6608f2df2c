"""Formulaires d'un exemple : la préfecture propose, le CGET publie ou écarte."""

from django import forms

from mesures.models import Mesure
from quartiers.forms.departement import DuDepartementForm
from socle.champs import GroupeField
from socle.forms.fusion import FusionForm

from ..models import Exemple


class ExempleForm(DuDepartementForm):
    """Proposition d'une préfecture."""

    mesure = GroupeField(
        Mesure.objects.select_related("thematique"),
        groupe=lambda mesure: mesure.thematique,
        label="Mesure de la feuille de route",
        empty_label="Aucune",
        required=False,
    )

    sections = (("", ("titre",), ("texte",), ("axe", "mesure"), ("source",)),)

    class Meta:
        model = Exemple
        fields = ("departement", "titre", "texte", "axe", "mesure", "source")
        widgets = {"texte": forms.Textarea(attrs={"rows": 8})}


class ExamenForm(FusionForm):
    """Geste du CGET, refusé une fois si l'exemple a changé depuis qu'il l'a ouvert."""

    def _fusionner(self, donnees):
        super()._fusionner(donnees)
        self.add_error(None, "Cet exemple a changé pendant que vous le lisiez : relisez-le.")


class PublicationForm(ExamenForm):
    """Titre et texte du CGET, partis de ceux de la préfecture."""

    class Meta:
        model = Exemple
        fields = ("titre_publie", "texte_publie")
        widgets = {"texte_publie": forms.Textarea(attrs={"rows": 8})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for nom, original in (
            ("titre_publie", self.instance.titre),
            ("texte_publie", self.instance.texte),
        ):
            self.fields[nom].required = True
            self.initial[nom] = self.initial[nom] or original

    def save(self):
        """Publie l'exemple, et le rend. Lève ValidationError (voir `Exemple.publier`)."""
        self.instance.publier()
        return self.instance


class EcartForm(ExamenForm):
    """Motif d'un refus ou d'un retrait."""

    class Meta:
        model = Exemple
        fields = ("motif",)
        widgets = {"motif": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["motif"].required = True

    def save(self):
        """Écarte l'exemple, et le rend. Lève ValidationError (voir `Exemple.ecarter`)."""
        self.instance.ecarter()
        return self.instance

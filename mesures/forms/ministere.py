"""Qui mène quelles mesures, et la collecte de ce qu'elles doivent."""

from itertools import groupby

from django import forms

from remontees.periodes import Semestre
from socle.champs import DateInput
from socle.forms.fusion import FusionForm
from socle.forms.sections import EnSectionsForm

from .. import courriel
from ..models import Collecte, Mesure, Ministere


class AttributionForm(EnSectionsForm):
    """Donne un chef de file à plusieurs mesures à la fois."""

    ministere = forms.ModelChoiceField(
        Ministere.objects.all(),
        label="Ministère chef de file",
        required=False,
        empty_label="Un autre, à écrire",
    )
    nouveau_ministere = forms.CharField(
        label="Ou un ministère qui n’est pas dans la liste",
        max_length=200,
        required=False,
        help_text="Ses membres se règlent dans l’administration.",
    )
    mesures = forms.MultipleChoiceField(
        label="Mesures qu’il mène",
        widget=forms.CheckboxSelectMultiple,
        help_text="Celles qu’on ne coche pas gardent leur chef de file.",
        error_messages={"required": "Cochez au moins une mesure."},
    )

    exigibles = ("nouveau_ministere",)
    sections = (
        ("Le ministère", ("ministere", "nouveau_ministere")),
        ("Ses mesures", ("mesures",)),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        lues = Mesure.objects.select_related("thematique__programme", "chef_de_file")
        self.mesures = {mesure.code: mesure for mesure in lues}
        rangees = sorted(lues, key=lambda m: m.thematique.programme.rang)
        self.fields["mesures"].choices = [
            (programme.nom, [(mesure.code, _nommer(mesure)) for mesure in groupe])
            for programme, groupe in groupby(rangees, key=lambda m: m.thematique.programme)
        ]

    def clean(self):
        donnees = super().clean()
        nom, choisi = donnees.get("nouveau_ministere"), donnees.get("ministere")
        if bool(nom) == bool(choisi):
            self.add_error("nouveau_ministere", "Choisissez dans la liste, ou écrivez ici.")
        elif nom and Ministere.objects.filter(nom__iexact=nom).exists():
            self.add_error("nouveau_ministere", "Ce ministère est déjà dans la liste.")
        return donnees

    def save(self):
        """Attribue les mesures cochées, et le dit au ministère ; le rend."""
        donnees = self.cleaned_data
        ministere = donnees["ministere"] or Ministere.objects.create(
            nom=donnees["nouveau_ministere"]
        )
        cochees = (self.mesures[code] for code in donnees["mesures"])
        nouvelles = [mesure for mesure in cochees if mesure.chef_de_file != ministere]
        for mesure in nouvelles:
            mesure.chef_de_file = ministere
            mesure.save()
        if nouvelles:
            courriel.envoyer_attribution(ministere, nouvelles)
        return ministere


def _nommer(mesure):
    chef = mesure.chef_de_file
    return f"{mesure} (chef de file : {chef})" if chef else str(mesure)


class CollecteForm(FusionForm):
    """Une collecte : le semestre dont les ministères donnent les valeurs, et pour quand."""

    periode = forms.ChoiceField(label="Semestre")

    sections = (
        ("Ce qui est attendu", ("periode",), ("ouverture_le", "echeance_le"), ("consignes",)),
        ("Destinataires", ("ministeres",)),
    )

    class Meta:
        model = Collecte
        fields = ("periode", "ouverture_le", "echeance_le", "consignes", "ministeres")
        widgets = {
            **dict.fromkeys(("ouverture_le", "echeance_le"), DateInput()),
            "consignes": forms.Textarea(attrs={"rows": 4}),
            "ministeres": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["periode"].choices = [(str(s), s.libelle) for s in Semestre.ouvertes()]
        # Des relances s'y rattachent dès son ouverture.
        self.fields["periode"].disabled = self.instance.pk is not None

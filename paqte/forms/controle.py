"""Formulaires des contrôles de cohérence : le régler, choisir le semestre à relever."""

from django import forms

from remontees.periodes import Semestre
from socle.champs import NombreField
from socle.forms.filtres import FiltreForm
from socle.forms.fusion import FusionForm

from ..contenu import libelles_des_chiffres
from ..models import Bilan, Controle, Indicateur


class ControleForm(FusionForm):
    # Selon la comparaison.
    exigibles = ("chiffre", "autre", "seuil")
    sections = (
        ("Le contrôle", ("code", "rang"), ("actif",)),
        ("Ce qu’il compare", ("comparaison",), ("chiffre", "autre"), ("seuil",)),
        ("Ce qu’il dit", ("message",)),
    )

    class Meta:
        model = Controle
        fields = (
            "code",
            "rang",
            "actif",
            "comparaison",
            "chiffre",
            "autre",
            "seuil",
            "message",
        )
        field_classes = dict.fromkeys(("rang", "seuil"), NombreField)
        widgets = {
            "chiffre": forms.Select,
            "autre": forms.Select,
            "message": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Le code nomme le contrôle dans ce qui est transmis.
        self.fields["code"].disabled = self.instance.pk is not None
        libelles = libelles_des_chiffres(Indicateur.objects.all()) | {"reunions": "Réunions"}
        for nom, vide in (("chiffre", "Chaque indicateur"), ("autre", "Aucun")):
            self.fields[nom].widget.choices = [("", vide), *libelles.items()]


class SemestreForm(FiltreForm):
    """Le semestre dont on lit ce que les contrôles relèvent."""

    semestre = forms.ChoiceField(label=Semestre.titre, required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.semestres = {str(s): s for s in Bilan.objects.periodes(user)}
        self.fields["semestre"].choices = [
            (forme, semestre.libelle) for forme, semestre in self.semestres.items()
        ]

    @property
    def choisi(self):
        """Le semestre choisi, à défaut le dernier ; None s'il n'y en a aucun."""
        voulu = self.semestres.get(self.choix.get("semestre"))
        return voulu or next(iter(self.semestres.values()), None)

"""La fiche d'un indicateur, ses cibles intermédiaires, les départements où il est sans objet."""

from django import forms

from quartiers.models import Departement
from socle.champs import DateInput, NombreField
from socle.forms.fusion import FusionForm
from socle.forms.sections import EnSectionsForm

from ..models import Indicateur, Jalon, SansObjetIci


class FicheForm(FusionForm):
    """Ce que tient le chef de file ; le libellé, le type et la cible viennent de l'annexe 3."""

    sections = (
        ("Ce qui est compté", ("definition",), ("methode",), ("releve",)),
        ("Qui le produit, et quand", ("proprietaire", "source"), ("frequence", "attendue_le")),
        ("Cible", ("cible_le",)),
    )

    class Meta:
        model = Indicateur
        fields = (
            "definition",
            "methode",
            "releve",
            "proprietaire",
            "source",
            "frequence",
            "attendue_le",
            "cible_le",
        )
        widgets = {
            **dict.fromkeys(("definition", "methode"), forms.Textarea(attrs={"rows": 3})),
            **dict.fromkeys(("attendue_le", "cible_le"), DateInput()),
        }


class JalonForm(EnSectionsForm, forms.ModelForm):
    sections = (("", ("le", "valeur")),)

    class Meta:
        model = Jalon
        fields = ("le", "valeur")
        field_classes = {"valeur": NombreField}
        widgets = {"le": DateInput()}

    def _get_validation_exclusions(self):
        # L'indicateur n'est pas un champ, mais l'unicité par date se vérifie.
        return super()._get_validation_exclusions() - {"indicateur"}


class SansObjetIciForm(EnSectionsForm, forms.ModelForm):
    sections = (("", ("departement",), ("motif",)),)

    class Meta:
        model = SansObjetIci
        fields = ("departement", "motif")
        help_texts = {"motif": "Par exemple : aucune ligne du Grand Paris Express n’y passe."}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        tenus = Indicateur.objects.modifiables_par(user).filter(pk=self.instance.indicateur.pk)
        siens = Departement.objects.modifiables_par(user)
        choix = Departement.objects.all() if tenus.exists() else siens
        self.fields["departement"].queryset = choix
        if len(codes := user.codes_departements_modifiables) == 1:
            self.initial["departement"] = codes[0]

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"indicateur"}

"""Saisie d'une valeur, du type de son indicateur."""

from django import forms

from quartiers.models import Departement, Quartier, Region
from socle.champs import DateInput, NombreField
from socle.forms.fusion import FusionForm

from ..models import NATION, Indicateur, Valeur

CHAMPS_PAR_NATURE = {
    Indicateur.Nature.PART: ("nombre", "base", "pourcentage"),
    Indicateur.Nature.RAPPORT: ("nombre", "base"),
    Indicateur.Nature.OUI_NON: ("oui_non",),
    Indicateur.Nature.TEXTE: ("texte",),
}
OUI_NON = forms.Select(choices=[("", "Choisir"), ("true", "Oui"), ("false", "Non")])


class TypeeForm(FusionForm):
    """Formulaire dont seuls restent les champs du type de l'indicateur."""

    def garder_le_type(self, indicateur):
        """Retire les champs de valeur qui ne sont pas du type de l'indicateur."""
        gardes = CHAMPS_PAR_NATURE.get(indicateur.nature, ("nombre",))
        for nom in {"nombre", "base", "pourcentage", "oui_non", "texte"} - set(gardes):
            del self.fields[nom]
        for nom in gardes:
            # Une part s'écrit de deux façons : `Valeur.clean` dit ce qui manque.
            self.fields[nom].required = "pourcentage" not in gardes
        if indicateur.nature == Indicateur.Nature.RAPPORT:
            self["base"].label = f"rapporté à (pour {indicateur.unite})"
        if gardes == ("nombre",):
            # django-dsfr a déjà lu le libellé du champ à la création du formulaire.
            self["nombre"].label = f"Valeur ({indicateur.unite})" if indicateur.unite else "Valeur"


class ValeurForm(TypeeForm):
    france_entiere = forms.BooleanField(
        label="France entière",
        required=False,
        help_text="À cocher si la valeur n’est pas celle d’un territoire.",
    )
    quartier = forms.CharField(
        label="Quartier prioritaire", required=False, help_text="Son code, par exemple QP059001."
    )

    confirmee = forms.BooleanField(label="Ce nombre est juste, même s’il étonne", required=False)

    field_order = ("france_entiere",)
    # L'un d'eux, quand ce n'est pas la France entière.
    exigibles = ("region", "departement", "quartier")

    class Meta:
        model = Valeur
        fields = (
            "region",
            "departement",
            "quartier",
            "le",
            "nombre",
            "base",
            "secret",
            "pourcentage",
            "oui_non",
            "texte",
            "source",
            "note",
        )
        field_classes = dict.fromkeys(("nombre", "base", "pourcentage"), NombreField)
        widgets = {"le": DateInput(), "oui_non": OUI_NON}
        help_texts = {
            "secret": "Le chiffre est trop petit pour être publié : laissez-le vide.",
            "source": "D’où vient ce chiffre : enquête, fichier de gestion, rapport.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.garder_le_type(self.instance.indicateur)
        if self.instance.indicateur.nature not in Indicateur.CHIFFRES:
            del self.fields["secret"]
        elif self.data.get(self.add_prefix("secret")):
            self.fields["nombre"].required = False
            if "base" in self.fields:
                self.fields["base"].required = False
        if not self.is_bound:
            del self.fields["confirmee"]
        self.fields["region"].empty_label = "Aucune"
        self.fields["departement"].empty_label = "Aucun"
        self.fields["region"].queryset = Region.objects.all()
        self.fields["departement"].queryset = Departement.objects.all()
        self.initial["france_entiere"] = self.instance.territoire == NATION
        if self.instance.quartier_id:
            self.initial["quartier"] = self.instance.quartier.code

    def _get_validation_exclusions(self):
        # L'indicateur et le territoire ne sont pas des champs, mais l'unicité se vérifie.
        return super()._get_validation_exclusions() - {"indicateur", "territoire"}

    def montrer(self, nom, valeur):
        # Le quartier s'écrit par son code.
        super().montrer(nom, valeur.code if nom == "quartier" and valeur else valeur)

    def clean(self):
        donnees = super().clean()
        lieu = ("region", "departement", "quartier")
        # Un territoire mal écrit est déjà refusé, à son champ.
        ecrits = [bool(donnees.get(nom)) or nom in self.errors for nom in lieu]
        if donnees["france_entiere"] == any(ecrits):
            self.add_error(
                "france_entiere", "Choisissez un territoire, ou cochez « France entière »."
            )
        deplacee = any(donnees.get(nom) != getattr(self.instance, nom) for nom in lieu)
        if self.instance.pk and deplacee and self.instance.est_contestee:
            raise forms.ValidationError(
                "Une préfecture conteste cette valeur : répondez-lui avant d’en changer le "
                "territoire."
            )
        return donnees

    def _post_clean(self):
        super()._post_clean()
        etonne = ""
        if not self.errors:
            etonne = self.instance.ce_qui_etonne(self.instance.precedente)
        if etonne and not self.cleaned_data["confirmee"]:
            self.add_error("nombre", f"{etonne} Corrigez-le, ou confirmez-le plus bas.")
        elif not etonne:
            del self.fields["confirmee"]

    def clean_quartier(self):
        code = self.cleaned_data["quartier"].strip().upper()
        if not code:
            return None
        if quartier := Quartier.objects.filter(code=code).first():
            return quartier
        raise forms.ValidationError(f"Aucun quartier n’a le code « {code} ».")

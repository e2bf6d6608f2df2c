"""Formulaires des entreprises."""

from django import forms
from dsfr.forms import DsfrBaseForm

from quartiers.forms.departement import DuDepartementForm
from socle.champs import SirenField, SiretField

from ..fusion import obstacles
from ..models import Entreprise
from ..sirene import LIEU


class EntrepriseForm(DuDepartementForm):
    """La fiche d'une entreprise ; ce que l'État en sait s'y écrit d'après son SIREN."""

    siren = SirenField()
    etablissement = SiretField(
        label="SIRET de l’établissement",
        required=False,
        help_text="Si plusieurs établissements de l’entreprise signent dans le département.",
    )

    class Meta:
        model = Entreprise
        fields = (
            "departement",
            "nom",
            "siren",
            "etablissement",
            "taille",
            "adresse",
            "commune",
            "contact",
            "courriel",
            *LIEU,
        )
        widgets = dict.fromkeys(LIEU, forms.HiddenInput)

    sections = (
        (
            "",
            ("siren", "nom"),
            ("taille", "commune"),
            ("adresse",),
            ("etablissement",),
            ("contact", "courriel"),
        ),
    )

    # La fiche qui porte déjà ce SIREN dans le département.
    existante = None

    def completer(self, fiche, saisie):
        """Écrit dans le formulaire la `saisie`, et ce que la fiche de l'État y ajoute."""
        self.initial |= {nom: saisie[nom] for nom in self.fields if nom in saisie}
        self.initial |= fiche.completer(saisie) if fiche else {}

    def clean(self):
        donnees = super().clean()
        change = {*self.changed_data}
        if "adresse" in change and not change & {*LIEU}:
            # Une adresse écrite à la main n'est plus là où l'API la situait.
            donnees |= {"code_commune": "", "longitude": None, "latitude": None}
        meme_siren = Entreprise.objects.filter(
            departement=donnees.get("departement"), siren=donnees.get("siren", "")
        )
        self.existante = meme_siren.exclude(pk=self.instance.pk).first()
        return donnees


class FusionnerForm(DsfrBaseForm):
    """La fiche à réunir à une autre, parmi celles du même département."""

    absorbee = forms.ModelChoiceField(
        Entreprise.objects.none(),
        label="Fiche en double",
        help_text="Elle disparaîtra ; ses conventions passeront à celle-ci.",
        empty_label="Choisissez",
    )

    def __init__(self, *args, gardee, **kwargs):
        super().__init__(*args, **kwargs)
        self.gardee = gardee
        autres = Entreprise.objects.du(gardee.departement_id).exclude(pk=gardee.pk)
        champ = self.fields["absorbee"]
        champ.queryset = autres.order_by("nom", "pk")
        champ.label_from_instance = lambda e: f"{e.nom} ({e.siren})"

    def clean_absorbee(self):
        absorbee = self.cleaned_data["absorbee"]
        if motifs := obstacles(self.gardee, absorbee):
            raise forms.ValidationError(motifs)
        return absorbee


class EnQpvForm(DsfrBaseForm):
    """Un établissement, par son SIRET ou sa commune."""

    numero = forms.CharField(
        label="SIRET de l’établissement",
        required=False,
        max_length=30,
        help_text="À défaut, le SIREN : c’est alors le siège qu’on situe.",
    )
    commune = forms.CharField(label="Commune", required=False, max_length=100)

    def clean(self):
        donnees = super().clean()
        if not (donnees.get("numero") or donnees.get("commune")):
            raise forms.ValidationError("Donnez un SIRET, ou une commune.")
        return donnees

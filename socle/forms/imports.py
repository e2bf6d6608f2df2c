"""Formulaires de l'import d'une liste : déposer, confirmer ce que l'aperçu a montré."""

from django import forms
from dsfr.forms import DsfrBaseForm

from ..champs import FichierField
from ..imports.lecture import TAILLE_MAXIMALE, FichierRefuse


class DepotForm(DsfrBaseForm, forms.Form):
    """Dépôt d'un fichier, dont `lire_liste` fait la `liste` (voir `socle.imports.moteur`)."""

    fichier = FichierField(label="Fichier", help_text=f"{TAILLE_MAXIMALE // 1024**2} Mo au plus.")

    def lire_liste(self, octets, nom):
        """Rend la `Liste` du fichier. Lève FichierRefuse."""
        raise NotImplementedError

    def clean_fichier(self):
        fichier = self.cleaned_data["fichier"]
        if fichier.size > TAILLE_MAXIMALE:
            raise forms.ValidationError(f"Le fichier dépasse {TAILLE_MAXIMALE // 1024**2} Mo.")
        self.octets = fichier.read()
        try:
            self.liste = self.lire_liste(self.octets, fichier.name)
        except FichierRefuse as refus:
            raise forms.ValidationError(str(refus)) from refus
        return fichier


class ConfirmationForm(DsfrBaseForm, forms.Form):
    """Confirmation d'un import, tel que l'aperçu l'a montré.

    Un retrait massif demande une case de plus.
    """

    apercu_lu = forms.CharField(widget=forms.HiddenInput)

    retraits = forms.BooleanField(
        label="Je confirme ces retraits : la liste est complète.",
        error_messages={"required": "Confirmez le retrait, ou importez la liste complète."},
    )

    def __init__(self, *args, apercu, **kwargs):
        super().__init__(*args, **kwargs)
        self.apercu = apercu
        self.empreinte = self.initial["apercu_lu"] = apercu.empreinte
        if not apercu.retraits_suspects:
            del self.fields["retraits"]

    def clean(self):
        donnees = super().clean()
        if not self.apercu.est_importable:
            raise forms.ValidationError("Des lignes sont refusées.")
        if donnees.get("apercu_lu") != self.empreinte:
            self.data = self.data.copy()
            self.data["apercu_lu"] = self.empreinte
            raise forms.ValidationError(
                "Des données ont changé depuis l’aperçu que vous avez lu. Relisez celui-ci, "
                "puis confirmez."
            )
        return donnees

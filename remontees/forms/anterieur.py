"""Le dépôt d'une remontée envoyée hors du portail."""

from django import forms

from socle.champs import DateInput, FichierField
from socle.forms.sections import EnSectionsForm

from ..models import EnvoiAnterieur
from .campagne import nommer_la_piece
from .preuve import TAILLE_MAXIMALE

DEBUT_D_UN_PDF = b"%PDF-"


class EnvoiAnterieurForm(EnSectionsForm, forms.ModelForm):
    """Le PDF envoyé, et le jour de son envoi."""

    fichier = FichierField(
        label="PDF envoyé", help_text=f"{TAILLE_MAXIMALE // 1024**2} Mo au plus."
    )

    class Meta:
        model = EnvoiAnterieur
        fields = ("envoye_le",)
        widgets = {"envoye_le": DateInput()}

    def clean_fichier(self):
        """Lève ValidationError pour un fichier trop gros, ou qui n'est pas un PDF."""
        fichier = self.cleaned_data["fichier"]
        if fichier.size > TAILLE_MAXIMALE:
            raise forms.ValidationError("Ce fichier est trop gros.")
        self.octets = fichier.read()
        if not self.octets.startswith(DEBUT_D_UN_PDF):
            raise forms.ValidationError("Ce fichier n’est pas un PDF.")
        return fichier

    def save(self, **kwargs):
        self.instance.prendre(nommer_la_piece(self.cleaned_data["fichier"].name), self.octets)
        return super().save(**kwargs)

"""Le dépôt d'un PDF reçu, pour le reconnaître."""

from django import forms
from dsfr.forms import DsfrBaseForm

from socle.champs import FichierField

TAILLE_MAXIMALE = 20 * 1024**2


class PreuveForm(DsfrBaseForm, forms.Form):
    """Dépôt d'un PDF à reconnaître, ou à relire."""

    fichier = FichierField(
        label="PDF à vérifier",
        help_text=f"{TAILLE_MAXIMALE // 1024**2} Mo au plus.",
    )

    def clean_fichier(self):
        fichier = self.cleaned_data["fichier"]
        if fichier.size > TAILLE_MAXIMALE:
            raise forms.ValidationError("Ce fichier est trop gros pour être une remontée.")
        return fichier

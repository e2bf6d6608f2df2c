"""Joindre un document."""

from django import forms
from django.utils.text import slugify
from dsfr.forms import DsfrBaseForm

from socle.champs import FichierField

from ..models.document import DOCUMENTS_AU_PLUS, Document
from ..pieces import TAILLE_MAXIMALE, reconnaitre


class DocumentForm(DsfrBaseForm, forms.Form):
    """Un fichier à joindre à un objet d'un département."""

    fichier = FichierField(
        label="Document à joindre",
        help_text=f"PDF, ODT, PNG ou JPEG, {TAILLE_MAXIMALE // 1024**2} Mo au plus.",
    )

    def __init__(self, *args, objet, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.objet, self.user = objet, user

    def clean_fichier(self):
        fichier = self.cleaned_data["fichier"]
        # Un fichier trop lourd se refuse sur sa taille annoncée, sans être lu.
        self.octets = fichier.read(TAILLE_MAXIMALE + 1)
        self.type_mime, extension = reconnaitre(self.octets)
        racine = fichier.name.rpartition(".")[0] or fichier.name
        self.nom = f"{slugify(racine)[:100] or 'document'}.{extension}"
        if Document.objects.de(self.objet).count() >= DOCUMENTS_AU_PLUS:
            raise forms.ValidationError(
                f"{DOCUMENTS_AU_PLUS} documents y sont déjà joints : supprimez-en un."
            )
        return fichier

    def save(self):
        """Garde le document ; le rend."""
        return Document.objects.create(
            objet=self.objet,
            nom=self.nom,
            type_mime=self.type_mime,
            contenu=self.octets,
            taille=len(self.octets),
            depose_par=self.user,
        )

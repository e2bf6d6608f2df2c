"""Formulaire d'une campagne."""

import re

from django import forms

from socle.champs import DateInput, FichierField
from socle.forms.fusion import FusionForm
from socle.nettoyage import nettoyer

from ..models import Campagne

TAILLE_MAXIMALE = 20 * 1024**2


# Ce qu'aucun système de fichiers n'admet, ou prendrait pour un dossier.
INTERDITS = re.compile(r'[\\/:*?"<>|\n\t]')
NOM_MAXIMAL = 150


def nommer_la_piece(nom):
    """Rend le nom d'un fichier tel que la personne l'a donné, sans ce qui le rendrait dangereux."""
    sur = INTERDITS.sub("_", nettoyer(nom)).strip(" .")
    return sur[-NOM_MAXIMAL:] or "piece-jointe"


class CampagneForm(FusionForm):
    """Campagne du CGET ; une pièce jointe s'ajoute à chaque enregistrement."""

    piece = FichierField(
        label="Ajouter une pièce jointe",
        required=False,
        help_text=f"{TAILLE_MAXIMALE // 1024**2} Mo au plus.",
    )

    sections = (
        (
            "Ce qui est attendu",
            ("genre", "periode"),
            ("ouverture_le", "echeance_le"),
            ("obligatoire",),
        ),
        ("Consignes", ("consignes",), ("piece",)),
        ("Destinataires", ("destinataires",)),
    )

    class Meta:
        model = Campagne
        fields = (
            "genre",
            "periode",
            "ouverture_le",
            "echeance_le",
            "obligatoire",
            "consignes",
            "destinataires",
        )
        labels = {"obligatoire": "Répondre à cette campagne est obligatoire"}
        widgets = {
            **dict.fromkeys(("ouverture_le", "echeance_le"), DateInput()),
            "consignes": forms.Textarea(attrs={"rows": 5}),
            "destinataires": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Des remontées s'y rattachent dès son ouverture.
        for nom in ("genre", "periode"):
            self.fields[nom].disabled = self.instance.pk is not None

    def clean_piece(self):
        piece = self.cleaned_data["piece"]
        if piece and piece.size > TAILLE_MAXIMALE:
            raise forms.ValidationError(f"Ce fichier dépasse {TAILLE_MAXIMALE // 1024**2} Mo.")
        return piece

    def save(self, **kwargs):
        """Enregistre la campagne et la pièce ajoutée ; rend la campagne."""
        campagne = super().save(**kwargs)
        if piece := self.cleaned_data["piece"]:
            campagne.pieces.create(nom=nommer_la_piece(piece.name), contenu=piece.read())
        return campagne

"""Formulaire d'une campagne."""

import re

from django import forms

from socle.champs import DateInput, FichierField, NombreField
from socle.forms.fusion import FusionForm
from socle.forms.sections import EnSectionsForm
from socle.francais import ecrire_jour
from socle.nettoyage import nettoyer
from socle.noms import nommer_plus_tard

from ..models import Campagne, SansObjet
from ..models.campagne import JOURS_D_EXAMEN
from ..propositions import proposees

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

    jours_d_examen = NombreField(
        label="Jours que vous vous donnez pour examiner",
        min_value=1,
        max_value=366,
        required=False,
        help_text=f"De la transmission d’une version à votre décision ; {JOURS_D_EXAMEN} à défaut.",
    )

    sections = (
        (
            "Ce qui est attendu",
            ("genre", "periode"),
            ("ouverture_le", "echeance_le"),
            ("texte", "obligatoire"),
            ("jours_d_examen",),
        ),
        ("À la transmission", ("phrase_certifiee",), ("qui_ecrit_ne_transmet_pas",)),
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
            "texte",
            "obligatoire",
            "jours_d_examen",
            "phrase_certifiee",
            "qui_ecrit_ne_transmet_pas",
            "consignes",
            "destinataires",
        )
        labels = {"obligatoire": "Répondre à cette campagne est obligatoire"}
        help_texts = {
            "echeance_le": "Un samedi, un dimanche ou un jour férié, on répond encore à temps le "
            "premier jour ouvré qui suit."
        }
        widgets = {
            **dict.fromkeys(("ouverture_le", "echeance_le"), DateInput()),
            "consignes": forms.Textarea(attrs={"rows": 5}),
            "phrase_certifiee": forms.Textarea(attrs={"rows": 2}),
            "destinataires": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Des remontées s'y rattachent dès son ouverture.
        for nom in ("genre", "periode"):
            self.fields[nom].disabled = self.instance.pk is not None

    def clean_jours_d_examen(self):
        return self.cleaned_data["jours_d_examen"] or JOURS_D_EXAMEN

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


class PropositionsForm(EnSectionsForm):
    """Les campagnes que proposent les textes ; celles qui ne sont pas passées sont cochées."""

    campagnes = forms.MultipleChoiceField(
        label="Campagnes à ouvrir",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Cochez au moins une campagne."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.proposees = {
            f"{campagne.genre}-{campagne.periode}": campagne for campagne in proposees()
        }
        self.fields["campagnes"].choices = [
            (cle, f"{campagne}, échéance le {ecrire_jour(campagne.echeance_le)}")
            for cle, campagne in self.proposees.items()
        ]
        self.initial["campagnes"] = [
            cle for cle, campagne in self.proposees.items() if campagne.jours_restants >= 0
        ]

    def save(self):
        """Ouvre les campagnes cochées ; les rend."""
        ouvertes = [self.proposees[cle] for cle in self.cleaned_data["campagnes"]]
        for campagne in ouvertes:
            campagne.save()
        return ouvertes


class ClotureForm(EnSectionsForm):
    """Pourquoi une campagne est sans objet."""

    motif = forms.CharField(
        label="Pourquoi elle est sans objet",
        max_length=250,
        help_text="Par exemple : contrats remplacés en 2024 par ceux d’un autre texte.",
    )

    def __init__(self, *args, campagne, **kwargs):
        super().__init__(*args, **kwargs)
        self.campagne = campagne

    def save(self):
        self.campagne.clore(self.cleaned_data["motif"])
        return self.campagne


class SansObjetForm(EnSectionsForm, forms.ModelForm):
    """Pourquoi une campagne est sans objet dans un département."""

    class Meta:
        model = SansObjet
        fields = ("motif",)
        help_texts = {"motif": nommer_plus_tard("{Le cget} le lit, avec votre nom et la date.")}

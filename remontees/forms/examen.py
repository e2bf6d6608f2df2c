"""Ce que le CGET répond à une remontée transmise."""

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils import timezone
from django.utils.text import capfirst
from dsfr.forms import DsfrBaseForm

from socle.champs import DateInput
from socle.dates import DateFormField
from socle.francais import accorder, ecrire_nombre
from socle.structure import decouper_en_phrases

from ..models import Avis, Decision

LONGUEUR_MAXIMALE = 2000
AIDE = "2 000 caractères au plus."
# Un « max_length » ferait couper sans rien dire, par le navigateur, un texte collé.
pas_trop_long = MaxLengthValidator(
    LONGUEUR_MAXIMALE,
    "Ce texte a %(show_value)d caractères, pour 2 000 au plus : raccourcissez-le.",
)


class RetourForm(DsfrBaseForm, forms.Form):
    """Demande de complément adressée à la préfecture."""

    motif = forms.ChoiceField(
        label="Cause du renvoi", choices=[("", "Choisir"), *Decision.Motif.choices]
    )
    commentaire = forms.CharField(
        label="Ce qui est à compléter",
        help_text=AIDE,
        widget=forms.Textarea(attrs={"rows": 4}),
        validators=[pas_trop_long],
    )
    pour_le = DateFormField(label="Attendu pour le", widget=DateInput(), required=False)
    limite = forms.BooleanField(
        label="Ne rouvrir que les champs commentés (petite correction)", required=False
    )

    def clean_pour_le(self):
        """Lève ValidationError pour une date passée, ou à plus d'un an."""
        jour, aujourdhui = self.cleaned_data["pour_le"], timezone.localdate()
        if jour and not 0 <= (jour - aujourdhui).days <= 366:
            raise forms.ValidationError("Donnez une date à venir, dans l’année.")
        return jour


class AcceptationForm(DsfrBaseForm, forms.Form):
    """Acceptation d'une version, qui ne se défait que dans la journée."""

    lue = forms.BooleanField(
        label="J’ai lu ce que j’accepte : cela ne se défait que dans la journée.",
        error_messages={"required": "Dites que vous l’avez lu."},
    )

    def __init__(self, *args, ouverts=0, **kwargs):
        super().__init__(*args, **kwargs)
        if ouverts:
            self.fields["malgre"] = forms.BooleanField(
                label=f"J’accepte malgré {ouverts} commentaire{accorder(ouverts)} "
                f"ouvert{accorder(ouverts)}, qui se lir{accorder(ouverts, 'a,ont')} comme clos.",
                error_messages={"required": "Clôturez-les d’abord, ou confirmez ici."},
            )


class NoteForm(DsfrBaseForm, forms.Form):
    """Une note aux autres examinateurs du CGET."""

    note = forms.CharField(
        label="Votre note",
        help_text=f"Seuls les examinateurs la lisent, jamais la préfecture. {AIDE}",
        widget=forms.Textarea(attrs={"rows": 2}),
        validators=[pas_trop_long],
    )


class AvisForm(DsfrBaseForm, forms.Form):
    """Avis d'une région sur une version transmise."""

    sens = forms.ChoiceField(label="Votre avis", choices=[("", "Choisir"), *Avis.Sens.choices])
    observations = forms.CharField(
        label="Vos observations",
        help_text=AIDE,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[pas_trop_long],
        required=False,
    )


class CommentaireForm(DsfrBaseForm, forms.Form):
    """Commentaire du CGET sur une partie d'une remontée : un texte, une rubrique, un chiffre."""

    champ = forms.ChoiceField(label="Partie")
    texte = forms.CharField(
        label="Votre commentaire",
        help_text=AIDE,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[pas_trop_long],
    )

    def __init__(self, *args, remontee, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["champ"].choices = [
            ("", "Choisir une partie"),
            *(
                (groupe, [(cle, capfirst(libelle)) for cle, libelle in parties.items()])
                for groupe, parties in remontee.parties().items()
            ),
        ]


class CommentaireIciForm(DsfrBaseForm, forms.Form):
    """Commentaire du CGET posé sur un chiffre, une phrase d'un texte, une ligne d'une rubrique.

    `donnees` sont celles de la version lue. Ce qui est cité se garde tel qu'il s'y lit.
    """

    texte = CommentaireForm.base_fields["texte"]

    def __init__(self, *args, remontee, partie, donnees, **kwargs):
        super().__init__(*args, **kwargs)
        self.chiffre = next(_chiffres(donnees, partie), "")
        if partie in remontee.parties()["Textes"]:
            phrases = decouper_en_phrases(getattr(remontee, partie))
            citation = forms.ChoiceField(
                label="Ce que vous commentez",
                choices=[("", "Tout le texte"), *((phrase, phrase) for phrase in phrases)],
                widget=forms.RadioSelect,
                initial="",
                required=False,
            )
        else:
            citation = forms.CharField(
                label="Ce que vous citez",
                help_text="Le chiffre, ou la ligne. Vide : toute la rubrique.",
                max_length=300,
                required=False,
            )
        if not self.chiffre:
            self.fields = {"citation": citation} | self.fields

    def clean(self):
        """Cite le chiffre commenté, qui ne se choisit pas."""
        donnees = super().clean()
        return {"citation": self.chiffre} | donnees


def _chiffres(donnees, cle):
    """Donne, écrits, les chiffres de cette clé dans des données figées."""
    if isinstance(donnees, dict):
        if donnees.get("cle") == cle and "valeur" in donnees:
            yield f"{ecrire_nombre(donnees['valeur'])} {donnees.get('unite', '')}".strip()
        donnees = donnees.values()
    elif not isinstance(donnees, list):
        return
    for piece in donnees:
        yield from _chiffres(piece, cle)

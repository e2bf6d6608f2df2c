"""Ce que le CGET répond à une remontée transmise."""

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils import timezone
from django.utils.text import capfirst
from dsfr.forms import DsfrBaseForm

from socle.champs import DateInput

LONGUEUR_MAXIMALE = 2000
AIDE = "2 000 caractères au plus."
# Un « max_length » ferait couper sans rien dire, par le navigateur, un texte collé.
pas_trop_long = MaxLengthValidator(
    LONGUEUR_MAXIMALE,
    "Ce texte a %(show_value)d caractères, pour 2 000 au plus : raccourcissez-le.",
)


class RetourForm(DsfrBaseForm, forms.Form):
    """Demande de complément adressée à la préfecture."""

    commentaire = forms.CharField(
        label="Ce qui est à compléter",
        help_text=AIDE,
        widget=forms.Textarea(attrs={"rows": 4}),
        validators=[pas_trop_long],
    )
    pour_le = forms.DateField(label="Attendu pour le", widget=DateInput(), required=False)
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
    """Acceptation d'une version, qui clôt les commentaires et ne s'annule pas."""

    lue = forms.BooleanField(
        label="J’ai lu cette version : l’accepter ne s’annule pas.",
        error_messages={"required": "Dites que vous avez lu cette version."},
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

"""Ce que le CGET répond à une remontée transmise."""

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from dsfr.forms import DsfrBaseForm

from quartiers.champs import DateInput


class RetourForm(DsfrBaseForm, forms.Form):
    """Demande de complément adressée à la préfecture."""

    commentaire = forms.CharField(
        label="Ce qui est à compléter", widget=forms.Textarea(attrs={"rows": 4})
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
    """Commentaire du CGET sur un champ d'une remontée."""

    champ = forms.ChoiceField(label="Partie")
    texte = forms.CharField(label="Votre commentaire", widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, formulaire, **kwargs):
        super().__init__(*args, **kwargs)
        champs = formulaire._meta.model._meta
        self.fields["champ"].choices = [
            ("", "Choisir une partie"),
            *(
                (nom, capfirst(champs.get_field(nom).verbose_name))
                for nom in formulaire._meta.fields
            ),
        ]

"""La recherche de l'en-tête."""

from django import forms


class RechercheForm(forms.Form):
    q = forms.CharField(
        label="Rechercher dans le portail",
        min_length=2,
        max_length=100,
        error_messages={
            "required": "Écrivez ce que vous cherchez.",
            "min_length": "Écrivez au moins deux lettres ou chiffres.",
            "max_length": "Cent lettres au plus.",
        },
    )

"""Ce que la préfecture décide d'une remontée : soumettre, transmettre, rendre, rectifier."""

from django import forms
from django.utils.text import capfirst
from dsfr.forms import DsfrBaseForm

from comptes.models import Utilisateur

from .examen import AIDE, pas_trop_long


class MotField(forms.CharField):
    """Quelques lignes à une personne."""

    def __init__(self, *, help_text="", **kwargs):
        widget = forms.Textarea(attrs={"rows": 3, "class": "fr-input"})
        aide = f"{help_text} {AIDE}".strip()
        super().__init__(widget=widget, help_text=aide, validators=[pas_trop_long], **kwargs)


class LectureForm(forms.Form):
    """Ce que la page montrait à qui confirme (voir `Remontee.lecture`)."""

    # Deux de ces formulaires sont dans la même page : leurs champs ne se nomment pas par un id.
    lue = forms.CharField(widget=forms.HiddenInput(attrs={"id": False}), max_length=100)


class CertificationForm(DsfrBaseForm, LectureForm):
    """Ce que lit, et certifie si la campagne le veut, qui transmet."""

    def __init__(self, *args, phrase="", **kwargs):
        super().__init__(*args, **kwargs)
        if phrase:
            self.fields["certifie"] = forms.BooleanField(
                label=phrase, error_messages={"required": "Certifiez-le pour transmettre."}
            )


class SoumissionForm(DsfrBaseForm, LectureForm):
    """À qui l'agent soumet sa remontée."""

    valideur = forms.ModelChoiceField(
        Utilisateur.objects.none(),
        label="À qui",
        empty_label="Tous les valideurs",
        required=False,
    )

    def __init__(self, *args, remontee, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["valideur"].queryset = Utilisateur.objects.valideurs_de(remontee.territoire)


class RetourALAgentForm(DsfrBaseForm, forms.Form):
    """Le mot du valideur qui rend une remontée, et au besoin un mot par partie."""

    mot = MotField(label="Ce qui est à reprendre", help_text="Seule votre préfecture le lit.")

    def __init__(self, *args, remontee, **kwargs):
        super().__init__(*args, **kwargs)
        self.parties = remontee.parties()["Textes"]
        for nom, libelle in self.parties.items():
            self.fields[f"partie-{nom}"] = MotField(label=capfirst(libelle), required=False)

    @property
    def par_partie(self):
        """Les champs où s'écrit un mot sur une partie."""
        return [self[f"partie-{nom}"] for nom in self.parties]

    @property
    def annotations(self):
        """Les mots écrits : {partie: mot}."""
        ecrits = {nom: self.cleaned_data[f"partie-{nom}"] for nom in self.parties}
        return {nom: mot for nom, mot in ecrits.items() if mot}


class RectificationForm(DsfrBaseForm, forms.Form):
    """Pourquoi la préfecture rectifie ce qu'elle a transmis."""

    motif = MotField(label="Motif", help_text="Le CGET et la préfecture de région le lisent.")

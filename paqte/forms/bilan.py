"""Le formulaire du bilan, au format de l'annexe 2, et la demande de complément du CGET."""

from django import forms
from django.db import transaction
from dsfr.forms import DsfrBaseForm
from dsfr.utils import dsfr_input_class_attr

from ..contenu import chiffres_du_bilan
from ..models import Bilan
from .champs import NombreField

AIDES = {
    "organisation": "Par exemple : délégué du préfet référent, subventions accordées à des "
    "partenaires en charge de l’animation.",
    "exemples": "Les exemples saisis avec les résultats des conventions figurent déjà au bilan.",
    "strategie": "Stratégie de déploiement du PAQTE : cibles, réseaux mobilisés, calendrier.",
    "obstacles": "Écrivez « néant » si aucun obstacle n’a été rencontré.",
}


class TexteAttendu(forms.CharField):
    """Texte exigé à la transmission, mais qu'un brouillon peut laisser vide."""

    def validate(self, value):
        """Ne refuse rien : `Bilan.manques` dit ce qui reste à écrire."""


class BilanForm(DsfrBaseForm, forms.ModelForm):
    """Textes du bilan, et pour chaque chiffre calculé une correction possible avec son motif."""

    verrou = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Bilan
        fields = ("organisation", "partenaires", "exemples", "contexte", "strategie", "obstacles")
        widgets = {nom: forms.Textarea(attrs={"rows": 5}) for nom in fields}
        field_classes = {"strategie": TexteAttendu, "obstacles": TexteAttendu}
        help_texts = AIDES

    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["verrou"].initial = self.instance.verrou
        for nom in self.Meta.field_classes:
            self.fields[nom].required = True
        self.chiffres = chiffres_du_bilan(self.instance)
        for cle, chiffre in self.chiffres.items():
            self._ajouter_correction(cle, chiffre)

    def _ajouter_correction(self, cle, chiffre):
        self.fields[f"valeur-{cle}"] = NombreField(
            unite=chiffre.unite,
            label=f"{chiffre.libelle} : valeur corrigée ({chiffre.unite})",
            required=False,
            initial=chiffre.corrige,
        )
        self.fields[f"motif-{cle}"] = forms.CharField(
            label=f"{chiffre.libelle} : motif de la correction",
            help_text="Le motif est imprimé dans le bilan ; sans lui, la correction ne s’applique "
            "pas.",
            required=False,
            initial=chiffre.motif,
        )
        # django-dsfr ne pose ses classes que sur les champs présents à la création.
        for nom in (f"valeur-{cle}", f"motif-{cle}"):
            dsfr_input_class_attr(self[nom])

    @property
    def corrections(self):
        """Corrections possibles par section : {section: [(chiffre, champ valeur, champ motif)]}."""
        sections = {}
        for cle, chiffre in self.chiffres.items():
            sections.setdefault(cle.partition("-")[0], []).append(
                (chiffre, self[f"valeur-{cle}"], self[f"motif-{cle}"])
            )
        return sections

    def clean(self):
        donnees = super().clean()
        for cle in self.chiffres:
            if donnees.get(f"motif-{cle}") and donnees.get(f"valeur-{cle}", "") is None:
                self.add_error(f"valeur-{cle}", "Donnez la valeur corrigée, ou effacez le motif.")
        return donnees

    @transaction.atomic
    def enregistrer(self, user):
        """Enregistre le brouillon et ses corrections ; rend le bilan.

        Lève `remontees.models.Conflit` ou `EtatInvalide` (voir `Remontee.enregistrer`).
        """
        bilan = self.instance
        if bilan.pk is None:
            existant, _ = Bilan.objects.get_or_create(
                departement=bilan.departement, semestre=bilan.semestre
            )
            bilan.pk, bilan.cree_le, bilan._state.adding = existant.pk, existant.cree_le, False
        bilan.enregistrer(user, self.cleaned_data["verrou"])
        for cle in self.chiffres:
            self._enregistrer_correction(cle)
        return bilan

    def _enregistrer_correction(self, cle):
        valeur, motif = self.cleaned_data[f"valeur-{cle}"], self.cleaned_data[f"motif-{cle}"]
        if f"valeur-{cle}" in self.changed_data or f"motif-{cle}" in self.changed_data:
            if valeur is None:
                for correction in self.instance.corrections.filter(cle=cle):
                    correction.delete()
            else:
                self.instance.corrections.update_or_create(
                    cle=cle, defaults={"valeur": valeur, "motif": motif}
                )

    def reprendre_sur(self, actuel):
        """Aligne la saisie sur `actuel`, enregistré entre-temps, et rend leurs différences.

        Un champ que l'auteur n'avait pas touché prend le texte enregistré. Chaque différence
        porte le champ, le texte enregistré et le texte saisi ; le prochain envoi de ce formulaire
        s'appliquera sur la version d'`actuel`.
        """
        enregistre = BilanForm(instance=actuel)
        origine = actuel.history.filter(verrou=self.cleaned_data["verrou"]).first()
        self.data = self.data.copy()
        self.data["verrou"] = str(actuel.verrou)
        differences = []
        for nom in self.fields:
            saisi, present = _texte(self[nom].value()), _texte(enregistre[nom].value())
            if nom == "verrou" or saisi == present:
                continue
            if origine and hasattr(origine, nom) and saisi == _texte(getattr(origine, nom)):
                self.data[nom] = present
            else:
                differences.append({"champ": self[nom], "enregistre": present, "saisi": saisi})
        return differences


def _texte(valeur):
    # Un navigateur renvoie les fins de ligne en « \r\n ».
    return str("" if valeur is None else valeur).replace("\r\n", "\n").strip()


class VerrouForm(forms.Form):
    """Version que le valideur a relue avant de transmettre."""

    verrou = forms.IntegerField(widget=forms.HiddenInput)


class RetourForm(DsfrBaseForm, forms.Form):
    """Demande de complément adressée à la préfecture."""

    commentaire = forms.CharField(
        label="Ce qui est à compléter", widget=forms.Textarea(attrs={"rows": 4})
    )

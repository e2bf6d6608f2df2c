"""Le formulaire du bilan, au format de l'annexe 2."""

from django import forms
from django.db import transaction
from dsfr.utils import dsfr_input_class_attr

from remontees.forms.remontee import RemonteeForm, TexteAttendu
from socle.champs import NombreField, decimales
from socle.francais import ecrire_nombre
from socle.textes import valider_texte

from ..models import Bilan

AIDES = {
    "organisation": "Par exemple : délégué du préfet référent, subventions accordées à des "
    "partenaires en charge de l’animation.",
    "exemples": "Les exemples saisis avec les résultats des conventions figurent déjà au bilan.",
    "strategie": "Stratégie de déploiement du PAQTE : cibles, réseaux mobilisés, calendrier.",
    "obstacles": "Écrivez « néant » si aucun obstacle n’a été rencontré.",
}


class BilanForm(RemonteeForm):
    """Textes du bilan, et pour chaque chiffre calculé une correction possible avec son motif."""

    class Meta:
        model = Bilan
        fields = ("organisation", "partenaires", "exemples", "contexte", "strategie", "obstacles")
        widgets = {nom: forms.Textarea(attrs={"rows": 5, "data-structure": ""}) for nom in fields}
        field_classes = {"strategie": TexteAttendu, "obstacles": TexteAttendu}
        help_texts = AIDES

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.chiffres = self.instance.chiffres
        # Une correction exige son motif, et un motif sa valeur : la page le dit une fois.
        self.sans_mention_facultatif = {
            f"{nom}-{cle}" for cle in self.chiffres for nom in ("valeur", "motif")
        }
        for cle, chiffre in self.chiffres.items():
            self._ajouter_correction(cle, chiffre)
        for point in self.instance.points:
            self._ajouter_reponse(point)

    def _ajouter_reponse(self, point):
        nom = f"controle-{point.cle}"
        self.fields[nom] = forms.CharField(
            label="Votre réponse",
            help_text=point.texte,
            required=False,
            initial=point.reponse,
            widget=forms.Textarea(attrs={"rows": 2}),
            validators=[valider_texte],
        )
        dsfr_input_class_attr(self[nom])

    @property
    def points(self):
        """Les points que les contrôles relèvent : le champ où répondre à chacun."""
        return [self[f"controle-{point.cle}"] for point in self.instance.points]

    def _ajouter_correction(self, cle, chiffre):
        ferme = self.est_limite and cle not in self.questions
        self.fields[f"valeur-{cle}"] = NombreField(
            decimal_places=decimales(chiffre.unite),
            label=f"{chiffre.libelle} : valeur corrigée ({chiffre.unite})",
            help_text=self.questions.get(cle, ""),
            required=False,
            disabled=ferme,
            initial=chiffre.corrige,
        )
        self.fields[f"motif-{cle}"] = forms.CharField(
            label=f"{chiffre.libelle} : motif de la correction",
            help_text="Le motif est imprimé dans le bilan ; sans lui, la correction ne s’applique "
            "pas.",
            required=False,
            disabled=ferme,
            initial=chiffre.motif,
            validators=[valider_texte],
        )
        noms = [f"valeur-{cle}", f"motif-{cle}"]
        if ancienne := self.instance.corrections_a_confirmer.get(cle):
            self.fields[f"confirme-{cle}"] = forms.BooleanField(
                label=f"Je confirme cette correction : le calcul est passé de "
                f"{ecrire_nombre(ancienne.calcule)} à {ecrire_nombre(chiffre.calcule)}",
                required=False,
            )
            noms.append(f"confirme-{cle}")
        # django-dsfr ne pose ses classes que sur les champs présents à la création.
        for nom in noms:
            dsfr_input_class_attr(self[nom])

    @property
    def corrections(self):
        """Corrections possibles par section : {section: [(chiffre, valeur, motif, confirme)]}.

        Les trois derniers sont des champs ; celui qui confirme manque à une correction à jour.
        """
        sections = {}
        for cle, chiffre in self.chiffres.items():
            noms = (f"valeur-{cle}", f"motif-{cle}", f"confirme-{cle}")
            champs = [self[nom] if nom in self.fields else None for nom in noms]
            sections.setdefault(cle.partition("-")[0], []).append((chiffre, *champs))
        return sections

    def clean(self):
        donnees = super().clean()
        for cle in self.chiffres:
            if donnees.get(f"motif-{cle}") and donnees.get(f"valeur-{cle}", "") is None:
                self.add_error(f"valeur-{cle}", "Donnez la valeur corrigée, ou effacez le motif.")
        return donnees

    @transaction.atomic
    def enregistrer(self, user):
        """Enregistre le brouillon et ses corrections (voir `RemonteeForm.enregistrer`)."""
        bilan = super().enregistrer(user)
        for cle in self.chiffres:
            self._enregistrer_correction(cle)
        for point in self.instance.points:
            self._enregistrer_reponse(point)
        return bilan

    def _enregistrer_reponse(self, point):
        nom = f"controle-{point.cle}"
        if nom not in self.changed_data:
            return
        connues = self.instance.reponses_aux_controles
        if texte := self.cleaned_data[nom]:
            connues.update_or_create(cle=point.cle, defaults={"texte": texte})
        else:
            for ancienne in connues.filter(cle=point.cle):
                ancienne.delete()

    def _enregistrer_correction(self, cle):
        valeur, motif = self.cleaned_data[f"valeur-{cle}"], self.cleaned_data[f"motif-{cle}"]
        if {f"valeur-{cle}", f"motif-{cle}", f"confirme-{cle}"} & {*self.changed_data}:
            if valeur is None:
                for correction in self.instance.corrections.filter(cle=cle):
                    correction.delete()
            else:
                self.instance.corrections.update_or_create(
                    cle=cle,
                    defaults={
                        "valeur": valeur,
                        "motif": motif,
                        "calcule": self.chiffres[cle].calcule,
                    },
                )

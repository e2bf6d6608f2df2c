"""Formulaires des conventions et de leurs résultats semestriels."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.db import transaction
from dsfr.forms import DsfrBaseForm

from remontees.periodes import Semestre
from socle.champs import DateInput, NombreField, decimales
from socle.forms.fusion import FusionForm
from socle.forms.sections import Section

from ..models import Axe, Cible, Convention, Entreprise, ResultatConvention
from .exemple import ExempleFormSet


class ValeursForm(DsfrBaseForm):
    """Socle des formulaires qui saisissent un nombre par indicateur, groupés par axe."""

    def ajouter_valeurs(self, initiales, axes, aide=""):
        """Ajoute un champ « valeur-<code> » par indicateur des `axes` (avec leurs indicateurs)."""
        self.indicateurs = {}
        for axe in axes:
            for indicateur in axe.indicateurs.all():
                nom = f"valeur-{indicateur.code}"
                self.indicateurs[nom] = indicateur
                self.fields[nom] = NombreField(
                    decimal_places=decimales(indicateur.unite),
                    label=f"{indicateur.libelle} ({indicateur.unite})",
                    required=False,
                    initial=initiales.get(indicateur.pk),
                    help_text=aide,
                    # Seul s'enregistre ce que l'auteur change dans ce qu'il a lu.
                    show_hidden_initial=True,
                )
                self.fields[nom].widget.attrs["class"] = "fr-input"

    def groupes_par_axe(self):
        """Rend une `Section` par axe, dans l'ordre des axes."""
        groupes = {}
        for nom, indicateur in self.indicateurs.items():
            groupes.setdefault(indicateur.axe, []).append(nom)
        return [
            Section(f"Axe {axe.rang}, {axe.nom} : {axe.objectif}", *noms, aide=f"axe-{axe.rang}")
            for axe, noms in groupes.items()
        ]

    def enregistrer_valeurs(self, existantes, **commun):
        """Crée, modifie ou retire les valeurs changées ; `existantes` est leur gestionnaire."""
        for nom, indicateur in self.indicateurs.items():
            if nom not in self.changed_data:
                continue
            valeur = self.cleaned_data[nom]
            if valeur is None:
                for ancienne in existantes.filter(indicateur=indicateur, **commun):
                    ancienne.delete()
            else:
                existantes.update_or_create(
                    indicateur=indicateur, **commun, defaults={"valeur": valeur}
                )


class ConventionForm(ValeursForm, FusionForm):
    """Convention de trois ans : ses axes, ses cibles, d'où elle vient."""

    class Meta:
        model = Convention
        fields = (
            "entreprise",
            "date_signature",
            "axes",
            "autres_engagements",
            "issue_charte",
            "fin_charte",
            "france_une_chance",
        )
        widgets = {
            "date_signature": DateInput(),
            "fin_charte": DateInput(),
            "axes": forms.CheckboxSelectMultiple,
            "autres_engagements": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "axes": "Les quatre pour une grande entreprise ou une ETI ; une PME ou une TPE peut "
            "n’en retenir que certains.",
            "date_signature": "La convention dure trois ans à partir de ce jour.",
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        entreprises = Entreprise.objects.modifiables_par(user).select_related("departement")
        self.fields["entreprise"].queryset = entreprises
        self.fields["axes"].required = False
        cibles = self.instance.cibles.all() if self.instance.pk else Cible.objects.none()
        self.ajouter_valeurs(
            {cible.indicateur_id: cible.valeur for cible in cibles},
            Axe.objects.prefetch_related("indicateurs__axe"),
        )

    @property
    def helper(self):
        helper = FormHelper()
        helper.layout = Layout(
            "version",
            Section(
                "Entreprise et signature",
                Row(Column("entreprise"), Column("date_signature")),
                aide="convention-signature",
            ),
            Section("Engagements", "axes", "autres_engagements", aide="convention-engagements"),
            Section(
                "Origine et cadre",
                Row(Column("issue_charte"), Column("fin_charte")),
                "france_une_chance",
                aide="convention-origine",
            ),
            *(
                Section(f"Cibles à trois ans - {groupe.legend}", *groupe.fields, aide=groupe.aide)
                for groupe in self.groupes_par_axe()
            ),
        )
        return helper

    def clean(self):
        donnees = super().clean()
        axes = set(donnees.get("axes") or ())
        if entreprise := donnees.get("entreprise"):
            self._verifier_axes(entreprise, axes, donnees.get("autres_engagements"))
        if donnees.get("issue_charte") and not donnees.get("fin_charte"):
            self.add_error("fin_charte", "Donnez l’échéance de la charte.")
        if donnees.get("fin_charte") and not donnees.get("issue_charte"):
            self.add_error("issue_charte", "Cochez cette case, ou effacez l’échéance de la charte.")
        self._verifier_cibles(axes, donnees)
        return donnees

    def clean_date_signature(self):
        signature = self.cleaned_data["date_signature"]
        if self.instance.pk and self.instance.resultats.filter(
            semestre__lt=str(Semestre.de(signature))
        ):
            raise forms.ValidationError("Des résultats sont déjà saisis avant cette date.")
        return signature

    def _verifier_axes(self, entreprise, axes, autres_engagements):
        if entreprise.choisit_ses_axes:
            if not axes and not autres_engagements:
                self.add_error("axes", "Retenez au moins un axe, ou décrivez d’autres engagements.")
        elif len(axes) < len(self.fields["axes"].queryset):
            self.add_error("axes", "Une grande entreprise ou une ETI s’engage sur les quatre axes.")

    def _verifier_cibles(self, axes, donnees):
        avec_cible = set()
        for nom, indicateur in self.indicateurs.items():
            if donnees.get(nom) is None:
                continue
            avec_cible.add(indicateur.axe)
            if indicateur.axe not in axes:
                self.add_error(
                    nom, f"L’axe « {indicateur.axe} » n’est pas retenu : retenez-le ou effacez."
                )
        for axe in sorted(axes - avec_cible, key=lambda axe: axe.rang):
            self.add_error("axes", f"Donnez au moins une cible pour l’axe « {axe} ».")

    @transaction.atomic
    def save(self, **kwargs):
        """Enregistre la convention, ses axes et ses cibles ; rend la convention."""
        convention = super().save(**kwargs)
        self.enregistrer_valeurs(convention.cibles)
        return convention


class ResultatsForm(ValeursForm, forms.Form):
    """Résultats et exemples d'une convention pour un semestre, sur les indicateurs de ses axes."""

    def __init__(self, *args, convention, semestre, **kwargs):
        super().__init__(*args, **kwargs)
        self.convention, self.semestre = convention, str(semestre)
        deja = ResultatConvention.objects.filter(convention=convention, semestre=self.semestre)
        axes = convention.axes.all() if convention.axes.exists() else Axe.objects.all()
        self.ajouter_valeurs(
            {resultat.indicateur_id: resultat.valeur for resultat in deja},
            axes.prefetch_related("indicateurs__axe"),
        )
        self.exemples = ExempleFormSet(
            self.data if self.is_bound else None,
            instance=convention,
            queryset=convention.exemples.filter(semestre=self.semestre),
            prefix="exemples",
        )

    @property
    def helper(self):
        helper = FormHelper()
        helper.layout = Layout(*self.groupes_par_axe())
        return helper

    def is_valid(self):
        return super().is_valid() and self.exemples.is_valid()

    @transaction.atomic
    def enregistrer(self):
        """Enregistre les exemples et les valeurs changées ; un champ vidé retire la valeur."""
        self.enregistrer_valeurs(self.convention.resultats, semestre=self.semestre)
        for formulaire in self.exemples.forms:
            formulaire.instance.semestre = self.semestre
        self.exemples.save()

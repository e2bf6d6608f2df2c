"""Le formulaire que remplit une entreprise, par son lien."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms
from dsfr.forms import DsfrBaseForm

from socle.champs import FichierField, NombreField
from socle.forms.sections import Section
from socle.imports.lecture import FichierRefuse

from ..feuille import TAILLE_MAXIMALE, lire_la_feuille
from ..models import Demande
from .convention import ValeursForm
from .resultats import AUTRES, ResultatField

TEXTES = (*AUTRES, "exemples")


class ReponseForm(ValeursForm, forms.ModelForm):
    """Résultats, autres engagements et exemples d'une convention, pour le semestre demandé."""

    attribut = "lu"
    champ = ResultatField
    exigibles = ("autres_unite",)
    autres_valeur = NombreField(
        decimal_places=2, label="Nombre", help_text="En chiffres, s’il y a lieu.", required=False
    )

    class Meta:
        model = Demande
        fields = TEXTES
        widgets = {
            "autres": forms.Textarea(attrs={"rows": 4}),
            "exemples": forms.Textarea(attrs={"rows": 5}),
        }
        help_texts = {
            "autres_unite": "Par exemple : ateliers, jeunes, euros.",
            "exemples": "Quelques phrases, qui ne nomment personne.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        demande = self.instance
        self.ajouter_valeurs(demande.resultats(), demande.indicateurs())
        self.dire_cibles_et_resultats_d_avant(demande.convention, demande.periode)
        for nom in self.indicateurs:
            self.fields[nom].show_hidden_initial = False
        if not demande.convention.autres_engagements:
            for nom in AUTRES:
                del self.fields[nom]

    @property
    def helper(self):
        helper = FormHelper()
        helper.form_show_errors = False
        # Cette page n'a pas de témoin (voir `paqte.views.reponse`).
        helper.disable_csrf = True
        # L'aide d'un axe mène dans le portail, où l'entreprise n'entre pas.
        axes = [Section(groupe.legend, *groupe.fields) for groupe in self.groupes_par_axe()]
        helper.layout = Layout(*axes)
        if "autres" in self.fields:
            texte, *chiffre = AUTRES
            helper.layout.append(Section("Autres engagements", texte, Row(*map(Column, chiffre))))
        helper.layout.append(Section("Exemples", "exemples"))
        return helper

    def clean(self):
        donnees = super().clean()
        if donnees.get("autres_valeur") is not None and not donnees.get("autres_unite"):
            self.add_error("autres_unite", "Donnez l’unité de ce nombre.")
        if "envoyer" in self.data and not self.errors and not self._dit_quelque_chose(donnees):
            raise forms.ValidationError(
                "Rien n’est écrit : donnez un résultat, « s.o. » si une ligne est sans objet, ou "
                "quelques mots."
            )
        return donnees

    def _dit_quelque_chose(self, donnees):
        noms = [*self.indicateurs, *TEXTES]
        return any(donnees.get(nom) not in (None, "") for nom in noms)

    def save(self, **kwargs):
        """Enregistre, et envoie si le bouton d'envoi l'a demandé ; rend la demande."""
        lus = {
            indicateur.code: self.cleaned_data[nom]
            for nom, indicateur in self.indicateurs.items()
            if self.cleaned_data[nom] is not None
        }
        self.instance.ecrire(lus, envoyer="envoyer" in self.data)
        return self.instance


class FeuilleForm(DsfrBaseForm, forms.Form):
    """La feuille remplie d'une entreprise, lue pour qu'elle la relise dans sa page."""

    feuille = FichierField(label="Feuille remplie", help_text="XLSX, ODS ou CSV, 1 Mo au plus.")

    def __init__(self, *args, demande, **kwargs):
        super().__init__(*args, **kwargs)
        self.demande = demande

    def clean_feuille(self):
        fichier = self.cleaned_data["feuille"]
        if fichier.size > TAILLE_MAXIMALE:
            raise forms.ValidationError("Le fichier dépasse 1 Mo.")
        try:
            self.lue = lire_la_feuille(self.demande, fichier.read(), fichier.name)
        except FichierRefuse as refus:
            raise forms.ValidationError(str(refus)) from refus
        return fichier

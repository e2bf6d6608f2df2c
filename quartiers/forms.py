"""Socle des formulaires du portail ; formulaires de l'import d'une liste."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.text import slugify
from dsfr.forms import DsfrBaseForm

from .champs import FichierField
from .lecture import TAILLE_MAXIMALE, FichierRefuse, lire
from .models import Departement


class Section(Fieldset):
    """Cadre d'un formulaire ; `aide` nomme ce qu'en dit la circulaire (fixtures/aide.csv)."""

    def __init__(self, titre, *champs, aide=""):
        super().__init__(titre, *champs)
        self.aide = aide


class EnSectionsForm(DsfrBaseForm):
    """Formulaire mis en page par `sections` : (titre, rangée de champs, rangée, …).

    Un titre vide ne fait pas de cadre. Les champs qu'aucune section ne place viennent d'abord.
    `aide`, s'il est donné, commence le nom de chaque section dans fixtures/aide.csv.
    """

    sections: tuple = ()
    aide = ""

    @property
    def helper(self):
        places = {nom for _, *rangees in self.sections for rangee in rangees for nom in rangee}
        helper = FormHelper()
        # Le résumé en tête de page dit déjà les erreurs générales.
        helper.form_show_errors = False
        helper.layout = Layout(*(nom for nom in self.fields if nom not in places))
        for titre, *rangees in self.sections:
            lignes = [Row(*(Column(nom) for nom in rangee)) for rangee in rangees]
            aide = f"{self.aide}-{slugify(titre)}" if self.aide else ""
            helper.layout.extend([Section(titre, *lignes, aide=aide)] if titre else lignes)
        return helper


class FusionForm(EnSectionsForm, forms.ModelForm):
    """Formulaire d'un objet historisé que deux personnes peuvent modifier sans s'effacer.

    Un champ que l'auteur n'a pas touché prend la valeur enregistrée entre-temps ; un champ changé
    des deux côtés est refusé une fois, en montrant l'autre valeur. Une contrainte de la base dont
    `violation_error_code` nomme un champ se dit sur ce champ.
    """

    version = forms.CharField(required=False, max_length=18, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        historise = self.instance.pk and hasattr(self.instance, "history")
        self.actuelle = self.instance.history.first() if historise else None
        self.initial["version"] = str(self.actuelle.history_id) if self.actuelle else ""

    def clean(self):
        donnees = super().clean()
        lue = donnees.get("version")
        if self.actuelle and self["version"].data is not None and lue != self.initial["version"]:
            self.data = self.data.copy()
            self.data[self.add_prefix("version")] = self.initial["version"]
            self._fusionner(donnees)
        return donnees

    def _fusionner(self, donnees):
        lue = donnees.get("version") or ""
        versions = self.instance.history.filter(history_id=lue) if lue.isdecimal() else ()
        origine = next(iter(versions), None) or type(self.instance)()
        concrets = {champ.name for champ in self.instance._meta.concrete_fields}
        for nom in concrets & set(donnees):
            avant, present = getattr(origine, nom, None), getattr(self.actuelle, nom)
            if donnees[nom] == avant:
                donnees[nom] = present
                self.montrer(nom, present)
            elif present not in (avant, donnees[nom]):
                auteur = self.actuelle.history_user or "quelqu’un"
                self.add_error(
                    nom,
                    f"Pendant que vous écriviez, {auteur} a enregistré : « {_ecrire(present)} ». "
                    "Complétez votre texte, puis enregistrez de nouveau.",
                )

    def montrer(self, nom, valeur):
        """Écrit `valeur` dans le champ que verra l'auteur si le formulaire lui est rendu."""
        champ, cle = self.fields[nom], self.add_prefix(nom)
        valeur = champ.prepare_value(valeur)
        if isinstance(champ.widget, forms.CheckboxInput) and not valeur:
            self.data.pop(cle, None)
        elif isinstance(valeur, bool):
            self.data[cle] = str(valeur).lower()
        elif isinstance(champ.widget, forms.Select):
            self.data[cle] = "" if valeur is None else str(valeur)
        else:
            self.data[cle] = champ.widget.format_value(valeur) or ""

    def _post_clean(self):
        super()._post_clean()
        generales = self.errors.pop(NON_FIELD_ERRORS, None)
        for erreur in generales.as_data() if generales else ():
            self.add_error(erreur.code if erreur.code in self.fields else None, erreur)


def _ecrire(valeur):
    return {None: "vide", "": "vide", True: "oui", False: "non"}.get(valeur, valeur)


class DuDepartementForm(FusionForm):
    """Formulaire dont le département est limité à ceux où `user` peut écrire.

    Le département ne se choisit que si l'utilisateur en a plusieurs et que la page n'en impose
    pas un ; il reste un champ, pour que l'unicité par département soit vérifiée.
    """

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        champ = self.fields["departement"]
        champ.queryset = Departement.objects.modifiables_par(user)
        codes = user.codes_departements_modifiables
        if self.instance.departement_id or len(codes) == 1:
            champ.widget = forms.HiddenInput()
            self.initial["departement"] = self.initial.get("departement") or codes[0]


class DepotForm(DsfrBaseForm, forms.Form):
    """Dépôt d'un fichier ; `lire(octets, nom)` en fait la `liste` (voir `quartiers.moteur`)."""

    lire = staticmethod(lire)

    fichier = FichierField(
        label="Liste officielle de QPV ou table de l’INSEE",
        help_text=f"Fichier CSV, {TAILLE_MAXIMALE // 1024**2} Mo au plus.",
    )

    def clean_fichier(self):
        fichier = self.cleaned_data["fichier"]
        if fichier.size > TAILLE_MAXIMALE:
            raise forms.ValidationError(
                f"Le fichier dépasse {TAILLE_MAXIMALE // 1024**2} Mo. "
                "Retirez les colonnes de contour."
            )
        self.octets = fichier.read()
        try:
            self.liste = self.lire(self.octets, fichier.name)
        except FichierRefuse as refus:
            raise forms.ValidationError(str(refus)) from refus
        return fichier


class ConfirmationForm(DsfrBaseForm, forms.Form):
    """Confirmation d'un import, tel que l'aperçu l'a montré.

    Un retrait massif demande une case de plus.
    """

    apercu_lu = forms.CharField(widget=forms.HiddenInput)

    retraits = forms.BooleanField(
        label="Je confirme le retrait de ces quartiers : la liste est complète.",
        error_messages={"required": "Confirmez le retrait, ou importez la liste complète."},
    )

    def __init__(self, *args, apercu, **kwargs):
        super().__init__(*args, **kwargs)
        self.empreinte = self.initial["apercu_lu"] = apercu.empreinte
        if not apercu.retraits_suspects:
            del self.fields["retraits"]

    def clean(self):
        donnees = super().clean()
        if donnees.get("apercu_lu") != self.empreinte:
            self.data = self.data.copy()
            self.data["apercu_lu"] = self.empreinte
            raise forms.ValidationError(
                "Des données ont changé depuis l’aperçu que vous avez lu. Relisez celui-ci, "
                "puis confirmez."
            )
        return donnees

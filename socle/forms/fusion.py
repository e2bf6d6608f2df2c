"""Formulaires que deux personnes peuvent remplir ensemble sans s'effacer."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ObjectDoesNotExist

from ..en_passant import ENTRE_TEMPS
from ..nettoyage import nettoyer
from .imprimable import ImprimableForm
from .sections import EnSectionsForm

SUPPRIME = "Quelqu’un a supprimé ceci pendant que vous écriviez : copiez votre saisie."


class OrigineForm(ImprimableForm):
    """Formulaire dont certains champs portent la valeur lue (`show_hidden_initial`).

    Seul s'enregistre ce que l'auteur y change ; ce qu'un autre a changé entre-temps est refusé une
    fois, en montrant l'autre valeur.
    """

    def presentes(self):
        """Rend les valeurs que la base a maintenant, par champ."""
        return {nom: self.get_initial_for_field(c, nom) for nom, c in self.fields.items()}

    def clean(self):
        donnees = super().clean()
        portent = [nom for nom, champ in self.fields.items() if champ.show_hidden_initial]
        changes = [nom for nom in portent if nom in self.changed_data and nom in donnees]
        presentes = self.presentes() if changes else {}
        for nom in changes:
            self._comparer(nom, presentes.get(nom))
        return donnees

    def _comparer(self, nom, presente):
        champ, origine = self.fields[nom], self.add_initial_prefix(nom)
        presente = nettoyer(presente) if isinstance(presente, str) else presente
        if origine not in self.data:
            return
        lue, saisie = self.data[origine], self.data.get(self.add_prefix(nom), "")
        if champ.has_changed(presente, lue) and champ.has_changed(presente, saisie):
            present = champ.prepare_value(presente)
            self.data = self.data.copy()
            self.data[origine] = "" if present is None else str(present)
            self.add_error(nom, _croisement("quelqu’un", _dire(champ, presente)))

    def origines(self):
        """Rend ce que portent, une fois la saisie enregistrée, les champs cachés des origines."""
        return {
            self.add_initial_prefix(nom): self.data.get(self.add_prefix(nom), "")
            for nom, champ in self.fields.items()
            if champ.show_hidden_initial
        }


class FusionForm(EnSectionsForm, forms.ModelForm):
    """Formulaire d'un objet historisé que deux personnes peuvent modifier sans s'effacer.

    Un champ que l'auteur n'a pas touché prend la valeur enregistrée entre-temps ; un champ changé
    des deux côtés est refusé une fois, en montrant l'autre valeur. Une contrainte de la base dont
    `violation_error_code` nomme un champ se dit sur ce champ.
    """

    version = forms.CharField(required=False, max_length=18, widget=forms.HiddenInput)
    # Enregistré pendant qu'on écrit : rien ne se fond, l'auteur ne le verrait pas.
    en_passant = False
    # Vrai si un autre a enregistré depuis que la page fut lue.
    depassee = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._lire_la_version()

    def _lire_la_version(self):
        historise = self.instance.pk and hasattr(self.instance, "history")
        self.actuelle = self.instance.history.first() if historise else None
        self.initial["version"] = str(self.actuelle.history_id) if self.actuelle else ""

    def _relire(self):
        """Verrouille l'objet et le relit : un autre l'a peut-être enregistré au même instant.

        Le verrou tient jusqu'à la fin de la transaction, que l'appelant ouvre (`socle.saisie`).
        Lève ValidationError si l'objet n'existe plus.
        """
        objets = type(self.instance)._base_manager
        try:
            self.instance.refresh_from_db(from_queryset=objets.select_for_update())
        except ObjectDoesNotExist:
            raise forms.ValidationError(SUPPRIME) from None
        self._lire_la_version()

    def clean(self):
        if self.actuelle:
            self._relire()
        donnees = super().clean()
        lue = donnees.get("version")
        if self.actuelle and self["version"].data is not None and lue != self.initial["version"]:
            self.data = self.data.copy()
            self.data[self.add_prefix("version")] = self.initial["version"]
            self.depassee = True
            if self.en_passant:
                raise forms.ValidationError(ENTRE_TEMPS)
            self._fusionner(donnees)
        return donnees

    def _fusionner(self, donnees):
        lue = donnees.get("version") or ""
        versions = self.instance.history.filter(history_id=lue) if lue.isdecimal() else ()
        origine = next(iter(versions), None) or type(self.instance)()
        concrets = {champ.name for champ in self.instance._meta.concrete_fields}
        for nom in concrets & set(donnees):
            avant, present = _nettoyee(origine, nom), _nettoyee(self.actuelle, nom)
            if donnees[nom] == avant:
                donnees[nom] = present
                self.montrer(nom, present)
            elif present not in (avant, donnees[nom]):
                auteur = self.actuelle.history_user or "quelqu’un"
                self.add_error(nom, _croisement(auteur, _ecrire(present)))

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

    @property
    def parties(self):
        """Les formulaires de la page où un champ peut être refusé."""
        return [self]

    def caches(self):
        """Rend ce que portent, une fois l'objet enregistré, les champs cachés de la page."""
        self._lire_la_version()
        return {self.add_prefix("version"): self.initial["version"]}

    def _update_errors(self, errors):
        # Un champ que le formulaire refuse déjà n'est pas refusé une seconde fois par le modèle.
        for nom in self.errors.keys() & getattr(errors, "error_dict", {}).keys():
            del errors.error_dict[nom]
        super()._update_errors(errors)

    def _post_clean(self):
        super()._post_clean()
        generales = self.errors.pop(NON_FIELD_ERRORS, None)
        for erreur in generales.as_data() if generales else ():
            self.add_error(erreur.code if erreur.code in self.fields else None, erreur)


def _nettoyee(objet, nom):
    """Rend la valeur d'un champ ; un texte ancien y est nettoyé comme l'est ce qui se saisit."""
    valeur = getattr(objet, nom, None)
    return nettoyer(valeur) if isinstance(valeur, str) else valeur


def _croisement(auteur, valeur):
    return (
        f"Pendant que vous écriviez, {auteur} a enregistré : « {valeur} ». "
        "Complétez votre texte, puis enregistrez de nouveau."
    )


def _dire(champ, valeur):
    """Écrit une valeur telle que la montre son champ : le libellé d'un choix, un nombre."""
    ecrite = champ.prepare_value(valeur)
    if isinstance(champ, forms.ChoiceField | forms.ModelChoiceField):
        return dict(champ.choices).get(ecrite, "vide")
    return _ecrire(ecrite)


def _ecrire(valeur):
    return {None: "vide", "": "vide", True: "oui", False: "non"}.get(valeur, valeur)

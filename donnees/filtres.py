"""Les filtres d'un jeu de données, les mêmes dans les fichiers et dans l'API."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from remontees.periodes import lire_periode
from socle.replique import sur_la_replique


class PeriodeField(forms.CharField):
    """Un semestre (« 2019-s1 ») ou une année (« 2019 »)."""

    def clean(self, value):
        texte = super().clean(value)
        try:
            return lire_periode(texte) if texte else None
        except ValueError as erreur:
            raise ValidationError(f"« {texte} » : attendu 2019-s1 ou 2019.") from erreur


class InstantField(forms.CharField):
    """Une date ou un instant ISO ; sans fuseau, à l'heure de Paris."""

    def clean(self, value):
        texte = super().clean(value)
        try:
            instant = parse_datetime(texte) or parse_date(texte)
        except ValueError:
            instant = None
        if texte and instant is None:
            raise ValidationError(f"« {texte} » : attendu 2019-06-30 ou 2019-06-30T12:00:00+02:00.")
        if instant and not isinstance(instant, datetime.datetime):
            instant = datetime.datetime.combine(instant, datetime.time())
        return timezone.make_aware(instant) if instant and timezone.is_naive(instant) else instant


class FiltreDeJeuForm(forms.Form):
    """Limite un `jeu` ; n'offre que ce qu'il sait filtrer."""

    periode = PeriodeField(label="Période", required=False)
    territoire = forms.RegexField(
        r"(?i)^(FR|R[0-9]{2}|[0-9]{2,3}|2[AB]|Q[PN][0-9A-Z]{6})$",
        label="Territoire",
        required=False,
        error_messages={"invalid": "Attendu 59, R32, FR ou le code d’un quartier."},
    )
    modifie_depuis = InstantField(label="Modifié depuis", required=False)

    def __init__(self, data, jeu):
        super().__init__(data)
        self.jeu = jeu
        for nom in set(self.fields) - set(jeu.filtres):
            del self.fields[nom]

    def clean(self):
        """Refuse un filtre que le jeu n'a pas : l'ignorer rendrait toutes les lignes."""
        for nom in FiltreDeJeuForm.base_fields.keys() & set(self.data) - set(self.fields):
            self.add_error(None, f"Ce jeu n’a pas de filtre « {nom} ».")

    def filtrer(self, objets):
        """Rend les objets que gardent les filtres, lus sur la réplique s'il y en a une."""
        for nom, valeur in self.cleaned_data.items():
            filtre = self.jeu.filtres[nom]
            if not valeur:
                continue
            if callable(filtre):
                objets = filtre(objets, valeur)
            else:
                objets = objets.filter(**dict([_critere(nom, filtre, valeur)]))
        return sur_la_replique(objets)


def _critere(nom, chemin, valeur):
    """Rend (critère de requête, valeur) d'un filtre par son chemin."""
    if chemin.endswith("__range"):
        return chemin, (valeur.debut, valeur.fin)
    if nom != "territoire":
        return chemin, str(valeur)
    code = valeur.upper()
    if chemin.endswith("departement") and code.startswith("R"):
        return f"{chemin}__region", code[1:]
    return chemin, code.removeprefix("R") if chemin.endswith("region") else code

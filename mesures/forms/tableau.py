"""Filtre du tableau des mesures."""

import datetime

from django import forms
from django.utils import timezone
from dsfr.forms import DsfrBaseForm

from quartiers.champs import DateInput
from quartiers.models import Departement
from quartiers.recherche import sans_accents

from ..models import Ministere, Niveau, Thematique

# Avant la circulaire, le tableau n'a pas d'état connu.
PREMIERE_DATE = datetime.date(2019, 1, 1)
TRIS = {
    "niveau": lambda ligne: Niveau.values.index(ligne.niveau) if ligne.niveau else len(Niveau),
    "contrats": lambda ligne: -ligne.mesure.nombre_contrats,
}


class TableauForm(DsfrBaseForm, forms.Form):
    """Dates, territoire et filtres du tableau ; un champ faux est dit et ne filtre rien."""

    recherche = forms.CharField(label="Recherche", max_length=100, required=False)
    axe = forms.ChoiceField(required=False)
    programme = forms.ChoiceField(required=False)
    thematique = forms.ChoiceField(label="Thématique", required=False)
    niveau = forms.ChoiceField(
        label="Niveau d’engagement", choices=[("", "Tous"), *Niveau.choices], required=False
    )
    chef_de_file = forms.ModelChoiceField(
        Ministere.objects.all(), label="Chef de file", empty_label="Tous", required=False
    )
    departement = forms.ModelChoiceField(
        Departement.objects.none(),
        label="Vue d’un département",
        empty_label="France entière",
        required=False,
    )
    au = forms.DateField(label="Tableau à la date du", widget=DateInput(), required=False)
    depuis = forms.DateField(label="Comparé à celui du", widget=DateInput(), required=False)
    tri = forms.ChoiceField(
        label="Tri",
        choices=[
            ("", "Ordre de l’annexe 3"),
            ("niveau", "Niveau d’engagement"),
            ("contrats", "Les plus déclinées d’abord"),
        ],
        required=False,
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["departement"].queryset = Departement.objects.suivis_par(user)
        self._proposer_le_cadre()
        self.full_clean()

    def _proposer_le_cadre(self):
        """Propose axes, programmes et thématiques, lus en une fois."""
        thematiques = list(Thematique.objects.select_related("axe", "programme"))
        for nom, objets in (
            ("axe", {thematique.axe: None for thematique in thematiques}),
            ("programme", {thematique.programme: None for thematique in thematiques}),
            ("thematique", thematiques),
        ):
            self.fields[nom].choices = [("", "Tous"), *((str(o.pk), str(o)) for o in objets)]

    def clean_au(self):
        return self._borner(self.cleaned_data["au"])

    def clean_depuis(self):
        return self._borner(self.cleaned_data["depuis"])

    def _borner(self, date):
        if date and date < PREMIERE_DATE:
            raise forms.ValidationError("Le premier état connu est celui de janvier 2019.")
        return date

    @property
    def date(self):
        """La date du tableau : celle choisie, sinon aujourd'hui."""
        return self.cleaned_data.get("au") or timezone.localdate()

    def choisir(self, lignes):
        """Rend les `LigneMesure` cherchées, triées."""
        choix = self.cleaned_data
        mots = sans_accents(choix.get("recherche") or "").split()
        retenues = [
            ligne
            for ligne in lignes
            if all(mot in sans_accents(str(ligne.mesure)) for mot in mots)
            and choix.get("axe") in {None, "", str(ligne.mesure.thematique.axe_id)}
            and choix.get("programme") in {None, "", str(ligne.mesure.thematique.programme_id)}
            and choix.get("thematique") in {None, "", str(ligne.mesure.thematique_id)}
            and choix.get("niveau") in {None, "", ligne.niveau}
            and choix.get("chef_de_file") in {None, ligne.mesure.chef_de_file}
        ]
        if tri := TRIS.get(choix.get("tri")):
            retenues.sort(key=tri)
        return retenues

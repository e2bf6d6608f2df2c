"""Filtres du tableau des mesures et des alertes."""

from django import forms
from django.utils import timezone
from dsfr.forms import DsfrBaseForm

from quartiers.models import Departement
from socle.champs import DateInput
from socle.recherche import contient

from ..models import Ministere, Niveau, Thematique, valider_etat

TRIS = {
    "niveau": lambda ligne: Niveau.values.index(ligne.niveau) if ligne.niveau else len(Niveau),
    "contrats": lambda ligne: -ligne.contrats,
}


class ADateForm(DsfrBaseForm, forms.Form):
    """Socle : ce qu'on cherche, dans quel territoire, à quelle date.

    Un champ faux est dit et ne filtre rien.
    """

    recherche = forms.CharField(label="Recherche", max_length=100, required=False)
    departement = forms.ModelChoiceField(
        Departement.objects.none(),
        label="Vue d’un département",
        empty_label="France entière",
        required=False,
    )
    au = forms.DateField(
        label="À la date du", widget=DateInput(), validators=[valider_etat], required=False
    )

    def __init__(self, *args, departements, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["departement"].queryset = departements
        self.full_clean()

    @property
    def date(self):
        """La date choisie, sinon aujourd'hui."""
        return self.cleaned_data.get("au") or timezone.localdate()

    def trouve(self, objet):
        """Dit si l'objet contient chaque mot cherché, sans accents."""
        return contient(str(objet), self.cleaned_data.get("recherche") or "")


class AlerteForm(ADateForm):
    """Filtre des alertes."""

    tri = forms.ChoiceField(
        label="Tri",
        choices=[("", "Mesure"), ("departements", "Le plus de départements d’abord")],
        required=False,
    )

    def choisir(self, alertes):
        """Rend les `Alerte` cherchées, triées."""
        retenues = [alerte for alerte in alertes if self.trouve(alerte.indicateur)]
        if self.cleaned_data.get("tri"):
            retenues.sort(key=lambda alerte: -len(alerte.departements))
        return retenues


class TableauForm(ADateForm):
    """Dates, territoire et filtres du tableau."""

    field_order = ("recherche", "departement", "au", "depuis")

    axe = forms.ChoiceField(required=False)
    programme = forms.ChoiceField(required=False)
    thematique = forms.ChoiceField(label="Thématique", required=False)
    niveau = forms.ChoiceField(
        label="Niveau d’engagement", choices=[("", "Tous"), *Niveau.choices], required=False
    )
    chef_de_file = forms.ModelChoiceField(
        Ministere.objects.all(), label="Chef de file", empty_label="Tous", required=False
    )
    depuis = forms.DateField(
        label="Comparé au tableau du", widget=DateInput(), validators=[valider_etat], required=False
    )
    tri = forms.ChoiceField(
        label="Tri",
        choices=[
            ("", "Ordre de l’annexe 3"),
            ("niveau", "Niveau d’engagement"),
            ("contrats", "Les plus déclinées d’abord"),
        ],
        required=False,
    )

    def full_clean(self):
        """Propose d'abord axes, programmes et thématiques, lus en une fois."""
        thematiques = list(Thematique.objects.select_related("axe", "programme"))
        for nom, tous, objets in (
            ("axe", "Tous", {thematique.axe: None for thematique in thematiques}),
            ("programme", "Tous", {thematique.programme: None for thematique in thematiques}),
            ("thematique", "Toutes", thematiques),
        ):
            self.fields[nom].choices = [("", tous), *((str(o.pk), str(o)) for o in objets)]
        super().full_clean()

    def clean_depuis(self):
        depuis = self.cleaned_data["depuis"]
        if depuis and depuis > self.date:
            raise forms.ValidationError("Comparez à un tableau plus ancien.")
        return depuis

    @property
    def filtres(self):
        """Rend [(libellé, choix)] de ce qui ne retient qu'une partie des mesures du territoire."""
        restreints = ("recherche", "axe", "programme", "thematique", "niveau", "chef_de_file")
        choix = {nom: self.cleaned_data[nom] for nom in restreints if self.cleaned_data[nom]}
        return [
            (self[nom].label, dict(getattr(self.fields[nom], "choices", ())).get(valeur, valeur))
            for nom, valeur in choix.items()
        ]

    def choisir(self, lignes):
        """Rend les `LigneMesure` cherchées, triées."""
        choix = self.cleaned_data
        retenues = [
            ligne
            for ligne in lignes
            if self.trouve(ligne.texte)
            and choix.get("axe") in {None, "", str(ligne.mesure.thematique.axe_id)}
            and choix.get("programme") in {None, "", str(ligne.mesure.thematique.programme_id)}
            and choix.get("thematique") in {None, "", str(ligne.mesure.thematique_id)}
            and choix.get("niveau") in {None, "", ligne.niveau}
            and choix.get("chef_de_file") in {None, ligne.mesure.chef_de_file}
        ]
        if tri := TRIS.get(choix.get("tri")):
            retenues.sort(key=tri)
        return retenues

"""Filtres du tableau des mesures et des alertes."""

from django import forms
from django.utils import timezone

from quartiers.models import Departement
from socle.champs import DateInput
from socle.forms.filtres import FiltreDeLignesForm

from ..models import Ministere, Niveau, Thematique, valider_etat


class ADateForm(FiltreDeLignesForm):
    """Socle : ce qu'on cherche, dans quel territoire, à quelle date."""

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

    @property
    def date(self):
        """La date choisie, sinon aujourd'hui."""
        return self.choix.get("au") or timezone.localdate()


class AlerteForm(ADateForm):
    """Filtre des `Alerte`."""

    TRIS = {"departements": lambda alerte: -len(alerte.departements)}

    tri = forms.ChoiceField(
        label="Tri",
        choices=[("", "Mesure"), ("departements", "Le plus de départements d’abord")],
        required=False,
    )

    def texte(self, alerte):
        return str(alerte.indicateur)


class TableauForm(ADateForm):
    """Dates, territoire et filtres des `LigneMesure` du tableau."""

    FILTRES = {
        "axe": lambda ligne: str(ligne.mesure.thematique.axe_id),
        "programme": lambda ligne: str(ligne.mesure.thematique.programme_id),
        "thematique": lambda ligne: str(ligne.mesure.thematique_id),
        "niveau": lambda ligne: ligne.niveau,
        "chef_de_file": lambda ligne: ligne.mesure.chef_de_file,
    }
    TRIS = {
        "niveau": lambda ligne: Niveau.values.index(ligne.niveau) if ligne.niveau else len(Niveau),
        "contrats": lambda ligne: -ligne.contrats,
    }

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

    def __init__(self, *args, **kwargs):
        """Propose axes, programmes et thématiques, lus en une fois."""
        super().__init__(*args, **kwargs)
        thematiques = list(Thematique.objects.select_related("axe", "programme"))
        for nom, tous, objets in (
            ("axe", "Tous", {thematique.axe: None for thematique in thematiques}),
            ("programme", "Tous", {thematique.programme: None for thematique in thematiques}),
            ("thematique", "Toutes", thematiques),
        ):
            self.fields[nom].choices = [("", tous), *((str(o.pk), str(o)) for o in objets)]

    def clean_depuis(self):
        depuis = self.cleaned_data["depuis"]
        if depuis and depuis > self.date:
            raise forms.ValidationError("Comparez à un tableau plus ancien.")
        return depuis

    @property
    def filtres(self):
        """Rend [(libellé, choix)] de ce qui ne retient qu'une partie des mesures du territoire."""
        choix = {nom: self.choix[nom] for nom in ("recherche", *self.FILTRES) if self.choix[nom]}
        return [
            (self[nom].label, dict(getattr(self.fields[nom], "choices", ())).get(valeur, valeur))
            for nom, valeur in choix.items()
        ]

    def texte(self, ligne):
        return ligne.texte

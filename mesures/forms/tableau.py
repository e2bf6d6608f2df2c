"""Filtres du tableau des mesures, des alertes et des objectifs."""

from django import forms

from quartiers.models import Departement
from socle.champs import DateInput
from socle.dates import DateFormField
from socle.forms.filtres import FiltreDeLignesForm

from ..models import Ministere, Niveau, Thematique, valider_etat
from ..objectifs import Atteinte


class ADateForm(FiltreDeLignesForm):
    """Socle : ce qu'on cherche, à quelle date."""

    recherche = forms.CharField(label="Recherche", max_length=100, required=False)
    au = DateFormField(
        label="À la date du", widget=DateInput(), validators=[valider_etat], required=False
    )

    @property
    def filtres(self):
        """Rend [(libellé, choix)] de ce qui ne retient qu'une partie des lignes."""
        choix = {nom: self.choix[nom] for nom in ("recherche", *self.FILTRES) if self.choix[nom]}
        return [
            (self[nom].label, dict(getattr(self.fields[nom], "choices", ())).get(valeur, valeur))
            for nom, valeur in choix.items()
        ]


class DansUnTerritoireForm(ADateForm):
    """Socle : aussi, dans quel territoire."""

    departement = forms.ModelChoiceField(
        Departement.objects.none(),
        label="Vue d’un département",
        empty_label="France entière",
        required=False,
    )

    field_order = ("recherche", "departement", "au")

    def __init__(self, *args, departements, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["departement"].queryset = departements


class ObjectifForm(ADateForm):
    """Filtre des `Objectif`."""

    FILTRES = {
        "atteinte": lambda objectif: objectif.atteinte,
        "chef_de_file": lambda objectif: objectif.mesure.chef_de_file,
    }

    atteinte = forms.ChoiceField(
        label="Où il en est", choices=[("", "Tous"), *Atteinte.choices], required=False
    )
    chef_de_file = forms.ModelChoiceField(
        Ministere.objects.all(), label="Chef de file", empty_label="Tous", required=False
    )

    def texte(self, objectif):
        return objectif.texte


class AlerteForm(DansUnTerritoireForm):
    """Filtre des `Alerte`."""

    FILTRES = {"sorte": lambda alerte: "departements" if alerte.departements else "nation"}
    TRIS = {"departements": lambda alerte: -len(alerte.departements)}

    sorte = forms.ChoiceField(
        label="De qui",
        choices=[
            ("", "La nation et les départements"),
            ("nation", "La nation : ce que doivent les ministères"),
            ("departements", "Les départements"),
        ],
        required=False,
    )
    tri = forms.ChoiceField(
        label="Tri",
        choices=[("", "Mesure"), ("departements", "Le plus de départements d’abord")],
        required=False,
    )

    def texte(self, alerte):
        return str(alerte.indicateur)


class TableauForm(DansUnTerritoireForm):
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
    depuis = DateFormField(
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

    def texte(self, ligne):
        return ligne.texte

"""Formulaire de ce qu'une entreprise répond pour un semestre."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.db import transaction
from django.db.models import Q

from remontees.periodes import Semestre
from socle.champs import DateInput, NombreField
from socle.forms.fusion import FusionForm
from socle.forms.sections import Section
from socle.francais import ecrire_jour

from ..models import Absence, Indicateur, Reponse
from .convention import ValeursForm
from .exemple import ExempleFormSet

AUTRES = ("autres", "autres_valeur", "autres_unite")


class ResultatField(NombreField):
    """Un nombre, ou pourquoi il n'y en a pas (voir `Absence`)."""

    def to_python(self, value):
        return (isinstance(value, str) and Absence.lire(value)) or super().to_python(value)

    def clean(self, value):
        lu = self.to_python(value)
        return lu if isinstance(lu, Absence) else super().clean(value)

    def prepare_value(self, value):
        return value.abrege if isinstance(value, Absence) else super().prepare_value(value)


class ResultatsForm(ValeursForm, FusionForm):
    """Ce qu'une entreprise répond pour un semestre : résultats, autres engagements et exemples.

    Les indicateurs sont ceux des axes de sa convention, et ceux qui ont déjà un résultat.
    """

    attribut = "lu"
    champ = ResultatField
    # Une absence exige qu'on en dise plus ; un nombre, son unité.
    exigibles = ("motif", "demandes", "demande_le", "autres_unite")
    autres_valeur = NombreField(
        decimal_places=2, label="Nombre", help_text="En chiffres, s’il y a lieu.", required=False
    )

    class Meta:
        model = Reponse
        fields = Reponse.CHAMPS
        field_classes = {"demandes": NombreField}
        widgets = {
            "absence": forms.RadioSelect,
            "demande_le": DateInput(),
            "motif": forms.Textarea(attrs={"rows": 2}),
            "autres": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "motif": "Imprimé dans le bilan.",
            "autres_unite": "Par exemple : ateliers, jeunes, euros.",
        }

    def __init__(self, *args, convention, semestre, **kwargs):
        commun = {"convention": convention, "semestre": str(semestre)}
        kwargs["instance"] = convention.reponses.filter(**commun).first() or Reponse(**commun)
        super().__init__(*args, **kwargs)
        self.fields["absence"].choices = [
            ("", Reponse.Etat.DONNES.label.capitalize()),
            *((etat.value, etat.label.capitalize()) for etat in Reponse.ABSENCES),
        ]
        if not (convention.autres_engagements or self.instance.rapporte_les_autres):
            for nom in AUTRES:
                del self.fields[nom]
        deja = convention.resultats.filter(semestre=semestre)
        self.ajouter_valeurs(
            deja,
            Indicateur.objects.select_related("axe").filter(
                Q(axe__in=convention.axes.all(), pk__in=Indicateur.objects.du_semestre(semestre))
                | Q(pk__in=deja.values("indicateur"))
            ),
        )
        self.dire_cibles_et_resultats_d_avant(convention, Semestre.lire(str(semestre)))
        for declare in deja.exclude(declare_le=None).select_related("indicateur"):
            champ = self.fields[f"valeur-{declare.indicateur.code}"]
            dit = f"Déclaré par l’entreprise le {ecrire_jour(declare.declare_le)}."
            champ.help_text = f"{champ.help_text} {dit}".strip()
        self.exemples = ExempleFormSet(
            self.data if self.is_bound else None,
            instance=convention,
            queryset=convention.exemples.filter(semestre=semestre),
            prefix="exemples",
        )

    @property
    def helper(self):
        helper = FormHelper()
        helper.form_show_errors = False
        helper.layout = Layout(
            "version",
            Section(
                "Réponse de l’entreprise",
                "absence",
                Row(Column("demandes"), Column("demande_le")),
                "motif",
            ),
            *self.groupes_par_axe(),
        )
        if "autres" in self.fields:
            texte, *chiffre = AUTRES
            helper.layout.append(
                Section(
                    "Autres engagements",
                    texte,
                    Row(*map(Column, chiffre)),
                    aide="convention-engagements",
                )
            )
        return helper

    def is_valid(self):
        return super().is_valid() and self.exemples.is_valid()

    @property
    def parties(self):
        return [self, *self.exemples.forms]

    def caches(self):
        """Rend aussi les clés des exemples qui viennent de naître (voir `FusionForm.caches`)."""
        nes = [exemple for exemple in self.exemples.forms if exemple.instance.pk]
        caches = super().caches() | self.origines()
        for exemple in nes:
            caches |= {exemple.add_prefix("id"): exemple.instance.pk} | exemple.origines()
        return caches | {f"{self.exemples.prefix}-INITIAL_FORMS": len(nes)}

    def clean(self):
        donnees = super().clean()
        absence = donnees.get("absence")
        if absence and (self._donne_un_nombre(donnees) or any(map(donnees.get, AUTRES))):
            self.add_error(
                "absence", "Des résultats sont écrits plus bas : effacez-les, ou changez ce choix."
            )
        if absence == Absence.SANS_OBJET and not donnees.get("motif"):
            self.add_error("motif", "Dites pourquoi ces résultats sont sans objet.")
        if absence == Absence.NON_COMMUNIQUE:
            if not donnees.get("demandes"):
                self.add_error("demandes", "Combien de fois les avez-vous demandés ?")
            if not donnees.get("demande_le"):
                self.add_error("demande_le", "Quand les avez-vous demandés pour la dernière fois ?")
        if donnees.get("autres_valeur") is not None and not donnees.get("autres_unite"):
            self.add_error("autres_unite", "Donnez l’unité de ce nombre.")
        return donnees

    def _donne_un_nombre(self, donnees):
        lus = [donnees.get(nom) for nom in self.indicateurs]
        return any(lu is not None and not isinstance(lu, Absence) for lu in lus)

    @transaction.atomic
    def save(self, **kwargs):
        """Enregistre la réponse, les exemples et les valeurs changées ; un champ vidé la retire."""
        if set(self.changed_data) & set(Reponse.CHAMPS):
            super().save(**kwargs)
        convention, semestre = self.instance.convention, self.instance.semestre
        self.enregistrer_valeurs(convention.resultats, semestre=semestre)
        for formulaire in self.exemples.forms:
            formulaire.instance.semestre = semestre
        self.exemples.save()
        return self.instance

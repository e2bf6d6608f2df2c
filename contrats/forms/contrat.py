"""Formulaires du contrat de ville : le contrat, et ceux qu'il réunit."""

from django import forms
from django.db.models import Q

from quartiers.forms.departement import DuDepartementForm
from quartiers.models import Quartier
from socle.champs import DateInput, NombreField, SirenField
from socle.forms.fusion import FusionForm
from socle.forms.sections import EnSectionsForm
from socle.ordre import francais

from ..attendus import epci_de
from ..models import ContratDeVille


class QuartiersField(forms.ModelMultipleChoiceField):
    """Cases à cocher des quartiers, rangées par liste officielle puis par commune."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, quartier):
        liste = f"Liste de {quartier.millesime}"
        return f"{liste}, {quartier.communes} : {quartier.nom} ({quartier.code})"


class DuContratForm(FusionForm):
    """Formulaire d'un objet dont l'adresse de la page donne le contrat."""

    def _get_validation_exclusions(self):
        # Le contrat n'est pas un champ ; les unicités « par contrat » se vérifient quand même.
        return super()._get_validation_exclusions() - {"contrat"}


class ContratForm(DuDepartementForm):
    """Un contrat de ville ; son porteur se lit de l'intercommunalité de ses quartiers."""

    porteur_siren = SirenField(
        label="SIREN du porteur", required=False, help_text="Exigé d’une intercommunalité."
    )
    exigibles = ("porteur_nom", "porteur_siren", "evaluation_le")

    sections = (
        (
            "Le contrat",
            ("nom", "perimetre"),
            ("signe_le", "fin_le"),
            ("succede_a",),
            ("departements_associes",),
        ),
        ("Le porteur", ("porteur",), ("porteur_nom", "porteur_siren")),
        ("Les quartiers prioritaires", ("quartiers",)),
        ("L’évaluation à mi-parcours", ("evaluation_faite", "evaluation_le"), ("evaluation",)),
        (
            "Pour un contrat 2024-2030",
            ("reunion_annuelle_le",),
            ("conventions_associations", "conventions_pluriannuelles"),
            ("poches",),
        ),
    )

    class Meta:
        model = ContratDeVille
        fields = (
            "departement",
            "nom",
            "perimetre",
            "signe_le",
            "fin_le",
            "succede_a",
            "departements_associes",
            "porteur",
            "porteur_nom",
            "porteur_siren",
            "quartiers",
            "evaluation_faite",
            "evaluation_le",
            "evaluation",
            "reunion_annuelle_le",
            "conventions_associations",
            "conventions_pluriannuelles",
            "poches",
        )
        field_classes = {
            "quartiers": QuartiersField,
            **dict.fromkeys(
                ("conventions_associations", "conventions_pluriannuelles"), NombreField
            ),
        }
        widgets = {
            **dict.fromkeys(
                ("signe_le", "fin_le", "evaluation_le", "reunion_annuelle_le"), DateInput()
            ),
            "departements_associes": forms.CheckboxSelectMultiple,
            **dict.fromkeys(("evaluation", "poches"), forms.Textarea(attrs={"rows": 4})),
        }
        help_texts = {
            "fin_le": "31 décembre 2022, sauf exception : loi de finances pour 2019.",
            "porteur_nom": "Laissez vide : c’est l’intercommunalité des quartiers cochés.",
            "quartiers": "Ceux de la liste officielle en vigueur à la signature du contrat.",
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        offerts = Q(departement__in=user.codes_departements_modifiables, retire_le=None)
        if self.instance.pk:
            offerts |= Q(contrats=self.instance)
            offerts |= Q(departement__contrats_associes=self.instance, retire_le=None)
        quartiers = Quartier.objects.filter(offerts).distinct()
        self.fields["quartiers"].queryset = quartiers.order_by(
            "-millesime", francais("communes"), francais("nom")
        )
        if self.instance.pk and self.instance.prolongations.exists():
            self.fields["fin_le"].disabled = True
            self.fields["fin_le"].help_text = "Donnée par sa dernière prolongation."
        autres = ContratDeVille.objects.modifiables_par(user).exclude(pk=self.instance.pk)
        self.fields["succede_a"].queryset = autres.order_by("departement", francais("nom"))
        self.fields["porteur_nom"].required = False
        if pilote := self.initial.get("departement"):
            associes = self.fields["departements_associes"]
            associes.queryset = associes.queryset.exclude(pk=pilote)

    def clean(self):
        donnees = super().clean()
        self._lire_le_porteur(donnees)
        if (
            self.instance.pk
            and donnees.get("perimetre") != ContratDeVille.Perimetre.AGGLOMERATION
            and self.instance.reunit.exists()
        ):
            self.add_error("perimetre", "Ce contrat en réunit d’autres : il reste d’agglomération.")
        self._verifier_la_liste(donnees)
        departements = [donnees.get("departement"), *donnees.get("departements_associes", ())]
        codes = {departement.pk for departement in departements if departement}
        etrangers = [q for q in donnees.get("quartiers", ()) if q.departement_id not in codes]
        if etrangers and donnees.get("departement"):
            noms = ", ".join(quartier.nom for quartier in etrangers)
            self.add_error("quartiers", f"Hors du territoire du contrat : {noms}.")
        return donnees

    def _lire_le_porteur(self, donnees):
        """Écrit le nom et le SIREN du porteur d'après les quartiers, s'ils n'en ont qu'un."""
        connus = epci_de(donnees.get("quartiers") or ())
        nom = donnees.get("porteur_nom")
        if not nom and donnees.get("porteur") == ContratDeVille.Porteur.EPCI and len(connus) == 1:
            nom = donnees["porteur_nom"] = next(iter(connus))
        if nom and not donnees.get("porteur_siren") and "porteur_siren" not in self.errors:
            donnees["porteur_siren"] = connus.get(nom, "")
        if not nom and "porteur_nom" not in self.errors:
            choix = f" : {', '.join(connus)}" if connus else ""
            self.add_error("porteur_nom", f"Dites qui porte ce contrat{choix}.")

    def _verifier_la_liste(self, donnees):
        """Refuse les quartiers d'une liste qui n'est pas celle des dates du contrat."""
        departement, fin = donnees.get("departement"), donnees.get("fin_le")
        if not (departement and fin):
            return
        signature = donnees.get("signe_le")
        liste = ContratDeVille(departement=departement, signe_le=signature, fin_le=fin).millesime
        autres = [q.nom for q in donnees.get("quartiers", ()) if q.millesime != liste]
        if autres:
            self.add_error(
                "quartiers",
                f"Aux dates de ce contrat, la liste est celle de {liste}. Sont d’une autre : "
                f"{', '.join(autres)}.",
            )


class ReunionForm(EnSectionsForm, forms.Form):
    """Choix des contrats que réunit un contrat d'agglomération."""

    contrats = forms.ModelMultipleChoiceField(
        ContratDeVille.objects.none(),
        label="Contrats réunis dans ce contrat d’agglomération",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Ils restent lisibles et mènent ici. Leurs quartiers rejoignent ce contrat ; "
        "leurs engagements comptent ici une fois ce contrat signé, jusqu’à la signature de son "
        "protocole, qui les remplace. "
        "Signataires, abattements, projets et cibles leur restent.",
    )

    def __init__(self, *args, contrat, user, **kwargs):
        self.contrat = contrat
        kwargs["initial"] = {"contrats": contrat.reunit.all()}
        super().__init__(*args, **kwargs)
        self.fields["contrats"].queryset = ContratDeVille.objects.a_reunir(contrat, user)

    def clean(self):
        if self.contrat.perimetre != ContratDeVille.Perimetre.AGGLOMERATION:
            raise forms.ValidationError("Seul un contrat d’agglomération en réunit d’autres.")
        return super().clean()

    def save(self):
        """Réunit les contrats cochés (voir `ContratDeVille.reunir`) ; rend le contrat."""
        self.contrat.reunir(self.cleaned_data["contrats"])
        return self.contrat

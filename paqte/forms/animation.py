"""Formulaires de l'animation du PAQTE : référent, organisation, réunions, partenaires."""

from django import forms

from quartiers.forms.departement import DuDepartementForm
from socle.champs import DateInput, NombreField
from socle.noms import nommer_plus_tard

from ..models import AutreReferent, Charte, Organisation, Partenaire, Referent, ReunionComite


class ReferentForm(DuDepartementForm):
    sections = (("", ("nom", "fonction"), ("service", "designe_le"), ("courriel", "telephone")),)

    class Meta:
        model = Referent
        fields = (
            "departement",
            "nom",
            "fonction",
            "service",
            "courriel",
            "telephone",
            "designe_le",
        )
        widgets = {"designe_le": DateInput()}
        help_texts = {
            "designe_le": "Un nouveau référent ? Sa date, plus récente, garde l’ancien aux siennes."
        }


class AutreReferentForm(DuDepartementForm):
    sections = (
        (
            "",
            ("nom", "fonction"),
            ("service",),
            ("designe_le", "jusqu_au"),
            ("courriel", "telephone"),
        ),
    )

    class Meta:
        model = AutreReferent
        fields = (*ReferentForm.Meta.fields, "jusqu_au")
        widgets = {"designe_le": DateInput(), "jusqu_au": DateInput()}
        help_texts = {"jusqu_au": "Son dernier jour : les bilans d’avant le nomment encore."}


class OrganisationForm(DuDepartementForm):
    sections = (
        ("Mode d’animation", Organisation.EXEMPLES, ("autre_mode", "depuis_le")),
        ("Suivi et comité de pilotage", ("description",), ("comite",)),
        ("Entreprises", ("chartes_restantes",), ("demande_d_office",)),
    )
    # Si aucun exemple n'est coché.
    exigibles = ("autre_mode",)

    class Meta:
        model = Organisation
        fields = (
            "departement",
            *Organisation.EXEMPLES,
            "autre_mode",
            "depuis_le",
            "description",
            "comite",
            "chartes_restantes",
            "demande_d_office",
        )
        field_classes = {"chartes_restantes": NombreField}
        widgets = {
            "depuis_le": DateInput(),
            "description": forms.Textarea(attrs={"rows": 5}),
            "comite": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "autre_mode": "Plusieurs modes se cumulent : cochez, et complétez s’il le faut.",
            "depuis_le": "Une date plus récente garde l’organisation d’avant aux siennes.",
            "comite": nommer_plus_tard(
                "Clubs d’entreprises (FACE, CREPI, LEPC…), {direccte}, {pole_emploi}, "
                "collectivités, en particulier les intercommunalités."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        chartes = Charte.objects.restantes(self.instance.departement)
        if chartes and chartes.noms is not None:
            champ = self.fields["chartes_restantes"]
            champ.disabled = True
            champ.help_text = "Compté d’après leur liste, plus bas dans la page de l’animation."
            self.initial["chartes_restantes"] = chartes.nombre


class ReunionComiteForm(DuDepartementForm):
    sections = (("", ("date", "objet"), ("lieu",), ("participants",), ("decisions",)),)

    class Meta:
        model = ReunionComite
        fields = ("departement", "date", "objet", "lieu", "participants", "decisions")
        widgets = {
            "date": DateInput(),
            "participants": forms.Textarea(attrs={"rows": 3}),
            "decisions": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "date": "À venir aussi : une réunion prévue n’est d’aucun bilan avant son jour."
        }


class PartenaireForm(DuDepartementForm):
    sections = (("", ("nom", "reseau"), ("role",), ("depuis_le", "jusqu_au")),)

    class Meta:
        model = Partenaire
        fields = ("departement", "nom", "reseau", "role", "depuis_le", "jusqu_au")
        widgets = {
            "role": forms.Textarea(attrs={"rows": 3}),
            "depuis_le": DateInput(),
            "jusqu_au": DateInput(),
        }

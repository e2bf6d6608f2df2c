"""Formulaires du protocole et de ses engagements réciproques."""

from django import forms

from mesures.models import Mesure
from socle.champs import DateInput, GroupeField, NombreField
from socle.forms.fusion import FusionForm

from ..models import Engagement, EngagementDijon, EngagementNational, Protocole

TEXTES = (
    "approche_globale",
    "differenciation",
    "responsabilisation",
    "enfance",
    "conseils_citoyens",
    "associations",
    "entreprises",
)


class ProtocoleForm(FusionForm):
    aide = "protocole"
    sections = (
        (
            "Avancement",
            ("avancement", "negociation_le"),
            ("signature_prevue_le", "signe_le"),
        ),
        (
            "Les trois principes",
            ("approche_globale",),
            ("differenciation",),
            ("responsabilisation",),
        ),
        ("Enfance et parentalité", ("enfance",)),
        ("Participation", ("conseils_citoyens",), ("associations",), ("entreprises",)),
        ("Autres plans nationaux", ("plans",)),
    )

    class Meta:
        model = Protocole
        fields = (
            "avancement",
            "negociation_le",
            "signature_prevue_le",
            "signe_le",
            *TEXTES,
            "plans",
        )
        widgets = {
            **dict.fromkeys(("negociation_le", "signature_prevue_le", "signe_le"), DateInput()),
            **dict.fromkeys(TEXTES, forms.Textarea(attrs={"rows": 4})),
            "plans": forms.CheckboxSelectMultiple,
        }


class EngagementForm(FusionForm):
    """Engagement d'une partie ; celui du pacte de Dijon donne son domaine."""

    engagement_dijon = GroupeField(
        EngagementDijon.objects.select_related("domaine"),
        groupe=lambda engagement: engagement.domaine,
        label="Engagement du pacte de Dijon décliné",
        required=False,
    )
    engagement_national = GroupeField(
        EngagementNational.objects.select_related("convention"),
        groupe=lambda engagement: engagement.convention,
        label="Engagement de convention nationale repris",
        required=False,
    )

    aide = "engagement"
    sections = (
        ("L’engagement", ("partie", "partie_nom"), ("texte",)),
        (
            "Ce qu’il décline",
            ("engagement_dijon",),
            ("domaine", "projet"),
            ("engagement_national",),
        ),
        ("Les mesures de la feuille de route", ("mesures",)),
        (
            "Son suivi",
            ("indicateur", "unite"),
            ("reference", "cible"),
            ("echeance_le", "etat"),
        ),
    )

    class Meta:
        model = Engagement
        fields = (
            "partie",
            "partie_nom",
            "texte",
            "engagement_dijon",
            "domaine",
            "projet",
            "engagement_national",
            "mesures",
            "indicateur",
            "unite",
            "reference",
            "cible",
            "echeance_le",
            "etat",
        )
        field_classes = dict.fromkeys(("reference", "cible"), NombreField)
        widgets = {
            "texte": forms.Textarea(attrs={"rows": 4}),
            "echeance_le": DateInput(),
            "mesures": forms.CheckboxSelectMultiple,
        }
        help_texts = {
            "domaine": "Celui de l’engagement de Dijon si vous en choisissez un.",
            "mesures": "Celles que cet engagement décline dans le contrat.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["domaine"].required = False
        self.fields["projet"].queryset = self.instance.protocole.contrat.projets.all()
        self.fields["mesures"].queryset = Mesure.objects.all()

    def clean(self):
        donnees = super().clean()
        dijon, domaine = donnees.get("engagement_dijon"), donnees.get("domaine")
        if dijon and not domaine:
            donnees["domaine"] = dijon.domaine
        elif dijon and dijon.domaine != domaine:
            self.add_error(
                "domaine", f"L’engagement de Dijon choisi relève du domaine « {dijon.domaine} »."
            )
        elif not domaine and "domaine" not in self.errors:
            self.add_error("domaine", "Choisissez un domaine, ou un engagement de Dijon.")
        return donnees

    def save(self, **kwargs):
        """Enregistre l'engagement, et le protocole s'il s'ouvre avec lui."""
        contrat = self.instance.protocole.contrat
        self.instance.protocole, _ = Protocole.objects.get_or_create(contrat=contrat)
        return super().save(**kwargs)

"""Formulaires du protocole et de ses engagements réciproques."""

from django import forms

from mesures.models import Mesure
from socle.champs import DateInput, GroupeField, NombreField
from socle.forms.fusion import FusionForm

from ..models import Engagement, EngagementDijon, EngagementNational, Protocole, Signataire

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

    # La date de ce qui est engagé, ou signé.
    exigibles = ("negociation_le", "signe_le")

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
        # Leur lettre ne prend pas la majuscule que Django donne au premier signe.
        labels = {
            "approche_globale": "a) Approche globale de l’action publique",
            "differenciation": "b) Différenciation en fonction des territoires",
            "responsabilisation": "c) Responsabilisation et évaluation des acteurs",
        }
        widgets = {
            **dict.fromkeys(("negociation_le", "signature_prevue_le", "signe_le"), DateInput()),
            **dict.fromkeys(TEXTES, forms.Textarea(attrs={"rows": 4})),
            "plans": forms.CheckboxSelectMultiple,
        }


class EngagementForm(FusionForm):
    """Engagement d'une partie ; celui du pacte de Dijon donne son domaine."""

    signataire = forms.ModelChoiceField(
        Signataire.objects.none(),
        required=False,
        empty_label="Aucun de la liste",
        label="Signataire du contrat",
        help_text="Il donne la partie et son nom.",
    )

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

    # Sans signataire, une partie ; sans engagement de Dijon, un domaine ; avec une cible, son
    # indicateur.
    exigibles = ("partie", "domaine", "indicateur")
    aide = "engagement"
    sections = (
        ("L’engagement", ("signataire",), ("partie", "partie_nom"), ("pilote",), ("texte",)),
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
            "pilote",
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
        self.fields["partie"].required = False
        signataires = self.instance.protocole.contrat.signataires.all()
        self.fields["signataire"].queryset = signataires
        if self.instance.partie_nom:
            self.initial["signataire"] = signataires.filter(nom=self.instance.partie_nom).first()
        self.fields["projet"].queryset = self.instance.protocole.contrat.projets.all()
        self.fields["mesures"].queryset = Mesure.objects.all()

    def clean(self):
        donnees = super().clean()
        self._lire_la_partie(donnees)
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

    def _lire_la_partie(self, donnees):
        signataire = donnees.get("signataire")
        if signataire and "signataire" in self.changed_data:
            parties = Engagement.Partie
            connue = signataire.nature in parties.values
            donnees["partie"] = signataire.nature if connue else parties.AUTRE
            donnees["partie_nom"] = signataire.nom
        elif not donnees.get("partie") and "partie" not in self.errors:
            self.add_error("partie", "Choisissez un signataire, ou une partie.")

    def save(self, **kwargs):
        """Enregistre l'engagement, et le protocole s'il s'ouvre avec lui."""
        contrat = self.instance.protocole.contrat
        self.instance.protocole, _ = Protocole.objects.get_or_create(contrat=contrat)
        return super().save(**kwargs)

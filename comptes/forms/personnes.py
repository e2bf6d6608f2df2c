"""Formulaires des comptes : inviter, modifier, passer la main."""

from django import forms
from django.db import transaction
from dsfr.forms import DsfrBaseForm

from quartiers.models import Departement, Region
from socle.forms.fusion import FusionForm
from socle.forms.sections import EnSectionsForm

from .. import personnes
from ..models import COURRIEL_PRIS, Utilisateur

DEJA_CONNU = (
    "Si c’est bien cette personne : l’administrateur lui donne d’abord ce territoire "
    "(« Comptes »), puis elle se choisit comme successeur."
)


class PersonneForm(FusionForm):
    """Une personne, son rôle et ses territoires ; nul ne change son propre rôle."""

    # Le rôle en exige (`personnes.verifier_territoire`).
    exigibles = ("departements", "regions")

    departements = forms.ModelMultipleChoiceField(
        Departement.objects.all(),
        label="Départements",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    regions = forms.ModelMultipleChoiceField(
        Region.objects.all(), label="Régions", required=False, widget=forms.CheckboxSelectMultiple
    )

    sections = (
        (
            "Personne",
            ("first_name", "last_name"),
            ("email", "telephone"),
            ("fonction",),
        ),
        ("Rôle et territoires", ("role",), ("regions",), ("departements",)),
    )

    class Meta:
        model = Utilisateur
        fields = ("first_name", "last_name", "email", "telephone", "fonction", "role")
        labels = {"first_name": "Prénom", "last_name": "Nom", "email": "Adresse électronique"}
        help_texts = {
            "role": "Agent et valideur : un département au moins. Agent et valideur de région : "
            "une région au moins ; ils lisent ses départements et n’écrivent que pour elle. "
            "Préfecture de région : de même, en lecture seule. Les autres : toute la nation si "
            "rien n’est coché."
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        for nom in ("last_name", "email"):
            self.fields[nom].required = True
        if self.instance == user:
            self.fields["role"].disabled = True
            self.fields["role"].help_text = "Seul un autre administrateur peut changer votre rôle."
        if self.instance.pk:
            poses = self.instance.perimetres.all()
            self.initial["departements"] = [p.departement_id for p in poses if p.departement_id]
            self.initial["regions"] = [p.region_id for p in poses if p.region_id]

    def clean(self):
        # Avant la personne : deux administrateurs peuvent se modifier l'un l'autre.
        Utilisateur.objects.administrateurs().verrouilles()
        donnees = super().clean()
        if {"role", "departements", "regions"} <= donnees.keys():
            personnes.verifier_territoire(
                donnees["role"], donnees["departements"], donnees["regions"]
            )
        return donnees

    def save(self, **kwargs):
        """Enregistre la personne et ses périmètres ; lève ValidationError sans administrateur."""
        personne = self.instance
        # L'identifiant d'une personne invitée est son adresse : il la suit.
        if personne.username in {"", self.initial.get("email", "").lower()}:
            personne.username = personne.email.lower()[:150]
        with personnes.un_administrateur_reste():
            if "role" in self.changed_data or personne._state.adding:
                personne.prendre_role(self.cleaned_data["role"])
            super().save(**kwargs)
            personne.poser_perimetres(
                [departement.pk for departement in self.cleaned_data["departements"]],
                [region.pk for region in self.cleaned_data["regions"]],
            )
        return personne


class InvitationForm(PersonneForm):
    """Une personne à inviter : son compte s'ouvre quand elle choisit son mot de passe."""

    @transaction.atomic
    def save(self, **kwargs):
        personne = super().save(**kwargs)
        personnes.inviter_personne(personne)
        return personne


class InvitationDePrefectureForm(InvitationForm):
    """Une personne qu'un valideur invite : un rôle de sa préfecture, dans ses seuls territoires."""

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        roles = user.roles_de_sa_prefecture
        self.fields["role"].choices = [(r.value, r.label) for r in Utilisateur.Role if r in roles]
        self.fields["role"].initial = roles[0]
        self.fields["role"].help_text = ""
        for nom, modele in (("departements", Departement), ("regions", Region)):
            siens = modele.objects.modifiables_par(user)
            self.fields[nom].queryset = siens
            # Rien à choisir à l'autre niveau.
            self.fields[nom].disabled = not siens.exists()


class PassationForm(EnSectionsForm, forms.Form):
    """Le successeur d'une personne : un compte existant, ou quelqu'un à inviter."""

    # Ces champs s'excluent : un successeur, ou son nom et son adresse.
    exigibles = ("successeur", "last_name", "email")

    successeur = forms.ModelChoiceField(
        Utilisateur.objects.none(),
        label="Successeur",
        required=False,
        empty_label="Une personne à inviter",
        help_text="Les comptes actifs du même territoire.",
    )
    first_name = forms.CharField(label="Prénom", max_length=150, required=False)
    last_name = forms.CharField(label="Nom", max_length=150, required=False)
    email = forms.EmailField(label="Adresse électronique", required=False)
    perimetres = forms.BooleanField(
        label="Transférer ses périmètres au successeur", required=False, initial=True
    )

    sections = (
        ("Qui prend la suite", ("successeur",)),
        ("Si c’est une personne à inviter", ("first_name", "last_name"), ("email",)),
        ("Ce qui est transmis", ("perimetres",)),
    )

    def __init__(self, *args, personne, **kwargs):
        super().__init__(*args, **kwargs)
        self.personne = personne
        self.fields["successeur"].queryset = Utilisateur.objects.successeurs_de(personne).par_nom()

    def clean(self):
        donnees = super().clean()
        if donnees.get("successeur"):
            if donnees.get("email"):
                self.add_error("email", "Choisissez un successeur, ou invitez : pas les deux.")
        elif not self.errors:
            self._preparer_l_invitation(donnees)
        return donnees

    def _preparer_l_invitation(self, donnees):
        for nom in ("last_name", "email"):
            if not donnees[nom]:
                self.add_error(nom, "Choisissez un successeur, ou dites qui inviter.")
        if not self.errors:
            champs = {nom: donnees[nom] for nom in ("first_name", "last_name", "email")}
            nouveau = Utilisateur(
                username=champs["email"].lower()[:150], fonction=self.personne.fonction, **champs
            )
            nouveau.prendre_role(self.personne.role)
            try:
                nouveau.full_clean(exclude=["password", "username"])
            except forms.ValidationError as erreur:
                pris = COURRIEL_PRIS in erreur.messages
                self.add_error("email", [*erreur.messages, *([DEJA_CONNU] if pris else [])])
            donnees["successeur"] = nouveau

    @property
    def invite(self):
        """Vrai quand le successeur est une personne à inviter."""
        return not self.data.get("successeur")

    @transaction.atomic
    def passer(self, par):
        """Passe la main ; rend le successeur. Lève ValidationError (voir `personnes.passer`)."""
        successeur = self.cleaned_data["successeur"]
        if self.invite:
            personnes.inviter_personne(successeur)
        personnes.passer(self.personne, successeur, par, perimetres=self.cleaned_data["perimetres"])
        return successeur


class DesactivationForm(DsfrBaseForm, forms.Form):
    """Confirmation ; ne demande rien."""

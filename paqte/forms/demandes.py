"""Écrire aux entreprises, puis prendre ce qu'elles répondent."""

import datetime

from django import forms
from django.utils import timezone
from dsfr.forms import DsfrBaseForm

from socle.textes import valider_texte

from ..models import Convention, Demande, Genre, TexteDeCourrier

RAPPELS_AU_PLUS = 2
# Une entreprise a ce temps pour répondre avant qu'on lui rappelle.
PATIENCE = datetime.timedelta(days=7)


def champ_du_mot(**options):
    """Rend le champ d'un mot de la préfecture à l'entreprise."""
    zone = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(required=False, widget=zone, validators=[valider_texte], **options)


class ConventionsField(forms.ModelMultipleChoiceField):
    """Des conventions à cocher, chacune avec son contact."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, convention):
        return f"{convention} : {convention.entreprise.courriel}"


class DemanderForm(DsfrBaseForm):
    """Les conventions à qui écrire, parmi celles dont l'entreprise a une adresse.

    Une demande va à qui n'a rien donné, deux rappels à qui tarde, un remerciement à qui a répondu.
    """

    conventions = ConventionsField(
        Convention.objects.none(),
        label="À qui écrire",
        error_messages={"required": "Cochez au moins une convention."},
    )
    mot = champ_du_mot(
        label="Un mot pour elles",
        help_text="Ajouté au courriel, qui dit déjà ce qui est demandé.",
    )

    def __init__(self, *args, conventions, deja, genre, **kwargs):
        super().__init__(*args, **kwargs)
        choisies = {
            Genre.DEMANDE: lambda d: d is None or d.etat != Demande.Etat.PRISE,
            Genre.RAPPEL: _se_rappelle,
            Genre.MERCI: _se_remercie,
        }[genre]
        possibles = [c for c in conventions if choisies(deja.get(c.pk))]
        self.fields["conventions"].queryset = conventions.filter(pk__in=[c.pk for c in possibles])
        self.initial["conventions"] = [
            c.pk for c in possibles if genre == Genre.MERCI or _est_du(deja.get(c.pk), genre)
        ]


def _se_rappelle(demande):
    if demande is None or demande.etat not in {"attendue", "redemandee"}:
        return False
    return _partis(demande, Genre.RAPPEL) < RAPPELS_AU_PLUS


def _se_remercie(demande):
    if demande is None or demande.etat != Demande.Etat.PRISE:
        return False
    return not _partis(demande, Genre.MERCI)


def _partis(demande, genre):
    return sum(courrier.genre == genre for courrier in demande.courriers.all())


def _est_du(demande, genre):
    """Dit si ce courrier se propose coché : jamais écrit, ou écrit depuis assez longtemps."""
    if demande is None:
        return True
    dernier = max((c.part_le for c in demande.courriers.all()), default=demande.demandee_le)
    return genre == Genre.RAPPEL and timezone.now() - dernier >= PATIENCE


class TextesForm(DsfrBaseForm):
    """Le texte de chaque courrier d'un département ; vidé, il redevient celui du portail."""

    def __init__(self, *args, departement, **kwargs):
        super().__init__(*args, **kwargs)
        self.departement = departement
        textes, portail = TexteDeCourrier.textes(departement), TexteDeCourrier.du_portail()
        for genre in Genre:
            self.fields[genre.value] = forms.CharField(
                label=genre.label,
                help_text=f"Celui du portail : {portail[genre]['texte']}",
                initial=textes[genre],
                required=False,
                widget=forms.Textarea(attrs={"rows": 4, "class": "fr-input"}),
                validators=[valider_texte],
            )
        self.portail = portail

    def save(self):
        """Enregistre les textes qui ne sont pas ceux du portail ; rend le département."""
        for genre in Genre:
            siens = TexteDeCourrier.objects.filter(departement=self.departement, genre=genre)
            texte = self.cleaned_data[genre]
            if not texte or texte == self.portail[genre]["texte"]:
                for ancien in siens:
                    ancien.delete()
            elif genre in self.changed_data:
                TexteDeCourrier.objects.update_or_create(
                    departement=self.departement, genre=genre, defaults={"texte": texte}
                )
        return self.departement


class PriseForm(DsfrBaseForm):
    """Ce que la préfecture décide d'une réponse : la prendre, la redemander, fermer le lien."""

    GESTES = ("prendre", "redemander", "revoquer")
    # Chaque geste exige le sien.
    exigibles = ("lignes", "mot")

    lue = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    lignes = forms.MultipleChoiceField(
        label="Lignes à prendre", required=False, widget=forms.CheckboxSelectMultiple
    )
    mot = champ_du_mot(label="Un mot, pour redemander", help_text="Dites ce qu’il faut revoir.")

    def __init__(self, *args, demande, lignes, **kwargs):
        super().__init__(*args, **kwargs)
        self.demande = demande
        self.fields["lignes"].choices = [(ligne.cle, ligne.libelle) for ligne in lignes]
        # Ce qui étonne se coche une à une.
        self.initial["lignes"] = [ligne.cle for ligne in lignes if not ligne.remarques]
        self.initial["lue"] = envoi_de(demande)
        self.geste = next((geste for geste in self.GESTES if geste in self.data), None)

    def clean(self):
        donnees = super().clean()
        if self.geste is None:
            raise forms.ValidationError("Choisissez ce que vous faites de cette réponse.")
        if self.geste == "prendre":
            self._verifier_la_prise(donnees)
        elif self.geste == "redemander":
            if not donnees.get("mot"):
                self.add_error("mot", "Dites à l’entreprise ce qu’elle doit revoir.")
            if not self.demande.convention.entreprise.courriel:
                self.add_error("mot", "Cette entreprise n’a pas d’adresse où lui écrire.")
        return donnees

    def _verifier_la_prise(self, donnees):
        if self.demande.etat != Demande.Etat.PROPOSEE:
            raise forms.ValidationError("Cette réponse n’est plus à prendre.")
        if donnees.get("lue") != envoi_de(self.demande):
            raise forms.ValidationError(
                "L’entreprise a corrigé sa réponse pendant que vous la lisiez : relisez-la."
            )
        if not donnees.get("lignes") and "lignes" not in self.errors:
            self.add_error("lignes", "Cochez au moins une ligne, ou redemandez la réponse.")


def envoi_de(demande):
    """Rend l'instant de l'envoi que lit la préfecture, ou rien."""
    return demande.envoyee_le.isoformat() if demande.envoyee_le else ""


class ToutPrendreForm(DsfrBaseForm):
    """Prendre d'un coup toutes les réponses ; ce qui étonne se coche une ligne à la fois.

    Une réponse corrigée depuis la lecture n'est pas prise.
    """

    lues = forms.MultipleChoiceField(
        widget=forms.MultipleHiddenInput,
        label="Réponses lues",
        error_messages={
            "required": "Aucune réponse n’est à prendre.",
            "invalid_choice": "Une entreprise a corrigé sa réponse pendant que vous lisiez : "
            "relisez, puis recommencez.",
        },
    )
    lignes = forms.MultipleChoiceField(
        label="Lignes qui étonnent, à prendre aussi",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, reponses, **kwargs):
        super().__init__(*args, **kwargs)
        self.reponses = reponses
        lues = [self._lue(demande) for demande, _ in reponses]
        self.fields["lues"].choices = [(lue, lue) for lue in lues]
        self.initial["lues"] = lues
        self.fields["lignes"].choices = [
            (f"{demande.pk}-{ligne.cle}", f"{demande.convention.entreprise}, {ligne.libelle}")
            for demande, lignes in reponses
            for ligne in lignes
            if ligne.remarques
        ]

    def choisies(self):
        """Rend [(demande, lignes à prendre)] des réponses qui sont encore celles qu'on a lues."""
        cochees = {*self.cleaned_data["lignes"]}
        return [
            (
                demande,
                [
                    ligne.cle
                    for ligne in lignes
                    if not ligne.remarques or f"{demande.pk}-{ligne.cle}" in cochees
                ],
            )
            for demande, lignes in self.reponses
            if self._lue(demande) in self.cleaned_data["lues"]
        ]

    def clean(self):
        donnees = super().clean()
        if "lues" in self.errors:
            # Ce qui se relit maintenant est ce qui se prendra.
            self.data = self.data.copy()
            self.data.setlist("lues", self.initial["lues"])
        return donnees

    @staticmethod
    def _lue(demande):
        return f"{demande.pk} {envoi_de(demande)}"

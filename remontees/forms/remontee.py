"""La saisie d'une remontée."""

from django import forms
from django.db import transaction
from django.utils.html import escape

from socle.forms.imprimable import ImprimableForm
from socle.nettoyage import nettoyer
from socle.noms import nommer
from socle.textes import valider_texte


class TexteAttendu(forms.CharField):
    """Texte exigé à la transmission, mais qu'un brouillon peut laisser vide."""

    def validate(self, value):
        """Ne refuse rien : `Remontee.manques` dit ce qui reste à écrire."""


class ChoixAttendus(forms.MultipleChoiceField):
    """Cases exigées à la transmission, mais qu'un brouillon peut laisser vides."""

    def validate(self, value):
        """Ne refuse que des choix inconnus."""
        if value:
            super().validate(value)


class RemonteeForm(ImprimableForm, forms.ModelForm):
    """Saisie d'une remontée : un brouillon s'enregistre toujours, deux agents ne s'effacent pas."""

    verrou = forms.IntegerField(widget=forms.HiddenInput)

    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["verrou"].initial = self.instance.verrou
        # Les textes anciens ont d'autres fins de ligne : ils n'ont pas changé pour cela.
        self.initial |= {n: nettoyer(v) for n, v in self.initial.items() if isinstance(v, str)}
        for champ in self.fields.values():
            champ.required = champ.required or isinstance(champ, TexteAttendu)
        # Les champs de réponse ; de chaque partie, ses commentaires, et ce qu'ils demandent.
        self.commentaires, self.commentes, self.questions = {}, {}, {}
        if self.instance.reprises:
            self._demander_confirmation()
        self._montrer_les_commentaires()
        self._montrer_les_annotations()

    def _demander_confirmation(self):
        """Demande de confirmer chaque texte repris de la période précédente, ou de le changer."""
        libelles = [
            (champ, self.fields[champ].label)
            for champ in self.instance.reprises
            if champ in self.fields
        ]
        self.fields["confirmes"] = ChoixAttendus(
            label="Textes repris de la période précédente",
            help_text="Relisez-les : changez ce qui n’est plus vrai, cochez ce qui le reste.",
            choices=libelles,
            widget=forms.CheckboxSelectMultiple,
        )

    def _montrer_les_commentaires(self):
        """Montre chaque commentaire du CGET à sa partie, et ouvre un champ pour y répondre."""
        for commentaire in self.instance.commentaires_lus:
            if commentaire.clos:
                continue
            nom = f"reponse-{commentaire.pk}"
            self.commentaires[nom] = commentaire
            question = escape(f"{nommer('{Le cget} demande')} : {commentaire.en_situation}")
            self.commentes.setdefault(commentaire.champ, []).append(commentaire)
            connue = self.questions.get(commentaire.champ)
            demandes = f"{connue}<br>{question}" if connue else question
            self.questions[commentaire.champ] = demandes
            self.fields[nom] = TexteAttendu(
                label=f"{nommer('Votre réponse {au cget}')}, « {commentaire.partie} »",
                help_text=question,
                initial=commentaire.reponse,
                widget=forms.Textarea(attrs={"rows": 3, "class": "fr-input"}),
                validators=[valider_texte],
            )
            if commentaire.champ in self.fields:
                self.fields[commentaire.champ].help_text = demandes
                self[commentaire.champ].help_text = demandes
        if self.est_limite:
            for nom in set(self._meta.fields) - set(self.questions):
                self.fields[nom].disabled = True

    def _montrer_les_annotations(self):
        """Montre à sa partie chaque mot du valideur qui a rendu la remontée."""
        retour = self.instance.retour_du_valideur
        for nom, mot in (retour.annotations if retour else {}).items():
            if nom in self.fields:
                question = escape(f"{retour.finie_par or 'Le valideur'} écrit : {mot}")
                connue = self.questions.get(nom)
                self[nom].help_text = f"{connue}<br>{question}" if connue else question
                self.fields[nom].help_text = self[nom].help_text

    @property
    def est_limite(self):
        """Vrai quand le CGET n'a rouvert que les champs qu'il a commentés."""
        return self.instance.retour_limite and self.instance.etat == self.instance.Etat.A_COMPLETER

    @property
    def mots(self):
        """Les ancres des champs où le CGET, ou le valideur, a laissé un mot."""
        retour = self.instance.retour_du_valideur
        noms = [*self.questions, *(retour.annotations if retour else ())]
        return [f"id_{debut}{nom}" for nom in noms for debut in ("", "valeur-")]

    @property
    def reponses(self):
        """Les champs de réponse aux commentaires."""
        return [self[nom] for nom in self.commentaires]

    @transaction.atomic
    def enregistrer(self, user):
        """Enregistre le brouillon ; rend la remontée.

        Lève `remontees.models.Conflit` ou `EtatInvalide` (voir `Remontee.enregistrer`).
        """
        remontee = self.instance
        remontee.inscrire()
        confirmes = {*self.cleaned_data.get("confirmes", ()), *self.changed_data}
        remontee.reprises = [champ for champ in remontee.reprises if champ not in confirmes]
        remontee.enregistrer(user, self.cleaned_data["verrou"])
        for nom, commentaire in self.commentaires.items():
            if nom in self.changed_data:
                commentaire.reponse = self.cleaned_data[nom]
                commentaire.save()
        return remontee

    def reprendre_sur(self, actuelle):
        """Aligne la saisie sur `actuelle`, enregistrée entre-temps, et rend leurs différences.

        Un champ que l'auteur n'avait pas touché prend le texte enregistré. Chaque différence
        porte le champ, le texte enregistré et le texte saisi ; le prochain envoi de ce formulaire
        s'appliquera sur la version d'`actuelle`.
        """
        enregistre = type(self)(instance=actuelle)
        origine = actuelle.history.filter(verrou=self.cleaned_data["verrou"]).first()
        self.data = self.data.copy()
        self.data["verrou"] = str(actuelle.verrou)
        differences = []
        # Un champ peut ne plus être là : ce qui l'ouvrait a changé entre-temps.
        for nom in [nom for nom in self.fields if nom in enregistre.fields]:
            saisi, present = _texte(self[nom].value()), _texte(enregistre[nom].value())
            if nom == "verrou" or saisi == present:
                continue
            if origine and hasattr(origine, nom) and saisi == _texte(getattr(origine, nom)):
                self.data[nom] = present
            else:
                differences.append({"champ": self[nom], "enregistre": present, "saisi": saisi})
        return differences


def _texte(valeur):
    # Un navigateur renvoie les fins de ligne en « \r\n ».
    return str("" if valeur is None else valeur).replace("\r\n", "\n").strip()

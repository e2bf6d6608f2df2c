"""Formulaires communs aux remontées : saisie, suivi, transmission, campagnes, preuve."""

from django import forms
from django.db import transaction
from django.utils.html import escape
from django.utils.text import get_valid_filename
from dsfr.forms import DsfrBaseForm

from quartiers.champs import DateInput
from quartiers.forms import FusionForm
from quartiers.recherche import sans_accents

from .models import Campagne

# Un bilan de cent conventions pèse moins d'un méga-octet.
TAILLE_MAXIMALE = 20 * 1024**2


class TexteAttendu(forms.CharField):
    """Texte exigé à la transmission, mais qu'un brouillon peut laisser vide."""

    def validate(self, value):
        """Ne refuse rien : `Remontee.manques` dit ce qui reste à écrire."""


class RemonteeForm(DsfrBaseForm, forms.ModelForm):
    """Saisie d'une remontée : un brouillon s'enregistre toujours, deux agents ne s'effacent pas."""

    verrou = forms.IntegerField(widget=forms.HiddenInput)

    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["verrou"].initial = self.instance.verrou
        for champ in self.fields.values():
            champ.required = champ.required or isinstance(champ, TexteAttendu)
        self.commentaires = {}
        if self.instance.reprises:
            self._demander_confirmation()
        if self.instance.pk:
            self._montrer_les_commentaires()

    def _demander_confirmation(self):
        """Demande de confirmer chaque texte repris de la période précédente, ou de le changer."""
        libelles = [
            (champ, self.fields[champ].label)
            for champ in self.instance.reprises
            if champ in self.fields
        ]
        self.fields["confirmes"] = forms.MultipleChoiceField(
            label="Textes repris de la période précédente",
            help_text="Relisez-les : changez ce qui n’est plus vrai, cochez ce qui le reste.",
            choices=libelles,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    def _montrer_les_commentaires(self):
        """Montre chaque commentaire du CGET à son champ, et ouvre un champ pour y répondre."""
        for commentaire in self.instance.commentaires.ouverts().prefetch_related("remontee"):
            nom = f"reponse-{commentaire.pk}"
            self.commentaires[nom] = commentaire
            question = escape(f"Le CGET demande : {commentaire.texte}")
            self.fields[commentaire.champ].help_text = question
            self.fields[nom] = forms.CharField(
                label=f"Votre réponse au CGET, « {commentaire.partie} »",
                help_text=question,
                initial=commentaire.reponse,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3, "class": "fr-input"}),
            )
            self[commentaire.champ].help_text = question
        if self.est_limite:
            for nom in set(self._meta.fields) - {c.champ for c in self.commentaires.values()}:
                self.fields[nom].disabled = True

    @property
    def est_limite(self):
        """Vrai quand le CGET n'a rouvert que les champs qu'il a commentés."""
        return self.instance.retour_limite and self.instance.etat == self.instance.Etat.A_COMPLETER

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
        if remontee.pk is None:
            existante, _ = type(remontee).objects.get_or_create(
                departement=remontee.departement,
                **{remontee.champ_periode: str(remontee.periode)},
            )
            remontee.pk, remontee.cree_le = existante.pk, existante.cree_le
            remontee._state.adding = False
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
        for nom in self.fields:
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


class SuiviForm(DsfrBaseForm, forms.Form):
    """Filtre du suivi des remontées : période, territoire, état, tri."""

    TRIS = {
        "departement": lambda ligne: ligne.departement.nom,
        "etat": lambda ligne: ligne.libelle_etat,
        "anciennete": lambda ligne: (
            ligne.derniere_version is None,
            ligne.derniere_version and ligne.derniere_version.transmise_le,
        ),
    }

    periode = forms.ChoiceField(label="Période", required=False)
    recherche = forms.CharField(label="Département ou région", max_length=100, required=False)
    etat = forms.ChoiceField(label="État", required=False)
    tri = forms.ChoiceField(
        label="Tri",
        choices=[
            ("", "Période"),
            ("departement", "Nom du département"),
            ("etat", "État"),
            ("anciennete", "Plus ancienne transmission d’abord"),
        ],
        required=False,
    )

    def __init__(self, *args, modele, toutes, **kwargs):
        super().__init__(*args, **kwargs)
        self.modele = modele
        ouvertes = modele.Periode.ouvertes()
        self.periodes = {str(periode): periode for periode in ouvertes}
        self.fields["periode"].choices = [("", "Toutes" if toutes else "La plus récente")] + [
            (forme, periode.libelle) for forme, periode in self.periodes.items()
        ]
        self.fields["etat"].choices = [
            ("", "Tous"),
            ("a_commencer", "À commencer"),
            *modele.Etat.choices,
        ]
        self.defaut = ouvertes if toutes else ouvertes[:1]
        self.full_clean()

    @property
    def choisies(self):
        """Les périodes à montrer."""
        choisie = self.periodes.get(self.cleaned_data.get("periode"))
        return [choisie] if choisie else self.defaut

    def choisir(self, lignes):
        """Rend les `LigneDeSuivi` cherchées, triées."""
        etat = self.cleaned_data.get("etat")
        mots = sans_accents(self.cleaned_data.get("recherche", "")).split()
        retenues = [
            ligne
            for ligne in lignes
            if etat in {"", None, ligne.etat} and all(mot in _territoire(ligne) for mot in mots)
        ]
        if tri := self.TRIS.get(self.cleaned_data.get("tri")):
            retenues.sort(key=tri)
        return retenues


def _territoire(ligne):
    return sans_accents(f"{ligne.departement} {ligne.departement.region}")


class VerrouForm(forms.Form):
    """Version que le valideur a relue avant de transmettre."""

    verrou = forms.IntegerField(widget=forms.HiddenInput)


class CampagneForm(FusionForm):
    """Campagne du CGET ; une pièce jointe s'ajoute à chaque enregistrement."""

    piece = forms.FileField(
        label="Ajouter une pièce jointe", required=False, help_text="20 Mo au plus."
    )

    sections = (
        (
            "Ce qui est attendu",
            ("genre", "periode"),
            ("ouverture_le", "echeance_le"),
            ("obligatoire",),
        ),
        ("Consignes", ("consignes",), ("piece",)),
        ("Destinataires", ("destinataires",)),
    )

    class Meta:
        model = Campagne
        fields = (
            "genre",
            "periode",
            "ouverture_le",
            "echeance_le",
            "obligatoire",
            "consignes",
            "destinataires",
        )
        widgets = {
            **dict.fromkeys(("ouverture_le", "echeance_le"), DateInput()),
            "consignes": forms.Textarea(attrs={"rows": 5}),
            "destinataires": forms.CheckboxSelectMultiple,
        }

    def clean_piece(self):
        piece = self.cleaned_data["piece"]
        if piece and piece.size > TAILLE_MAXIMALE:
            raise forms.ValidationError("Ce fichier dépasse 20 Mo.")
        return piece

    def save(self, **kwargs):
        """Enregistre la campagne et la pièce ajoutée ; rend la campagne."""
        campagne = super().save(**kwargs)
        if piece := self.cleaned_data["piece"]:
            nom = get_valid_filename(piece.name)[-150:]
            campagne.pieces.create(nom=nom, contenu=piece.read())
        return campagne


class PreuveForm(DsfrBaseForm, forms.Form):
    """Dépôt d'un PDF à reconnaître, ou à relire."""

    fichier = forms.FileField(
        label="PDF à vérifier",
        help_text=f"{TAILLE_MAXIMALE // 1024**2} Mo au plus.",
        error_messages={"empty": "Le fichier est vide.", "required": "Choisissez un fichier."},
    )

    def clean_fichier(self):
        fichier = self.cleaned_data["fichier"]
        if fichier.size > TAILLE_MAXIMALE:
            raise forms.ValidationError("Ce fichier est trop gros pour être une remontée.")
        return fichier


class RetourForm(DsfrBaseForm, forms.Form):
    """Demande de complément adressée à la préfecture."""

    commentaire = forms.CharField(
        label="Ce qui est à compléter", widget=forms.Textarea(attrs={"rows": 4})
    )
    pour_le = forms.DateField(label="Attendu pour le", widget=DateInput(), required=False)
    limite = forms.BooleanField(
        label="Ne rouvrir que les champs commentés (petite correction)", required=False
    )


class CommentaireForm(DsfrBaseForm, forms.Form):
    """Commentaire du CGET sur un champ d'une remontée."""

    champ = forms.ChoiceField(label="Partie")
    texte = forms.CharField(label="Votre commentaire", widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, formulaire, **kwargs):
        super().__init__(*args, **kwargs)
        champs = formulaire._meta.model._meta
        self.fields["champ"].choices = [
            ("", "Choisir une partie"),
            *((nom, champs.get_field(nom).verbose_name) for nom in formulaire._meta.fields),
        ]

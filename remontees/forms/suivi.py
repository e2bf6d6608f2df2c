"""Le filtre du suivi des remontées."""

from django import forms

from socle.forms.filtres import FiltreDeLignesForm
from socle.ordre import cle

from ..models.avancee import Delai

# « À signer » y est un brouillon : hors de la préfecture, rien ne les distingue.
AVANCEMENT = {"a_commencer": 0, "brouillon": 1, "a_signer": 1, "transmise": 2, "a_completer": 3}


class SuiviForm(FiltreDeLignesForm):
    """Filtre des `LigneDeSuivi` : période, territoire, état, tri."""

    FILTRES = {
        "etat": lambda ligne: ligne.etat,
        "delai": lambda ligne: ligne.avancee.delai,
        "miens": lambda ligne: ligne.est_en_charge,
        "non_lues": lambda ligne: ligne.est_non_lue,
    }
    TRIS = {
        "territoire": lambda ligne: cle(ligne.territoire.nom),
        "etat": lambda ligne: AVANCEMENT.get(ligne.etat, len(AVANCEMENT)),
        "anciennete": lambda ligne: (
            ligne.derniere_version is None,
            ligne.derniere_version and ligne.derniere_version.transmise_le,
        ),
    }

    periode = forms.ChoiceField(label="Période", required=False)
    recherche = forms.CharField(label="Département ou région", max_length=100, required=False)
    etat = forms.ChoiceField(label="État", required=False)
    delai = forms.ChoiceField(
        label="Face à l’échéance", choices=[("", "Toutes"), *Delai.choices], required=False
    )
    miens = forms.BooleanField(label="Mes territoires seulement", required=False)
    non_lues = forms.BooleanField(label="Non lues seulement", required=False)
    tri = forms.ChoiceField(
        label="Tri",
        choices=[
            ("", "Période"),
            ("territoire", "Nom du territoire"),
            ("etat", "Avancement"),
            ("anciennete", "Plus ancienne transmission d’abord"),
        ],
        required=False,
    )

    def __init__(self, *args, modele, toutes, user, **kwargs):
        super().__init__(*args, **kwargs)
        if not user.est_cget:
            del self.fields["non_lues"]
        if not user.codes_en_charge:
            del self.fields["miens"]
        self.modele = modele
        ouvertes = modele.objects.periodes(user)
        self.periodes = {str(periode): periode for periode in ouvertes}
        self.fields["periode"].choices = [
            *([("", "Toutes")] if toutes else [("", "La plus récente"), ("toutes", "Toutes")]),
            *((forme, periode.libelle) for forme, periode in self.periodes.items()),
        ]
        self.fields["etat"].choices = [
            ("", "Tous"),
            ("a_commencer", "À commencer"),
            ("anterieure", "Envoi hors portail"),
            *(
                (etat, libelle if toutes or etat != modele.Etat.BROUILLON else "En cours")
                for etat, libelle in modele._meta.get_field("etat").choices
                if toutes or etat != modele.Etat.A_SIGNER
            ),
        ]
        self.ouvertes, self.toutes = ouvertes, toutes

    @property
    def choisies(self):
        """Les périodes à montrer."""
        voulue = self.choix.get("periode")
        if voulue == "toutes" or (self.toutes and not voulue):
            return self.ouvertes
        choisie = self.periodes.get(voulue)
        return [choisie] if choisie else self.ouvertes[:1]

    def texte(self, ligne):
        return f"{ligne.territoire} {ligne.region}"

"""Le filtre du suivi des remontées."""

from django import forms

from socle.forms.filtres import FiltreDeLignesForm


class SuiviForm(FiltreDeLignesForm):
    """Filtre des `LigneDeSuivi` : période, territoire, état, tri."""

    FILTRES = {"etat": lambda ligne: ligne.etat}
    TRIS = {
        "territoire": lambda ligne: ligne.territoire.nom,
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
            ("territoire", "Nom du territoire"),
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
        self.fields["periode"].choices = [
            *([("", "Toutes")] if toutes else [("", "La plus récente"), ("toutes", "Toutes")]),
            *((forme, periode.libelle) for forme, periode in self.periodes.items()),
        ]
        self.fields["etat"].choices = [
            ("", "Tous"),
            ("a_commencer", "À commencer"),
            *(
                (etat, libelle if toutes or etat != modele.Etat.BROUILLON else "En cours")
                for etat, libelle in modele._meta.get_field("etat").choices
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

"""Les filtres des pages nationales, et le rythme du tableau par courriel."""

from urllib.parse import urlencode

from django import forms
from django.utils import timezone
from dsfr.forms import DsfrBaseForm

from paqte.models import Indicateur
from quartiers.models import Departement
from remontees import registre
from remontees.models import periodes_suivies
from remontees.periodes import Annee, Semestre, jour_d_arret
from socle.forms.filtres import FiltreForm
from socle.ordre import cle

from . import carte, comparaison, grandeurs
from .abonnement import Abonnement

DESSINS = [("contours", "Contours des départements"), ("tuiles", "Un carré par département")]


class PerimetreForm(FiltreForm):
    """Une période par pas de temps, et une région."""

    PAS = (Semestre, Annee)

    semestre = forms.ChoiceField(label=Semestre.titre, required=False)
    annee = forms.ChoiceField(label=Annee.titre, required=False)
    region = forms.ChoiceField(label="Région", required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        suivis = Departement.objects.suivis_par(user)
        self.departements = suivis.select_related("region", "referent")
        self.regions = {
            departement.region.pk: departement.region.nom for departement in self.departements
        }
        self.fields["region"].choices = [
            ("", "Toutes"),
            *sorted(self.regions.items(), key=lambda region: cle(region[1])),
        ]
        self.periodes, suivies = {}, periodes_suivies(user)
        for pas in self.PAS:
            # À défaut d'une campagne ou d'une remontée, la période qui court.
            siennes = [periode for periode in suivies if isinstance(periode, pas)]
            ouvertes = {str(periode): periode for periode in siennes or pas.ouvertes()[:1]}
            choix = [(forme, periode.libelle) for forme, periode in ouvertes.items()]
            self.periodes[pas], self.fields[pas.nom].choices = ouvertes, choix

    @property
    def periodes_choisies(self):
        """La période choisie de chaque pas de temps, sinon la plus récente : {pas: période}."""
        return {
            pas: ouvertes.get(self.choix.get(pas.nom)) or next(iter(ouvertes.values()))
            for pas, ouvertes in self.periodes.items()
        }

    @property
    def choisis(self):
        """Les départements à montrer, avec leur région et leur référent."""
        region = self.choix.get("region")
        return self.departements.filter(region=region) if region else self.departements

    @property
    def regions_nommees(self):
        """Les noms des régions montrées ; aucun quand c'est toute la nation."""
        if region := self.regions.get(self.choix.get("region")):
            return [region]
        return [] if self.user.est_national else list(self.regions.values())

    @property
    def titre(self):
        """Le nom du tableau : celui des régions qu'il montre, ou de la nation."""
        return ", ".join(self.regions_nommees) or "Tableau national"

    @property
    def perimetre(self):
        """Ce que la page montre, par son nom : la nation, ou des régions."""
        return ", ".join(self.regions_nommees) or "France entière"

    @property
    def recherche_de_region(self):
        """La région choisie, en paramètre des listes de remontées ; vide sans choix."""
        region = self.regions.get(self.choix.get("region"))
        return f"&{urlencode({'recherche': region})}" if region else ""

    @property
    def filtre_de_region(self):
        """La région choisie, en paramètre des autres listes ; vide sans choix."""
        region = self.choix.get("region")
        return f"&region={region}" if region else ""

    @property
    def parametres(self):
        """Le périmètre choisi, en paramètres d'une autre de ces pages."""
        noms = [*(pas.nom for pas in self.PAS), "region"]
        return urlencode({nom: self.choix[nom] for nom in noms if self.choix.get(nom)})

    @property
    def dates(self):
        """Les jours où s'arrêtent PAQTE et contrats, en paramètres de leurs listes ; aujourd'hui
        ne s'y dit pas.
        """
        jours = {pas.nom: jour_d_arret(periode) for pas, periode in self.periodes_choisies.items()}
        return {
            nom: f"&au={jour}" if jour < timezone.localdate() else "" for nom, jour in jours.items()
        }


class NationalForm(PerimetreForm):
    """Ce que montre le tableau national : un périmètre, et une carte."""

    carte = forms.ChoiceField(label="Carte", choices=carte.choix, required=False)
    dessin = forms.ChoiceField(label="Dessin de la carte", choices=DESSINS, required=False)

    @property
    def nom_de_carte(self):
        """La carte choisie, sinon la première."""
        return self.choix.get("carte") or carte.choix()[0][0]

    @property
    def remontee_suivie(self):
        """Le modèle de la remontée que montre la carte, sinon de la première."""
        premiere, *_ = modeles = registre.remontees()
        return next((m for m in modeles if m.genre == self.nom_de_carte), premiere)


class CartesForm(NationalForm):
    """Une carte parmi toutes : le suivi, et les grandeurs (voir `grandeurs`)."""

    carte = forms.ChoiceField(label="Ce que montre la carte", required=False)

    # Un filtre replié ne montre que son premier champ : ce qu'on est venu choisir.
    field_order = ("carte",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["carte"].choices = grandeurs.choix()

    @property
    def titre_de_carte(self):
        """Le titre de la carte choisie."""
        groupes = self.fields["carte"].choices
        return dict(choix for _, siens in groupes for choix in siens)[self.nom_de_carte]


class ComparaisonForm(PerimetreForm):
    """Ce que l'on compare, et par quoi on le divise."""

    indicateur = forms.ChoiceField(label="Résultat", required=False)
    par = forms.ChoiceField(
        label="Pour 1 000", choices=[*comparaison.DIVISEURS.items()], required=False
    )

    field_order = ("indicateur", "par")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        connus = Indicateur.objects.select_related("axe")
        self.indicateurs = {indicateur.code: indicateur for indicateur in connus}
        self.fields["indicateur"].choices = [*self.indicateurs.items()]

    @property
    def indicateur_choisi(self):
        """L'indicateur choisi, sinon le premier ; None s'il n'y en a aucun."""
        premier = next(iter(self.indicateurs.values()), None)
        return self.indicateurs.get(self.choix.get("indicateur"), premier)

    @property
    def diviseur(self):
        """Ce par quoi on divise, sinon le premier."""
        return self.choix.get("par") or next(iter(comparaison.DIVISEURS))


class AbonnementForm(DsfrBaseForm, forms.ModelForm):
    """À quel rythme arrive le PDF du tableau ; changer de rythme attend le prochain rendez-vous."""

    rythme = forms.ChoiceField(
        label="Le tableau en PDF", choices=Abonnement.Rythme, widget=forms.RadioSelect
    )

    class Meta:
        model = Abonnement
        fields = ("rythme",)

    def save(self, commit=True):
        self.instance.envoye_le = timezone.now()
        return super().save(commit)

"""Le suivi national, département par département : remontées, référent, protocoles, PAQTE."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count, Min
from django.utils import timezone

from contrats.models import Avancement, ContratDeVille, Synthese
from paqte.models import Bilan
from quartiers.models import Departement
from remontees.models import Campagne
from socle.recherche import sans_accents

# Pour chaque état : un signe qui se lit sans couleur, une classe, un libellé (au masculin).
ETATS = {
    "hors": (" ", "attente", "Non attendu"),
    "a_commencer": ("-", "attente", "À commencer"),
    "brouillon": ("E", "cours", "En cours"),
    "transmise": ("T", "bien", "Transmis"),
    "a_completer": ("C", "alerte", "À compléter"),
    "acceptee": ("A", "fait", "Accepté"),
}
ACCORDES = {"hors", "transmise", "acceptee"}


def libeller(etat, genre):
    """Rend le libellé d'un état, accordé avec le `genre` de remontée (son modèle)."""
    return ETATS[etat][2] + (genre.accord if etat in ACCORDES else "")


@dataclass
class Avancee:
    """Où en est une remontée d'un département : son état, et si elle est arrivée à temps."""

    genre: type
    etat: str = "a_commencer"
    transmise_le: object = None
    echeance_le: object = None

    @property
    def libelle(self):
        return libeller(self.etat, self.genre)

    @property
    def en_retard(self):
        """Vrai si la première version est partie, ou n'est pas partie, après l'échéance."""
        if not self.echeance_le or self.etat == "hors":
            return False
        jour = timezone.localdate(self.transmise_le) if self.transmise_le else timezone.localdate()
        return jour > self.echeance_le


@dataclass
class LigneNationale:
    """Tout le suivi d'un département."""

    departement: Departement
    bilan: Avancee
    synthese: Avancee
    protocoles: Counter = field(default_factory=Counter)
    conventions: int = 0

    @property
    def referent(self):
        """Le référent PAQTE, ou None."""
        return getattr(self.departement, "referent", None)

    @property
    def contrats(self):
        return sum(self.protocoles.values())

    @property
    def signes(self):
        return self.protocoles[Avancement.SIGNE]


@dataclass
class Suivi:
    """Le suivi de départements, pour un semestre (bilans) et une année (synthèses)."""

    semestre: object
    annee: object
    lignes: list[LigneNationale]

    def comptes(self, genre):
        """Compte les remontées d'un `genre` (leur modèle) par état et par retard."""
        avancees = [getattr(ligne, genre.genre) for ligne in self.lignes]
        avancees = [avancee for avancee in avancees if avancee.etat != "hors"]
        etats = Counter(avancee.etat for avancee in avancees)
        transmises = [avancee for avancee in avancees if avancee.transmise_le]
        return {
            "attendues": len(avancees),
            "etats": [
                (libeller(etat, genre), etat, etats[etat]) for etat in ETATS if etat != "hors"
            ],
            "a_temps": sum(not avancee.en_retard for avancee in transmises),
            "en_retard": sum(avancee.en_retard for avancee in avancees),
        }

    @property
    def remontees(self):
        """Rend [(nom, période, nom de l'adresse de la liste, comptes)]."""
        return [
            (Bilan.pluriel, self.semestre, "paqte:bilans", self.comptes(Bilan)),
            (Synthese.pluriel, self.annee, "syntheses", self.comptes(Synthese)),
        ]

    @property
    def protocoles(self):
        """Compte les protocoles des contrats en vigueur, par avancement."""
        total = sum((ligne.protocoles for ligne in self.lignes), Counter())
        return [(avancement, total[avancement]) for avancement in Avancement]

    @property
    def sans_referent(self):
        return [ligne for ligne in self.lignes if ligne.referent is None]

    @property
    def regions(self):
        """Rend [(région, lignes, comptes)], dans l'ordre des régions."""
        groupes = {}
        for ligne in self.lignes:
            groupes.setdefault(ligne.departement.region, []).append(ligne)
        regions = sorted(groupes, key=lambda region: sans_accents(region.nom))
        return [(region, groupes[region], _compter(groupes[region])) for region in regions]


def _compter(lignes):
    return {
        "bilans": sum(ligne.bilan.transmise_le is not None for ligne in lignes),
        "syntheses": sum(ligne.synthese.transmise_le is not None for ligne in lignes),
        "sans_referent": sum(ligne.referent is None for ligne in lignes),
    }


def dresser_suivi(departements, semestre, annee, comptes_paqte):
    """Rend le `Suivi` de ces `departements` (requête, avec région et référent).

    `comptes_paqte` : voir `paqte.compter`.
    """
    campagnes = {
        (campagne.genre, campagne.periode): campagne
        for campagne in Campagne.objects.filter(
            periode__in=[str(semestre), str(annee)]
        ).prefetch_related("destinataires")
    }
    bilans = _avancees(Bilan, semestre, departements, campagnes)
    syntheses = _avancees(Synthese, annee, departements, campagnes)
    protocoles = _protocoles(departements)
    conventions = Counter()
    for compte in comptes_paqte:
        conventions[compte["entreprise__departement"]] += compte["en_cours"]
    return Suivi(
        semestre,
        annee,
        [
            LigneNationale(
                departement,
                bilans(departement.pk),
                syntheses(departement.pk),
                protocoles.get(departement.pk, Counter()),
                conventions[departement.pk],
            )
            for departement in departements
        ],
    )


def _avancees(genre, periode, departements, campagnes):
    """Rend une fonction : code du département → `Avancee` de la remontée de la `periode`."""
    campagne = campagnes.get((genre.genre, str(periode)))
    connues = {
        departement: (etat, transmise_le)
        for departement, etat, transmise_le in genre.objects.des(departements)
        .filter(**{genre.champ_periode: str(periode)})
        .order_by()
        .values_list("departement", "etat")
        .annotate(premiere=Min("transmissions__transmise_le"))
    }

    def avancee(code):
        attendue = campagne is None or campagne.concerne(code)
        defaut = ("a_commencer" if attendue else "hors", None)
        return Avancee(genre, *connues.get(code, defaut), campagne and campagne.echeance_le)

    return avancee


def _protocoles(departements):
    comptes = {}
    contrats = ContratDeVille.objects.en_vigueur().des(departements)
    for departement, avancement, nombre in (
        contrats.order_by()
        .values_list("departement", "protocole__avancement")
        .annotate(nombre=Count("pk"))
    ):
        comptes.setdefault(departement, Counter())[avancement or Avancement.A_ENGAGER] += nombre
    return comptes

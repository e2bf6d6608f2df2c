"""Le suivi national, département par département : remontées, référent, protocoles, PAQTE."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count, Min
from django.utils import timezone
from django.utils.text import capfirst

from contrats.models import Avancement, ContratDeVille
from quartiers.models import Departement
from remontees import registre
from remontees.models import Campagne
from remontees.periodes import Semestre
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


def libeller(etat, modele):
    """Rend le libellé d'un état, accordé avec le `modele` de la remontée."""
    return ETATS[etat][2] + (modele.accord if etat in ACCORDES else "")


@dataclass
class Avancee:
    """Où en est une remontée d'un département : son état, et si elle est arrivée à temps."""

    modele: type
    code: str
    etat: str = "a_commencer"
    transmise_le: object = None
    echeance_le: object = None

    @property
    def libelle(self):
        return libeller(self.etat, self.modele)

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
    avancees: dict[str, Avancee]
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
    """Le suivi de départements, à une période par pas de temps."""

    periodes: dict
    lignes: list[LigneNationale]

    @property
    def semestre(self):
        return self.periodes[Semestre]

    def comptes(self, modele):
        """Compte les remontées d'un `modele` par état et par retard."""
        avancees = [a for a in _avancees_de(self.lignes, modele) if a.etat != "hors"]
        etats = Counter(avancee.etat for avancee in avancees)
        transmises = [avancee for avancee in avancees if avancee.transmise_le]
        return {
            "attendues": len(avancees),
            "etats": [
                (libeller(etat, modele), etat, etats[etat]) for etat in ETATS if etat != "hors"
            ],
            "a_temps": sum(not avancee.en_retard for avancee in transmises),
            "en_retard": sum(avancee.en_retard for avancee in avancees),
        }

    @property
    def noms(self):
        """Le nom de chaque remontée, au singulier."""
        return [capfirst(modele._meta.verbose_name) for modele in registre.remontees()]

    @property
    def remontees(self):
        """Rend [(modèle, période, comptes)]."""
        return [
            (modele, self.periodes[modele.Periode], self.comptes(modele))
            for modele in registre.remontees()
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


def _avancees_de(lignes, modele):
    """Rend les avancées de ce modèle, une par territoire : une région a plusieurs lignes."""
    return {a.code: a for a in (ligne.avancees[modele.genre] for ligne in lignes)}.values()


def _compter(lignes):
    return {
        "recues": [
            sum(avancee.transmise_le is not None for avancee in _avancees_de(lignes, modele))
            for modele in registre.remontees()
        ],
        "sans_referent": sum(ligne.referent is None for ligne in lignes),
    }


def dresser_suivi(departements, periodes, comptes_paqte):
    """Rend le `Suivi` de ces `departements` (requête, avec région et référent).

    `periodes` donne celle de chaque pas de temps ({`Semestre`: …, `Annee`: …}) ; `comptes_paqte` :
    voir `paqte.sommes.compter`.
    """
    campagnes = {
        (campagne.genre, campagne.periode): campagne
        for campagne in Campagne.objects.filter(
            periode__in=map(str, periodes.values())
        ).prefetch_related("destinataires")
    }
    avancees = {
        modele.genre: _avancees(modele, periodes[modele.Periode], departements, campagnes)
        for modele in registre.remontees()
    }
    protocoles = _protocoles(departements)
    conventions = Counter()
    for compte in comptes_paqte:
        conventions[compte["entreprise__departement"]] += compte["en_cours"]
    return Suivi(
        periodes,
        [
            LigneNationale(
                departement,
                {genre: avancee(departement) for genre, avancee in avancees.items()},
                protocoles.get(departement.pk, Counter()),
                conventions[departement.pk],
            )
            for departement in departements
        ],
    )


def _avancees(modele, periode, departements, campagnes):
    """Rend une fonction : département → `Avancee` de la remontée de la `periode`.

    Celle d'une région est la même pour tous ses départements.
    """
    Territoire = modele.Territoire  # noqa: N806 : c'est une classe
    if Territoire is Departement:
        remontees = modele.objects.des(departements)
    else:
        remontees = modele.objects.touchant({modele.code_pour(d) for d in departements})
    campagne = campagnes.get((modele.genre, str(periode)))
    connues = {
        code: (etat, transmise_le)
        for code, etat, transmise_le in remontees.filter(periode=periode)
        .order_by()
        .values_list(modele.champ_territoire, "etat")
        .annotate(premiere=Min("transmissions__transmise_le"))
    }

    def avancee(departement):
        code = modele.code_pour(departement)
        attendue = campagne is None or campagne.concerne(code, Territoire)
        defaut = ("a_commencer" if attendue else "hors", None)
        return Avancee(modele, code, *connues.get(code, defaut), campagne and campagne.echeance_le)

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

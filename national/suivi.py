"""Le suivi national, département par département : remontées, référent, protocoles, PAQTE."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count
from django.utils.text import capfirst

from contrats.models import Avancement, ContratDeVille
from quartiers.models import Departement
from remontees import registre
from remontees.models import Avancee, Campagne, libeller_etat
from remontees.periodes import Semestre
from socle.recherche import sans_accents

# Pour chaque état : un signe qui se lit sans couleur, une classe.
ETATS = {
    "hors": (" ", "attente"),
    "a_commencer": ("-", "attente"),
    "brouillon": ("E", "cours"),
    "transmise": ("T", "bien"),
    "a_completer": ("C", "alerte"),
    "acceptee": ("A", "fait"),
}


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
                (libeller_etat(etat, modele), etat, etats[etat]) for etat in ETATS if etat != "hors"
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
        modele.genre: modele.objects.avancees(
            departements,
            (periode := periodes[modele.Periode]),
            campagnes.get((modele.genre, str(periode))),
        )
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
                {genre: connues[departement.pk] for genre, connues in avancees.items()},
                protocoles.get(departement.pk, Counter()),
                conventions[departement.pk],
            )
            for departement in departements
        ],
    )


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

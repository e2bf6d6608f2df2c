"""Le suivi national, département par département : remontées, référent, protocoles, PAQTE."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from statistics import mean

from django.db.models import Q, prefetch_related_objects
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst

from contrats.evolution import lire_les_protocoles
from contrats.models import Avancement, ContratDeVille
from paqte.models import AutreReferent, Referent
from paqte.ponctualite import GENRE, Ponctualite, Ponctualites
from quartiers.models import Departement, Region
from remontees import registre
from remontees.models import Avancee, Campagne, avancees_par_genre, libeller_etat
from remontees.models.avancee import Delai
from remontees.periodes import Annee, Semestre, jour_d_arret
from socle.francais import ecrire_jour, en_minuscule
from socle.ordre import cle

# Pour chaque état : un signe qui se lit sans couleur, une classe.
ETATS = {
    "hors": (" ", "attente"),
    "a_commencer": ("-", "attente"),
    "brouillon": ("E", "cours"),
    "anterieure": ("H", "bien"),
    "transmise": ("T", "bien"),
    "a_completer": ("C", "alerte"),
    "acceptee": ("A", "fait"),
}


@dataclass
class LigneNationale:
    """Tout le suivi d'un département."""

    departement: Departement
    avancees: dict[str, Avancee]
    # Le référent PAQTE du dernier jour du semestre, ou None.
    referent: Referent | None = None
    # Ceux qui l'étaient à ses côtés ce jour-là, et si le premier fut désigné à temps.
    autres_referents: list[AutreReferent] = field(default_factory=list)
    ponctualite: Ponctualite | None = None
    protocoles: Counter = field(default_factory=Counter)
    conventions: int = 0

    def territoire(self, modele):
        """Rend le territoire qui rend compte d'un `modele` : ce département, ou sa région."""
        return self.departement.region if modele.Territoire is Region else self.departement

    @property
    def contrats(self):
        return sum(self.protocoles.values())

    @property
    def signes(self):
        return self.protocoles[Avancement.SIGNE]


@dataclass
class Suivi:
    """Le suivi de départements, à une période par pas de temps.

    `campagnes` donne celle de chaque (genre, période) ; `contrats`, où en est le protocole de
    chacun (voir `lire_les_protocoles`).
    """

    periodes: dict
    lignes: list[LigneNationale]
    campagnes: dict
    contrats: list

    @property
    def semestre(self):
        return self.periodes[Semestre]

    @property
    def du_paqte(self):
        """Le jour où s'arrêtent les conventions et les référents."""
        return jour_d_arret(self.semestre)

    @property
    def des_contrats(self):
        """Le jour où s'arrêtent les contrats et les mesures."""
        return arrete_au(self.periodes)

    @property
    def est_d_hier(self):
        """Dit si les conventions et les référents sont d'un semestre fini."""
        return self.du_paqte < timezone.localdate()

    def comptes(self, modele):
        """Compte les remontées d'un `modele` par état et par `Delai`."""
        avancees = [a for _, a in _situer(self.lignes, modele) if a.etat != "hors"]
        etats = Counter(avancee.etat for avancee in avancees)
        delais = Counter(avancee.delai for avancee in avancees)
        apres = [a.jours_hors_delai for a in avancees if a.delai == Delai.APRES]
        return {
            "attendues": len(avancees),
            "etats": [
                (libeller_etat(etat, modele), etat, etats[etat]) for etat in ETATS if etat != "hors"
            ],
            "recues": delais[Delai.A_TEMPS] + delais[Delai.APRES],
            "delais": [(delai, delai.label, delais[delai]) for delai in Delai],
            "apres": len(apres),
            # En jours.
            "retard_moyen": round(mean(apres)) if apres else None,
        }

    def manquants(self, modele):
        """Rend {état: noms des territoires, dans l’ordre français} de ce qui est en retard, ou
        renvoyé.
        """
        noms = defaultdict(list)
        for territoire, avancee in self.situer(modele):
            if avancee.en_retard or avancee.etat == "a_completer":
                noms[avancee.etat].append(territoire.nom)
        return {etat: sorted(connus, key=cle) for etat, connus in noms.items()}

    def situer(self, modele):
        """Rend [(territoire, `Avancee`)] des remontées d'un `modele`."""
        return _situer(self.lignes, modele)

    @property
    def noms(self):
        """Le nom de chaque remontée, au singulier."""
        return [capfirst(modele._meta.verbose_name) for modele in registre.remontees()]

    @cached_property
    def remontees(self):
        """Rend [(modèle, période, comptes)]."""
        return [
            (modele, self.periodes[modele.Periode], self.comptes(modele))
            for modele in registre.remontees()
        ]

    @property
    def dates(self):
        """Dit de quelles périodes sont les remontées, et à quels jours s'arrête le reste."""
        noms = [
            f"{modele.pluriel}, {self.periodes[modele.Periode].libelle}"
            for modele in registre.remontees()
        ]
        noms[1:] = map(en_minuscule, noms[1:])
        paqte, contrats = ecrire_jour(self.du_paqte), ecrire_jour(self.des_contrats)
        au = f"au {contrats}" if paqte == contrats else f"PAQTE au {paqte}, contrats au {contrats}"
        return f"{' ; '.join(noms)} ; {au}"

    @property
    def protocoles(self):
        """Compte les protocoles des contrats en vigueur, par avancement."""
        total = sum((ligne.protocoles for ligne in self.lignes), Counter())
        return [(avancement, total[avancement]) for avancement in Avancement]

    @property
    def sans_referent(self):
        return [ligne for ligne in self.lignes if ligne.referent is None]

    @property
    def designes_a_temps(self):
        return [ligne for ligne in self.lignes if ligne.ponctualite.a_temps]

    @property
    def designes_apres(self):
        return [ligne for ligne in self.lignes if ligne.ponctualite.a_temps is False]

    @cached_property
    def regions(self):
        """Rend [(région, lignes, comptes)], dans l'ordre des régions."""
        groupes = {}
        for ligne in self.lignes:
            groupes.setdefault(ligne.departement.region, []).append(ligne)
        regions = sorted(groupes, key=lambda region: cle(region.nom))
        return [(region, groupes[region], _compter(groupes[region])) for region in regions]


def _situer(lignes, modele):
    """Rend [(territoire, avancée)] de ce modèle ; une région, qui a plusieurs lignes, y est une
    fois.
    """
    siennes = {}
    for ligne in lignes:
        avancee = ligne.avancees[modele.genre]
        siennes[avancee.code] = ligne.territoire(modele), avancee
    return [*siennes.values()]


def _compter(lignes):
    return {
        "recues": [
            sum(avancee.transmise_le is not None for _, avancee in _situer(lignes, modele))
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
            Q(periode__in=map(str, periodes.values())) | Q(genre=GENRE)
        ).avec_attendus()
    }
    avancees = avancees_par_genre(departements, periodes, campagnes)
    jour = arrete_au(periodes)
    en_vigueur = ContratDeVille.objects.en_vigueur(jour).des(departements)
    contrats, protocoles = lire_les_protocoles(en_vigueur, jour), defaultdict(Counter)
    for contrat in contrats:
        protocoles[contrat.departement][contrat.avancement_au] += 1
    au = jour_d_arret(periodes[Semestre])
    connus = list(departements)
    prefetch_related_objects(connus, "anciens_referents", "autres_referents")
    ponctualites = Ponctualites(campagnes.values())
    conventions = Counter()
    for compte in comptes_paqte:
        conventions[compte["entreprise__departement"]] += compte["en_cours"]
    return Suivi(
        periodes,
        [
            LigneNationale(
                departement,
                {genre: connues[departement.pk] for genre, connues in avancees.items()},
                Referent.en_place(departement, au),
                [a for a in departement.autres_referents.all() if a.est_en_place(au)],
                ponctualites.de(departement, au),
                protocoles[departement.pk],
                conventions[departement.pk],
            )
            for departement in connus
        ],
        campagnes,
        contrats,
    )


def arrete_au(periodes):
    """Rend la date des contrats montrés : la fin de l'année choisie, ou aujourd'hui avant elle."""
    return jour_d_arret(periodes[Annee])

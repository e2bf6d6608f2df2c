"""Le suivi national, département par département : remontées, référent, protocoles, PAQTE."""

from collections import Counter
from dataclasses import dataclass, field
from statistics import mean

from django.db.models import Count, Q, prefetch_related_objects
from django.utils import timezone
from django.utils.text import capfirst

from contrats.models import Avancement, ContratDeVille
from paqte.models import AutreReferent, Referent
from paqte.ponctualite import GENRE, Ponctualite, Ponctualites
from quartiers.models import Departement, Region
from remontees import registre
from remontees.models import Avancee, Campagne, avancees_par_genre, libeller_etat
from remontees.models.avancee import Delai
from remontees.periodes import Annee, Semestre, jour_d_arret
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
    """Le suivi de départements, à une période par pas de temps."""

    periodes: dict
    lignes: list[LigneNationale]

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
        avancees = [a for a in _avancees_de(self.lignes, modele) if a.etat != "hors"]
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
        """Rend {état: noms des territoires, dans l’ordre français} de ce qui manque, en retard."""
        noms = {}
        for ligne in self.lignes:
            avancee = ligne.avancees[modele.genre]
            if avancee.en_retard:
                territoire = ligne.territoire(modele)
                noms.setdefault(avancee.etat, {})[avancee.code] = territoire.nom
        return {etat: sorted(connus.values(), key=cle) for etat, connus in noms.items()}

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
    def designes_a_temps(self):
        return [ligne for ligne in self.lignes if ligne.ponctualite.a_temps]

    @property
    def designes_apres(self):
        return [ligne for ligne in self.lignes if ligne.ponctualite.a_temps is False]

    @property
    def regions(self):
        """Rend [(région, lignes, comptes)], dans l'ordre des régions."""
        groupes = {}
        for ligne in self.lignes:
            groupes.setdefault(ligne.departement.region, []).append(ligne)
        regions = sorted(groupes, key=lambda region: cle(region.nom))
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
            Q(periode__in=map(str, periodes.values())) | Q(genre=GENRE)
        ).avec_attendus()
    }
    avancees = avancees_par_genre(departements, periodes, campagnes)
    protocoles = _protocoles(departements, arrete_au(periodes))
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
                protocoles.get(departement.pk, Counter()),
                conventions[departement.pk],
            )
            for departement in connus
        ],
    )


def arrete_au(periodes):
    """Rend la date des contrats montrés : la fin de l'année choisie, ou aujourd'hui avant elle."""
    return jour_d_arret(periodes[Annee])


def _protocoles(departements, le):
    comptes = {}
    contrats = ContratDeVille.objects.en_vigueur(le).des(departements)
    for departement, avancement, nombre in (
        contrats.avec_avancement(le)
        .order_by()
        .values_list("departement", "avancement_au")
        .annotate(nombre=Count("pk"))
    ):
        comptes.setdefault(departement, Counter())[avancement] = nombre
    return comptes

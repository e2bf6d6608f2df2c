"""Le tableau de bord des mesures à une date : niveaux, indicateurs, comptes (annexe 3)."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from quartiers.models import Departement

from .models import NATION, Appreciation, Indicateur, Mesure, Niveau, PartDeCible, Valeur, arrondir
from .releve import Releve, Somme, relever, sommer_tout

# Une étincelle montre dix ans : assez pour une tendance, et le tableau ne grossit pas sans fin.
ETINCELLE = datetime.timedelta(days=3653)


@dataclass
class LigneIndicateur:
    """Un indicateur, ce qu'en dit la nation, ce qu'en dit le territoire regardé, et sa cible."""

    indicateur: Indicateur
    nationale: Releve | None = None
    # Celle des départements renseignés, quand la nation n'a pas de valeur.
    somme: Somme | None = None
    territoriale: Releve | None = None
    cible: object = None
    # Ce que le ministère attend de ce territoire, s'il a réparti la cible nationale.
    part: PartDeCible | None = None
    # Les grandeurs nationales, de la plus ancienne à la dernière.
    serie: list = field(default_factory=list)

    @property
    def constat(self):
        """Ce que dit la nation, ou, à défaut, la somme de ses départements ; None sans valeur."""
        return self.nationale or self.somme

    @property
    def progres(self):
        return self.constat and self.constat.progres

    @property
    def progres_territorial(self):
        """Chemin que la valeur du territoire a parcouru vers la cible du territoire, en %."""
        if not (self.cible and self.territoriale):
            return None
        return self.cible.progres_de(self.territoriale.grandeur)


@dataclass
class LigneMesure:
    """Une mesure à la date du tableau, et à la date de comparaison s'il y en a une.

    `contrats` : combien de contrats en vigueur touchant le territoire regardé la déclinent ;
    `signes` : combien le font par un protocole signé, les autres le négocient encore.
    """

    mesure: Mesure
    niveau: str | None
    niveau_depuis: str | None
    indicateurs: list[LigneIndicateur]
    contrats: int = 0
    signes: int = 0
    appreciation: Appreciation | None = None

    @property
    def libelle(self):
        return Niveau(self.niveau).label if self.niveau else "Non renseigné"

    @property
    def libelle_depuis(self):
        return Niveau(self.niveau_depuis).label if self.niveau_depuis else "Non renseigné"

    @property
    def texte(self):
        """Ce qu'on en lit, où chercher : classement, mesure, indicateurs."""
        thematique = self.mesure.thematique
        textes = [thematique.programme, thematique, self.mesure]
        return " ".join(map(str, [*textes, *(ligne.indicateur for ligne in self.indicateurs)]))

    @property
    def a_change(self):
        return self.niveau != self.niveau_depuis


@dataclass
class Tableau:
    """Les mesures à une date ; `departement` limite à celles que ses contrats déclinent."""

    au: datetime.date
    depuis: datetime.date | None = None
    departement: Departement | None = None
    lignes: list[LigneMesure] = field(default_factory=list)

    @property
    def principales(self):
        """Les lignes des 40 mesures, sans 1.a et 1.b."""
        return [ligne for ligne in self.lignes if ligne.mesure.parent_id is None]

    @property
    def declinaisons(self):
        """Les codes de 1.a et 1.b, s'ils y sont."""
        return [ligne.mesure.code for ligne in self.lignes if ligne.mesure.parent_id]

    @property
    def signees(self):
        """Combien de mesures un protocole signé décline ; None hors d'un département."""
        if self.departement is None:
            return None
        return sum(ligne.signes > 0 for ligne in self.principales)

    @property
    def titre_des_comptes(self):
        mesures = "mesures déclinées" if self.departement else "40 mesures"
        return f"Niveaux d’engagement des {mesures}"

    @property
    def comptes(self):
        """Les mesures par niveau (voir `compter_niveaux`)."""
        return compter_niveaux([ligne.niveau for ligne in self.principales])

    @property
    def comptes_depuis(self):
        """Les mêmes, à la date de comparaison."""
        return compter_niveaux([ligne.niveau_depuis for ligne in self.principales])

    @property
    def en_mouvement(self):
        """Combien sont atteintes, en voie de l'être ou en cours de déploiement : « 26 des 40 »."""
        arret = {None, Niveau.LANCEMENT}
        return sum(ligne.niveau not in arret for ligne in self.principales)


def compter_niveaux(niveaux):
    """Rend, par `Niveau`, combien de ces mesures y sont, et leur part arrondie comme l'annexe 3."""
    total = len(niveaux)
    return [
        {
            "niveau": niveau,
            "nombre": (nombre := niveaux.count(niveau)),
            "part": arrondir(Decimal(100 * nombre) / total) if total else None,
        }
        for niveau in Niveau
    ]


def dresser_tableau(user, au, depuis=None, departement=None):
    """Rend le `Tableau` que `user` peut lire à la date `au` (comparée à `depuis` si donnée)."""
    mesures = (
        Mesure.objects.visibles_par(user)
        .au(au)
        .au(depuis or au, "niveau_depuis")
        .select_related("thematique__axe", "thematique__programme", "chef_de_file")
        .order_by("rang")
    )
    codes = None if user.est_national else user.codes_departements
    # La relation est déclarée dans `contrats`, qui seule dit ce qui décline une mesure.
    engagements = Mesure.engagements.rel.related_model.objects
    declinees = engagements.contrats_par_mesure(au, [departement.pk] if departement else codes)
    indicateurs = _indicateurs(user, au, departement)
    appreciations = (
        Appreciation.objects.visibles_par(user).du(departement).dernieres(au) if departement else {}
    )
    return Tableau(
        au,
        depuis,
        departement,
        [
            LigneMesure(
                mesure,
                mesure.niveau_au,
                mesure.niveau_depuis,
                indicateurs.get(mesure.pk, []),
                *declinees.get(mesure.pk, ()),
                appreciation=appreciations.get(mesure.pk),
            )
            for mesure in mesures
            if mesure.pk in declinees or departement is None
        ],
    )


def _indicateurs(user, au, departement):
    """Rend {mesure: [LigneIndicateur]}."""
    visibles = Valeur.objects.visibles_par(user)
    indicateurs = {indicateur.pk: indicateur for indicateur in Indicateur.objects.all()}
    voulues = [NATION, departement.pk] if departement else [NATION]
    releves = relever(visibles, au, voulues, indicateurs)
    series = defaultdict(list)
    nationales = visibles.filter(territoire=NATION, le__range=(au - ETINCELLE, au)).order_by("le")
    for cle, *mesure in nationales.values_list("indicateur", "nombre", "base", "pourcentage"):
        series[cle].append(indicateurs[cle].mesurer(*mesure))
    cibles = _cibles(departement) if departement else {}
    parts = _parts(departement) if departement else {}
    # Hors de la nation, les départements qu'on lit ne sont pas tous : leur somme dirait faux.
    sommes = sommer_tout(au, indicateurs) if user.est_national else {}
    lignes = {}
    for indicateur in indicateurs.values():
        nationale = releves.get((NATION, indicateur.pk))
        lignes.setdefault(indicateur.mesure_id, []).append(
            LigneIndicateur(
                indicateur,
                nationale,
                None if nationale else sommes.get(indicateur.pk),
                departement and releves.get((departement.pk, indicateur.pk)),
                cibles.get(indicateur.pk),
                parts.get(indicateur.pk),
                series[indicateur.pk],
            )
        )
    return lignes


def _parts(departement):
    """Rend {indicateur: part de sa cible nationale qui revient au département}."""
    parts = PartDeCible.objects.du(departement).select_related("indicateur")
    return {part.indicateur_id: part for part in parts}


def _cibles(departement):
    """Rend {indicateur: cible que le département s'est fixée}, que déclare `contrats`."""
    cibles = Indicateur.cibles.rel.related_model.objects.du_departement(departement)
    return {cible.indicateur_id: cible for cible in cibles.select_related("indicateur")}

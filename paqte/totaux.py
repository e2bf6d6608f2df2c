"""Ce que des conventions font de chaque indicateur, pendant un semestre et depuis leur signature.

Un flux s'additionne de semestre en semestre ; un stock (des fournisseurs, des alternants présents)
se relève : le même, compté à chaque semestre, n'en fait qu'un. La base additionne par convention,
et les règles d'un `Total` se lisent ici (décision 32).
"""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, F, Max, Q, Sum

from .duree import part_ecoulee
from .models.referentiel import est_un_stock, taux_atteint
from .models.valeurs import Absence, Cible, ResultatConvention

# En points de rythme.
PRES_DU_RYTHME = 2


@dataclass
class Total:
    """Un total, dans l'unité de l'indicateur ; None sans saisie.

    `realise` est fait, ou présent, pendant le semestre ; `cumul` l'est depuis la signature, ou,
    pour un stock, à la dernière valeur de chaque entreprise qui a répondu dans l'année ; `cible`
    est à trois ans. `atteint` et `vise` sont le cumul et la cible des seules entreprises qui ont
    les deux, `attendu` la part de `vise` que le temps écoulé laisse attendre (d'un flux).
    """

    realise: Decimal | None = None
    cumul: Decimal | None = None
    cible: Decimal | None = None
    atteint: Decimal | None = None
    vise: Decimal | None = None
    attendu: Decimal | None = None
    # Combien d'entreprises ont un nombre ce semestre ; combien, parmi celles d'un stock, l'ont du
    # semestre d'avant, ou d'avant encore (celles-là ne comptent pas).
    repondantes: int = 0
    anterieures: int = 0
    laissees: int = 0
    # Un stock se relève ; `part` dit le semestre en pour cent de ce dont il est une part, des
    # entreprises qui ont donné les deux (voir `parts_du_semestre`).
    stock: bool = False
    part: int | None = None
    # D'où il vient, s'il est suivi dans le temps (voir `paqte.trajectoire`).
    chemin: list = field(default_factory=list)

    @property
    def taux(self):
        """Le cumul en pour cent de la cible, des mêmes entreprises."""
        return taux_atteint(self.atteint, self.vise)

    @property
    def rythme(self):
        """Le cumul en pour cent de ce que le temps écoulé laisse attendre ; None pour un stock."""
        return taux_atteint(self.atteint, self.attendu)

    @property
    def verdict(self):
        """Dit son rythme en mots (voir `tient_le_rythme`) ; vide s'il n'en a pas."""
        if self.rythme is None:
            return ""
        if self.rythme > 100 + PRES_DU_RYTHME:
            return "en avance"
        return "au rythme prévu" if tient_le_rythme(self.rythme) else "en retard sur le rythme"

    @property
    def etapes(self):
        """Ce qui était atteint à chaque semestre de son chemin."""
        return [atteint for _, atteint, _ in self.chemin]

    def en_json(self):
        """Rend ce qu'un bilan en imprime ; le semestre y est déjà le chiffre qui se corrige."""
        return {
            "cumul": self.cumul,
            "cible": self.cible,
            "atteint": self.atteint,
            "vise": self.vise,
            "taux": self.taux,
            "rythme": self.rythme,
            "repondantes": self.repondantes,
            "anterieures": self.anterieures,
            "laissees": self.laissees,
        }

    def ajouter(self, champ, valeur):
        """Ajoute à une somme ; None n'ajoute rien."""
        if valeur is not None:
            setattr(self, champ, (getattr(self, champ) or 0) + valeur)


def tient_le_rythme(rythme):
    """Dit si un rythme, en pour cent, est tenu : à deux points près, ce n'est pas un retard."""
    return rythme >= 100 - PRES_DU_RYTHME


def additionner(conventions, semestre):
    """Rend {clé de l'indicateur: `Total`} de ces conventions (requête).

    Un indicateur sans saisie ni cible n'y est pas.
    """
    return _repartir(conventions, semestre, lambda convention: None).get(None, {})


def additionner_par_departement(conventions, semestre):
    """Rend {code du département: ce que rend `additionner` de ses conventions}."""
    departements = dict(conventions.order_by().values_list("pk", "entreprise__departement"))
    return _repartir(conventions, semestre, departements.get)


def _repartir(conventions, semestre, groupe):
    """Rend {groupe de la convention: {clé de l'indicateur: `Total`}}."""
    cumuls, groupes, fin = {}, defaultdict(lambda: defaultdict(Total)), semestre.fin
    for ligne in _par_convention(conventions, semestre):
        total = groupes[groupe(ligne["convention"])][ligne["indicateur"]]
        stock = est_un_stock(ligne["indicateur__stock_depuis"], semestre)
        cumul = _relever(total, ligne, semestre) if stock else ligne["somme"]
        total.stock = stock
        total.ajouter("realise", ligne["realise"])
        total.ajouter("cumul", cumul)
        total.repondantes += ligne["realise"] is not None
        cumuls[ligne["convention"], ligne["indicateur"]] = cumul
    cibles = Cible.objects.filter(convention__in=conventions.values("pk")).order_by()
    for convention, signature, indicateur, stock_depuis, cible in cibles.values_list(
        "convention",
        "convention__date_signature",
        "indicateur",
        "indicateur__stock_depuis",
        "valeur",
    ):
        total = groupes[groupe(convention)][indicateur]
        total.ajouter("cible", cible)
        if (cumul := cumuls.get((convention, indicateur))) is not None:
            total.ajouter("atteint", cumul)
            total.ajouter("vise", cible)
            if not est_un_stock(stock_depuis, semestre):
                total.ajouter("attendu", cible * part_ecoulee(signature, fin))
    return {cle: dict(totaux) for cle, totaux in groupes.items()}


def parts_du_semestre(conventions, semestre):
    """Rend {clé d'un indicateur: sa part en pour cent} de ceux qui sont une part d'un autre.

    Ne comptent que les conventions (requête) qui ont donné les deux ce semestre.
    """
    paires = ResultatConvention.objects.filter(
        convention__in=conventions.values("pk"),
        semestre=str(semestre),
        valeur__isnull=False,
        convention__resultats__indicateur__code=F("indicateur__plafond"),
        convention__resultats__semestre=str(semestre),
        convention__resultats__valeur__isnull=False,
    )
    # Une jointure : chercher l'entier de chaque ligne par une sous-requête prend trois fois plus.
    sommes = paires.order_by().values_list("indicateur")
    sommes = sommes.annotate(Sum("valeur"), Sum("convention__resultats__valeur"))
    return {indicateur: taux_atteint(partie, entier) for indicateur, partie, entier in sommes}


def _par_convention(conventions, semestre):
    """Rend ce que chacune a saisi de chaque indicateur : sommes, dernier semestre renseigné."""
    ce_semestre, avant = Q(semestre=str(semestre)), Q(semestre=str(semestre.precedent))
    return (
        ResultatConvention.objects.filter(
            semestre__lte=str(semestre), convention__in=conventions.values("pk")
        )
        .order_by()
        .values("convention", "indicateur", "indicateur__stock_depuis")
        .annotate(
            realise=Sum("valeur", filter=ce_semestre),
            avant=Sum("valeur", filter=avant),
            somme=Sum("valeur"),
            dernier=Max("semestre", filter=Q(valeur__isnull=False)),
            sans_objet=Count("pk", filter=ce_semestre & Q(absence=Absence.SANS_OBJET)),
        )
    )


def _relever(total, ligne, semestre):
    """Rend la dernière valeur d'un stock, si elle est de l'année ; compte d'où elle vient."""
    if ligne["realise"] is not None or ligne["sans_objet"] or ligne["dernier"] is None:
        return ligne["realise"]
    if ligne["dernier"] == str(semestre.precedent):
        total.anterieures += 1
        return ligne["avant"]
    total.laissees += 1
    return None

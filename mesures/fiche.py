"""Ce que montre la page d'une mesure : indicateurs, séries, territoires, contrats."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Q, Sum, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from .models import NATION, Appreciation, Indicateur, Valeur

TERRITOIRES_MONTRES = 10


@dataclass(frozen=True)
class Somme:
    """Somme des dernières valeurs d'un indicateur dans les départements renseignés.

    Une part se calcule sur les sommes du nombre et de la base : elle n'est jamais moyennée.
    """

    indicateur: Indicateur
    nombre: Decimal
    base: Decimal | None
    departements: int

    @property
    def affichage(self):
        return self.indicateur.ecrire(self.nombre, self.base)


@dataclass
class FicheIndicateur:
    """Un indicateur : sa série nationale, ses dernières valeurs par territoire, leur somme.

    `territoires` n'en tient que les premières, dans l'ordre des codes, sur `nombre_de_territoires`.
    """

    indicateur: Indicateur
    serie: list[Valeur] = field(default_factory=list)
    territoires: list[Valeur] = field(default_factory=list)
    nombre_de_territoires: int = 0
    somme: Somme | None = None

    @property
    def nationale(self):
        """La dernière valeur nationale, ou None."""
        return self.serie[-1] if self.serie else None

    @property
    def points(self):
        """Les points chiffrés de la série : (date, grandeur)."""
        return [(v.le, v.grandeur) for v in self.serie if v.grandeur is not None]


def fiche(mesure, user):
    """Rend le contexte de la page de `mesure` pour `user`."""
    return {
        "mesure": mesure,
        "indicateurs": _fiches(mesure, user),
        "changements": list(mesure.changements.select_related("par")),
        "appreciations": Appreciation.objects.visibles_par(user)
        .filter(mesure=mesure)
        .select_related("departement", "par")[:50],
        "engagements": mesure.engagements.visibles_par(user)
        .en_vigueur()
        .select_related("protocole__contrat__departement")[:30],
        "modifiable": type(mesure).objects.modifiables_par(user).filter(pk=mesure.pk).exists(),
    }


def _fiches(mesure, user):
    fiches = {i.pk: FicheIndicateur(i) for i in mesure.indicateurs.all()}
    visibles = Valeur.objects.visibles_par(user).filter(indicateur__mesure=mesure)
    aujourdhui = timezone.localdate()
    for valeur in _lire(visibles.filter(territoire=NATION, le__lte=aujourdhui).order_by("le")):
        fiches[valeur.indicateur_id].serie.append(valeur)
    # Une valeur visible par deux chemins ne doit pas compter deux fois.
    dernieres = Valeur.objects.filter(pk__in=visibles).exclude(territoire=NATION)
    dernieres = dernieres.dernieres(aujourdhui)
    rang = Window(RowNumber(), partition_by="indicateur", order_by="territoire")
    premieres = dernieres.annotate(rang=rang).filter(rang__lte=TERRITOIRES_MONTRES)
    for valeur in _lire(premieres.order_by("territoire")):
        fiches[valeur.indicateur_id].territoires.append(valeur)
    for total in _totaliser(dernieres):
        lue = fiches[total["indicateur"]]
        lue.nombre_de_territoires = total["territoires"]
        if total["departements"]:
            sommes = (total["total_nombre"], total["total_base"], total["departements"])
            lue.somme = Somme(lue.indicateur, *sommes)
    return fiches.values()


def _lire(valeurs):
    relations = ("indicateur", "region", "departement", "quartier")
    return valeurs.select_related(*relations).prefetch_related("contestations")


def _totaliser(valeurs):
    """Rend, par indicateur, le nombre de territoires et de départements chiffrés, leur somme."""
    chiffrees = Q(departement__isnull=False, nombre__isnull=False)
    return (
        valeurs.order_by()
        .values("indicateur")
        .annotate(
            territoires=Count("pk"),
            departements=Count("pk", filter=chiffrees),
            total_nombre=Sum("nombre", filter=chiffrees),
            total_base=Sum("base", filter=chiffrees),
        )
    )

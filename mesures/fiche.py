"""Ce que montre la page d'une mesure : indicateurs, séries, territoires, contrats."""

from dataclasses import dataclass, field

from django.db.models import Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from socle.dessins.cadre import Moment
from socle.dessins.courbe import Courbe

from .models import NATION, Appreciation, Indicateur, Valeur
from .releve import Releve, Somme, relever, sommer

TERRITOIRES_MONTRES = 10


@dataclass
class FicheIndicateur:
    """Un indicateur : sa série nationale, où elle en est, ses dernières valeurs par territoire,
    leur somme.

    `territoires` n'en tient que les premières, dans l'ordre des codes, sur `nombre_de_territoires`.
    """

    indicateur: Indicateur
    serie: list[Valeur] = field(default_factory=list)
    nationale: Releve | None = None
    territoires: list[Valeur] = field(default_factory=list)
    nombre_de_territoires: int = 0
    somme: Somme | None = None

    @property
    def courbe(self):
        """La `Courbe` des valeurs nationales chiffrées face à la cible ; None à moins de deux."""
        points = [(v.le, v.grandeur) for v in self.serie if v.grandeur is not None]
        if len(points) < 2:
            return None
        jours, valeurs = zip(*points, strict=True)
        cible = self.indicateur.cible
        return Courbe(
            f"{self.indicateur.libelle} : où en est la nation ?",
            [Moment.du_jour(jour) for jour in jours],
            valeurs,
            unite=self.indicateur.en,
            nom="Valeur nationale",
            attendus=[cible] * len(points) if cible else (),
            nom_attendu="la cible",
        )


def fiche(mesure, user):
    """Rend le contexte de la page de `mesure` pour `user`."""
    aujourdhui = timezone.localdate()
    changements = list(mesure.changements.select_related("par", "retire_par"))
    valables = (c for c in changements if c.retire_le is None and c.le <= aujourdhui)
    return {
        "mesure": mesure,
        "indicateurs": fiches(mesure.indicateurs.prefetch_related("parties"), user, aujourdhui),
        "actuel": next(valables, None),
        "changements": changements,
        "appreciations": Appreciation.objects.visibles_par(user)
        .filter(mesure=mesure)
        .select_related("departement", "par", "validee_par")[:50],
        "a_valider": {
            proposee.pk
            for proposee in Appreciation.objects.a_valider_par(user).filter(mesure=mesure)
        },
        "engagements": mesure.engagements.visibles_par(user)
        .en_vigueur(aujourdhui)
        .select_related("protocole__contrat__departement")[:30],
        "modifiable": type(mesure).objects.modifiables_par(user).filter(pk=mesure.pk).exists(),
    }


def fiches(indicateurs, user, au):
    """Rend une `FicheIndicateur` par indicateur (requête), dans leur ordre, à la date `au`."""
    lus = {indicateur.pk: indicateur for indicateur in indicateurs}
    rendues = {cle: FicheIndicateur(indicateur) for cle, indicateur in lus.items()}
    visibles = Valeur.objects.visibles_par(user).filter(indicateur__in=list(rendues))
    for valeur in _lire(visibles.filter(territoire=NATION, le__lte=au).order_by("le")):
        rendues[valeur.indicateur_id].serie.append(valeur)
    for (_, cle), releve in relever(visibles, au, [NATION], lus).items():
        rendues[cle].nationale = releve
    # Une valeur visible par deux chemins ne doit pas compter deux fois.
    locales = Valeur.objects.filter(pk__in=visibles).exclude(territoire=NATION)
    rang = Window(RowNumber(), partition_by="indicateur", order_by="territoire")
    premieres = locales.dernieres(au).annotate(rang=rang).filter(rang__lte=TERRITOIRES_MONTRES)
    for valeur in _lire(premieres.order_by("territoire")):
        rendues[valeur.indicateur_id].territoires.append(valeur)
    sommes, territoires = sommer(locales, au, lus)
    for cle, nombre in territoires.items():
        rendues[cle].nombre_de_territoires = nombre
        rendues[cle].somme = sommes.get(cle)
    return list(rendues.values())


def _lire(valeurs):
    relations = ("indicateur", "region", "departement", "quartier")
    return valeurs.select_related(*relations).prefetch_related("contestations")

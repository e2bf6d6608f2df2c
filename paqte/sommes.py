"""Le PAQTE d'un ensemble de départements : conventions, entreprises par taille, résultats par axe.

Additionner 70 000 résultats prend la moitié du temps du tableau national : ces sommes se gardent
en mémoire tant que rien n'est écrit (décision 17).
"""

import datetime
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256

from django.core.cache import cache
from django.db.models import Count, Q, Value
from django.utils import timezone

from .models import Cible, Convention, Entreprise, Indicateur, ResultatConvention
from .totaux import Total, additionner

# Une demande prend des secondes : une écriture d'avant est connue de tous, ou abandonnée.
RECUL = datetime.timedelta(hours=1)


@dataclass(frozen=True)
class Sommes:
    """Les comptes de `compter`, et le `Total` de chaque indicateur par sa clé."""

    comptes: list[dict]
    totaux: dict[int, Total]


def additionner_tout(departements, semestre):
    """Rend les `Sommes` de ces `departements` (requête).

    Les conventions se comptent aujourd'hui ; les totaux sont ceux des conventions en cours pendant
    le `semestre`, comme dans ce qui se transmet.
    """
    conventions = Convention.objects.des(departements).actives(semestre)
    codes = [departement.pk for departement in departements]
    versions = [_empreinte(), timezone.localdate(), str(semestre), codes]
    return cache.get_or_set(
        f"paqte-sommes-{sha256(repr(versions).encode()).hexdigest()}",
        lambda: Sommes(compter(departements), additionner(conventions, semestre)),
    )


def _empreinte():
    """Rend ce que change toute écriture dans le PAQTE : chacune laisse sa version dans l'histoire.

    Les versions se comptent depuis une heure ronde. Regarder la dernière ne suffirait pas : deux
    écritures simultanées peuvent finir dans l'autre ordre.
    """
    depuis = timezone.now().replace(minute=0, second=0, microsecond=0) - RECUL
    premier, *autres = (
        modele.history.filter(history_date__gte=depuis)
        .order_by()
        .values_list(Value(rang))
        .annotate(Count("pk"))
        for rang, modele in enumerate((Entreprise, Convention, Cible, ResultatConvention))
    )
    return depuis, sorted(premier.union(*autres, all=True))


def compter(departements):
    """Rend une ligne de comptes par département et taille d'entreprise."""
    en_cours = Q(date_fin__gte=timezone.localdate())
    return list(
        Convention.objects.des(departements)
        .order_by()
        .values("entreprise__departement", "entreprise__taille")
        .annotate(
            en_cours=Count("pk", filter=en_cours),
            entreprises=Count("entreprise", filter=en_cours, distinct=True),
            issues_de_charte=Count("pk", filter=Q(issue_charte=True)),
        )
    )


def dresser_paqte(sommes):
    """Rend les chiffres du PAQTE d'après ses `sommes` (voir `additionner_tout`)."""
    tailles = Counter()
    for ligne in sommes.comptes:
        tailles[ligne["entreprise__taille"]] += ligne["entreprises"]
    return {
        "en_cours": sum(ligne["en_cours"] for ligne in sommes.comptes),
        "issues_de_charte": sum(ligne["issues_de_charte"] for ligne in sommes.comptes),
        "tailles": [(taille.label, tailles[taille]) for taille in Entreprise.Taille],
        "resultats": [
            (indicateur, sommes.totaux.get(indicateur.pk, Total()))
            for indicateur in Indicateur.objects.select_related("axe")
        ],
    }

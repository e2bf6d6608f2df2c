"""Le PAQTE à l'échelle nationale : conventions, entreprises par taille, résultats par axe."""

from collections import Counter

from django.db.models import Count, Q
from django.utils import timezone

from paqte.models import Convention, Entreprise, Indicateur
from paqte.totaux import Total, additionner


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


def dresser(departements, semestre, comptes):
    """Rend les chiffres du PAQTE à la fin du `semestre`, d'après `comptes` (voir `compter`)."""
    conventions = Convention.objects.des(departements)
    totaux = additionner(conventions, semestre)
    tailles = Counter()
    for ligne in comptes:
        tailles[ligne["entreprise__taille"]] += ligne["entreprises"]
    return {
        "en_cours": sum(ligne["en_cours"] for ligne in comptes),
        "issues_de_charte": sum(ligne["issues_de_charte"] for ligne in comptes),
        "tailles": [(taille.label, tailles[taille]) for taille in Entreprise.Taille],
        "resultats": [
            (indicateur, totaux.get(indicateur.pk, Total()))
            for indicateur in Indicateur.objects.select_related("axe")
        ],
    }

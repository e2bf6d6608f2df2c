"""Le PAQTE par département, par axe, par entreprise : de quoi classer et comparer."""

from django.db.models import Count, Min, Q, Sum

from .models import Axe, Convention, ResultatConvention
from .sommes import garder
from .totaux import additionner_par_departement

ENTREPRISES_MONTREES = 25


def totaux_par_departement(departements, semestre):
    """Rend {code: {indicateur: `Total`}} des conventions en cours pendant le `semestre`."""
    conventions = Convention.objects.des(departements).actives(semestre)
    return garder(
        "departements",
        departements,
        semestre,
        lambda: additionner_par_departement(conventions, semestre),
    )


def compter_par_axe(departements, le):
    """Rend [(axe, conventions en cours à la date `le`, entreprises)] ; un SIREN n'en fait qu'une,
    partout.
    """
    des_leurs = Convention.objects.des(departements).en_cours(le)
    en_cours = Q(conventions__in=des_leurs.values("pk"))
    axes = Axe.objects.annotate(
        en_cours=Count("conventions", filter=en_cours, distinct=True),
        entreprises=Count("conventions__entreprise__siren", filter=en_cours, distinct=True),
    )
    return [(axe, axe.en_cours, axe.entreprises) for axe in axes]


def premieres_entreprises(departements, semestre, indicateur):
    """Rend les entreprises qui ont le plus fait pour un `indicateur`, et la somme de toutes.

    Un flux se cumule depuis la signature, un stock se relève au `semestre`. Une entreprise est un
    SIREN, dans tous ses départements.
    """
    periode = {"semestre" if indicateur.est_un_stock(semestre) else "semestre__lte": str(semestre)}
    saisies = ResultatConvention.objects.filter(
        convention__in=Convention.objects.des(departements).actives(semestre).values("pk"),
        indicateur=indicateur,
        valeur__gt=0,
        **periode,
    ).order_by()
    total = saisies.aggregate(total=Sum("valeur"))["total"]
    lignes = (
        saisies.values("convention__entreprise__siren")
        .annotate(
            nom=Min("convention__entreprise__nom"),
            departements=Count("convention__entreprise__departement", distinct=True),
            cumul=Sum("valeur"),
        )
        .order_by("-cumul", "nom")[:ENTREPRISES_MONTREES]
    )
    entreprises = [
        ligne
        | {
            "siren": ligne["convention__entreprise__siren"],
            "part": round(100 * ligne["cumul"] / total, 1),
        }
        for ligne in lignes
    ]
    return entreprises, total

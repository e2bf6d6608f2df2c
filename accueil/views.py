"""L'accueil : à chaque rôle, ce qui est attendu de lui et ce qui lui revient."""

from django.shortcuts import render

from paqte.models import Bilan
from quartiers.models import Departement


def accueil(request):
    """Le tableau de bord : bilans dus par une préfecture, avancement pour qui les suit."""
    user = request.user
    departements = Departement.objects.filter(code__in=user.codes_departements_suivis)
    contexte = {
        "a_un_perimetre": bool(user.codes_departements),
        "sans_referent": departements.filter(referent=None),
    }
    if user.est_prefecture:
        suivis = departements.select_related("referent", "organisation")
        contexte["lignes"] = Bilan.objects.attendus(user, suivis)
    elif user.codes_departements_suivis:
        contexte["avancement"] = Bilan.objects.avancement(departements)
    return render(request, "accueil/accueil.html", contexte)

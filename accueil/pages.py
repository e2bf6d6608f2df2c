"""Les pages que doit tout site de l'État, et l'aide."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render

from partage.models import ContactCget

from . import guides
from .conformite import conformite
from .plan import plan

# Ce qu'oublie `manage.py purger`, dit aux personnes (docs/rgpd.md le dit à qui tient le registre).
OUBLIES = {
    "depots": "fichiers déposés, jamais importés",
    "imports": "fichiers importés",
    "courriels": "courriels partis ou abandonnés",
    "connexions": "connexions, essais et refus",
    "administration": "gestes dans l’administration",
    "acces": "accès aux listes de personnes",
    "recueils": "recueils fabriqués",
    "taches": "tâches de fond finies",
    "relances": "relances envoyées",
    "historique": "versions anciennes des saisies",
}


@login_not_required
def plan_du_site(request):
    """Les pages où mène le portail, celles que la personne peut ouvrir."""
    return render(request, "accueil/plan.html", {"plan": plan(request.user)})


@login_not_required
def mentions_legales(request):
    """Qui édite, dirige et héberge ce site."""
    return render(request, "accueil/mentions_legales.html")


@login_not_required
def donnees_personnelles(request):
    """Ce que le portail garde des personnes, pourquoi, et combien de temps."""
    durees = [(OUBLIES[nom], jours) for nom, jours in settings.CONSERVATION.items()]
    return render(request, "accueil/donnees_personnelles.html", {"durees": durees})


@login_not_required
def temoins(request):
    """Les témoins que pose le portail : aucun ne demande de consentement."""
    heures = settings.SESSION_COOKIE_AGE // 3600
    return render(request, "accueil/temoins.html", {"heures": heures})


@login_not_required
def accessibilite(request):
    """La déclaration d'accessibilité, au taux de la grille d'audit (docs/rgaa.md)."""
    return render(request, "accueil/accessibilite.html", {"conformite": conformite()})


@login_not_required
def aide(request):
    """Les guides, celui de son rôle d'abord, et qui répond."""
    contexte = {}
    if request.user.is_authenticated:
        contexte["guides"] = guides.guides_de(request.user)
        contexte["contacts"] = ContactCget.objects.suivant(request.user.codes_departements)
    return render(request, "accueil/aide.html", contexte)


def guide(request, nom):
    """Un guide de docs/."""
    try:
        lu = guides.lire(nom)
    except KeyError:
        raise Http404 from None
    return render(request, "accueil/guide.html", {"guide": lu})

"""L'accueil : à chaque rôle, ce qui est attendu de lui et ce qui lui revient."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static

from comptes.models import Jeton
from mesures.models import Contestation, Mesure
from partage.models import ContactCget, Exemple
from quartiers.models import Departement, Region
from remontees import registre
from remontees.models import Campagne
from remontees.obligation import (
    avancement_des_obligations,
    avec_obligations,
    obligations_dues,
)

from .calendrier import calendrier


def accueil(request):
    """Le tableau de bord : remontées dues par une préfecture, avancement pour qui les suit."""
    user = request.user
    contexte = {}
    if user.est_redacteur:
        contexte |= _ce_que_doit(user)
    if user.est_ministere:
        contexte["mesures"] = Mesure.objects.modifiables_par(user)
        contexte["contestations"] = Contestation.objects.decidables_par(user).ouvertes().count()
    if user.suit_des_prefectures:
        contexte |= _ce_que_suit(user)
    return render(request, "accueil/accueil.html", contexte)


def _ce_que_doit(user):
    """Rend ce que sa préfecture doit encore, échéance la plus proche d'abord, et ses contacts."""
    ouvertes = list(Campagne.objects.ouvertes())
    departements = avec_obligations(Departement.objects.modifiables_par(user), ouvertes)
    departements = departements.select_related("region", "referent", "organisation")
    departements = departements.prefetch_related("partenaires_paqte")
    siens = {Departement: departements, Region: Region.objects.modifiables_par(user)}
    lignes = [
        ligne
        for modele in registre.remontees()
        if modele.codes_modifiables(user)
        for ligne in modele.objects.attendues(user, siens[modele.Territoire], ouvertes)
    ]
    return {
        "dues": obligations_dues(departements, ouvertes),
        "lignes": sorted(lignes, key=lambda ligne: ligne.campagne.echeance_le),
        "contacts": ContactCget.objects.suivant(user.codes_departements),
    }


def _ce_que_suit(user):
    """Rend l'avancement des départements que suit une région ou le CGET."""
    codes, departements = user.codes_departements_suivis, Departement.objects.suivis_par(user)
    ouvertes = list(Campagne.objects.ouvertes())
    return {
        "sans_referent": departements.filter(referent=None),
        "obligations": avancement_des_obligations(departements, codes, ouvertes),
        "avancements": [
            (modele, modele.objects.avancement(modele.codes_couverts(user), ouvertes))
            for modele in registre.remontees()
            if not modele.codes_modifiables(user)
        ],
        "exemples": Exemple.objects.examinables_par(user).a_examiner().count(),
    }


@login_not_required
def agenda(request, secret):
    """Le calendrier des échéances, par un lien d'agenda."""
    jeton = Jeton.objects.trouver(secret, Jeton.Portee.AGENDA)
    if jeton is None:
        raise Http404
    return HttpResponse(calendrier(jeton.utilisateur), content_type="text/calendar; charset=utf-8")


@login_not_required
def icone(request):
    """Mène à l'icône du DSFR, que les navigateurs cherchent à la racine sans lire la page."""
    return redirect(static("dsfr/dist/favicon/favicon.ico"))


@login_not_required
def accessibilite(request):
    """La déclaration d'accessibilité."""
    return render(request, "accueil/accessibilite.html")

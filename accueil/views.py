"""L'accueil : à chaque rôle, ce qui est attendu de lui et ce qui lui revient."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils import timezone

from comptes.models import Jeton
from mesures.devoir import collectes_dues, devoirs
from mesures.models import Appreciation, Contestation, Mesure
from partage.models import ContactCget, Exemple
from quartiers.models import Departement, Region
from remontees import registre
from remontees.file_de_lecture import a_lire
from remontees.models import Campagne, EnvoiAnterieur, Prolongation, SansObjet, Soumission
from remontees.obligation import (
    avancement_des_obligations,
    avec_obligations,
    obligations_dues,
)
from remontees.relances import injoignables
from socle.rubriques import chercher

from .calendrier import calendrier
from .forms import RechercheForm


def accueil(request):
    """Le tableau de bord : remontées dues par une préfecture, avancement pour qui les suit."""
    user = request.user
    contexte = {}
    if user.est_redacteur or user.suit_des_prefectures:
        # Lues une fois pour tout ce qu'on en dit.
        ouvertes = list(Campagne.objects.ouvertes())
        anterieurs = EnvoiAnterieur.objects.par_genre(campagne.periode for campagne in ouvertes)
    if user.est_redacteur:
        contexte |= _ce_que_doit(user, ouvertes, anterieurs)
    if user.est_ministere:
        aujourdhui = timezone.localdate()
        contexte["devoirs"] = devoirs(Mesure.objects.modifiables_par(user), aujourdhui)
        contexte["collectes"] = collectes_dues(user, aujourdhui)
        contexte["contestations"] = Contestation.objects.decidables_par(user).ouvertes().count()
    if user.suit_des_prefectures:
        contexte |= _ce_que_suit(user, ouvertes, anterieurs)
    return render(request, "accueil/accueil.html", contexte)


def _ce_que_doit(user, ouvertes, anterieurs):
    """Rend ce qui attend sa signature, ce que doit sa préfecture, et ses contacts."""
    departements = avec_obligations(Departement.objects.modifiables_par(user), ouvertes)
    departements = departements.select_related("region", "referent", "organisation")
    departements = departements.prefetch_related("partenaires_paqte")
    siens = {Departement: departements, Region: Region.objects.modifiables_par(user)}
    lignes = [
        ligne
        for modele in registre.remontees()
        if modele.codes_modifiables(user)
        for ligne in modele.objects.attendues(
            user, siens[modele.Territoire], ouvertes, anterieurs.get(modele.genre, {})
        )
    ]
    attendus = [
        *obligations_dues(departements, ouvertes),
        *(ligne for ligne in lignes if not ligne.est_transmise),
    ]
    attendus.sort(key=lambda attendu: attendu.echeance.jour)
    return {
        "a_signer": Soumission.objects.a_signer_par(user),
        "appreciations": Appreciation.objects.a_valider_par(user).select_related("mesure"),
        "a_faire": [attendu for attendu in attendus if not attendu.campagne.est_ancienne],
        "anciennes": [attendu for attendu in attendus if attendu.campagne.est_ancienne],
        "faites": [ligne for ligne in lignes if ligne.est_transmise],
        "sans_objet": SansObjet.objects.modifiables_par(user)
        .filter(campagne__in=ouvertes)
        .select_related("campagne", "departement"),
        "contacts": ContactCget.objects.suivant(user.codes_departements),
    }


def _ce_que_suit(user, ouvertes, anterieurs):
    """Rend l'avancement des départements que suit une région ou le CGET.

    Qui en suit en propre, au CGET, ne voit ici que ceux-là.
    """
    codes, departements = user.codes_departements_suivis, Departement.objects.suivis_par(user)
    if user.codes_en_charge:
        codes = sorted(user.codes_en_charge)
        departements = departements.filter(pk__in=codes)
    return {
        "file": a_lire(user) if user.est_cget else [],
        "delais": Prolongation.objects.decidables_par(user).demandees().count(),
        "injoignables": injoignables(user),
        "sans_referent": departements.filter(referent=None),
        "obligations": avancement_des_obligations(departements, codes, ouvertes),
        "avancements": [
            (
                modele,
                modele.objects.avancement(
                    modele.codes_en_charge(user) or modele.codes_couverts(user),
                    ouvertes,
                    anterieurs.get(modele.genre, {}),
                ),
            )
            for modele in registre.remontees()
            if not modele.codes_modifiables(user)
        ],
        "exemples": Exemple.objects.examinables_par(user).a_examiner().count(),
    }


def recherche(request):
    """Cherche dans tout ce que la personne a le droit de voir."""
    form = RechercheForm(request.GET)
    texte = form.cleaned_data["q"] if form.is_valid() else ""
    contexte = {"form": form, "q": texte, "trouves": chercher(request.user, texte) if texte else []}
    return render(request, "accueil/recherche.html", contexte)


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
def robots(request):
    """Dit aux moteurs de recherche de ne rien parcourir."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain; charset=utf-8")

"""Les comptes, que gère l'administrateur : liste, invitation, désactivation, passation."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from quartiers.acces import reserve_aux_administrateurs
from socle.listes import lister
from socle.saisie import saisir

from .. import courriel
from ..acces import journalise, reserve_a_qui_gere_des_comptes
from ..filters import CompteFilter
from ..forms.personnes import DesactivationForm, InvitationForm, PassationForm, PersonneForm
from ..models import GesteDeCompte, JournalAcces, Utilisateur
from ..personnes import desactiver_personne, effacer_personne, inviter_personne
from ..resources import ExportCompteResource

PARENT = "Comptes"
# Au-delà, un message compte les personnes invitées : leurs adresses empliraient la page.
ADRESSES_NOMMEES = 5


@reserve_aux_administrateurs
@journalise(JournalAcces.Page.COMPTES)
def liste(request):
    """Tous les comptes : recherche, filtres, export."""
    comptes = Utilisateur.objects.modifiables_par(request.user).avec_perimetres().par_nom()
    filtre = CompteFilter(request.GET, comptes, request=request)
    gabarit = "comptes/personne_liste.html"
    return lister(request, filtre, ExportCompteResource(), "comptes", gabarit, titre=PARENT)


@reserve_aux_administrateurs
@transaction.atomic
def inviter(request):
    """Invite une personne : un courriel lui donne le lien où choisir son mot de passe."""
    form = InvitationForm(request.POST or None, user=request.user)
    return saisir(
        request,
        form,
        titre="Inviter une personne",
        retour=reverse("personnes"),
        parent=PARENT,
        gabarit="comptes/personne_inviter.html",
        vers=partial(envoyer_les_invitations, request),
    )


@reserve_aux_administrateurs
def modifier(request, pk):
    """Une personne : son nom, son adresse, son rôle, ses territoires, l'état de son compte."""
    personne = _modifiable(request, pk)
    return saisir(
        request,
        PersonneForm(request.POST or None, instance=personne, user=request.user),
        titre=str(personne),
        retour=reverse("personnes"),
        parent=PARENT,
        gabarit="comptes/personne.html",
        # Le formulaire écrit sur `personne` avant d'être valide : l'état affiché est l'enregistré.
        personne=_modifiable(request, pk),
    )


@reserve_a_qui_gere_des_comptes
@require_POST
@transaction.atomic
def renvoyer(request, pk):
    """Renvoie l'invitation, ou rouvre un compte désactivé : dans les deux cas, un nouveau lien."""
    gerables = Utilisateur.objects.gerables_par(request.user)
    personne = get_object_or_404(gerables.filter(pk__in=Utilisateur.objects.invitables()), pk=pk)
    inviter_personne(personne)
    GesteDeCompte.objects.noter(request.user, GesteDeCompte.Geste.INVITATION, personne)
    envoyer_les_invitations(request, personne)
    return redirect(_retour(request, personne))


@reserve_a_qui_gere_des_comptes
def desactiver(request, pk):
    """Désactive un compte, après confirmation."""
    personne = _active(request, pk)
    form = DesactivationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _accepte(form, desactiver_personne, personne, request.user):
        GesteDeCompte.objects.noter(request.user, GesteDeCompte.Geste.DESACTIVATION, personne)
        messages.success(request, f"Le compte de {personne} est désactivé.")
        return redirect(_retour(request, personne))
    return _a_confirmer(request, "comptes/desactivation.html", form, personne)


@reserve_aux_administrateurs
def effacer(request, pk):
    """Efface le nom et l'adresse d'une personne partie, après confirmation."""
    personne = get_object_or_404(
        Utilisateur.objects.modifiables_par(request.user).filter(is_active=False), pk=pk
    )
    form = DesactivationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        nom = str(personne)
        effacer_personne(personne)
        messages.success(request, f"Les données personnelles de {nom} sont effacées.")
        return redirect("personnes")
    return _a_confirmer(request, "comptes/effacement.html", form, personne)


def _a_confirmer(request, gabarit, form, personne):
    contexte = {"form": form, "personne": personne, "retour": _retour(request, personne)}
    return render(request, gabarit, contexte, status=422 if form.is_bound else 200)


@reserve_a_qui_gere_des_comptes
@transaction.atomic
def passation(request, pk):
    """Passe la main d'une personne qui part à son successeur."""
    personne = _active(request, pk)
    form = PassationForm(request.POST or None, personne=personne)
    if form.is_valid() and _accepte(form, form.passer, request.user):
        successeur = form.cleaned_data["successeur"]
        messages.success(request, f"{personne} a passé la main à {successeur}.")
        if form.invite:
            envoyer_les_invitations(request, successeur)
        GesteDeCompte.objects.noter(request.user, GesteDeCompte.Geste.PASSATION, personne)
        return redirect(_retour(request, successeur))
    contexte = {
        "form": form,
        "personne": personne,
        "titre": f"Passer la main de {personne}",
        "retour": _retour(request, personne),
        "parent": str(personne),
    }
    status = 422 if form.is_bound else 200
    return render(request, "comptes/passation.html", contexte, status=status)


def envoyer_les_invitations(request, *invitees):
    """Met en file les invitations, dans la transaction en cours ; rend la page de la première."""
    for personne in invitees:
        courriel.envoyer_invitation(personne, request)
    if len(invitees) > ADRESSES_NOMMEES:
        messages.success(request, f"{len(invitees)} invitations envoyées.")
    else:
        adresses = ", ".join(personne.email for personne in invitees)
        messages.success(request, f"Invitation envoyée à {adresses}.")
    return invitees[0].get_absolute_url()


def _modifiable(request, pk):
    return get_object_or_404(Utilisateur.objects.modifiables_par(request.user), pk=pk)


def _active(request, pk):
    gerables = Utilisateur.objects.gerables_par(request.user)
    return get_object_or_404(gerables.filter(is_active=True), pk=pk)


def _retour(request, personne):
    """Mène à la page de la personne, ou un valideur, qui ne l'ouvre pas, à sa liste."""
    if request.user.est_administrateur:
        return personne.get_absolute_url()
    return reverse("comptes_de_prefecture")


def _accepte(form, geste, *arguments):
    """Fait le geste ; s'il est refusé, le dit sur le formulaire et rend faux."""
    try:
        geste(*arguments)
    except ValidationError as refus:
        form.add_error(None, refus)
    return form.is_valid()

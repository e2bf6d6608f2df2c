"""Les comptes de sa préfecture, que tient un valideur, et ce que l'administrateur en lit."""

from functools import partial

from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from quartiers.acces import reserve_aux_administrateurs
from quartiers.models import Departement, Region
from socle.listes import paginer
from socle.saisie import saisir

from ..acces import journalise, reserve_aux_valideurs
from ..forms.personnes import InvitationDePrefectureForm
from ..forms.prefecture import FORMULAIRES
from ..models import GesteDeCompte, JournalAcces, Utilisateur
from .personnes import envoyer_les_invitations

TITRE = "Comptes de la préfecture"


@reserve_aux_valideurs
@journalise(JournalAcces.Page.COMPTES)
def liste(request):
    """Les comptes de la préfecture du valideur, que lui seul et l'administrateur gèrent."""
    comptes = Utilisateur.objects.gerables_par(request.user).avec_perimetres().par_nom()
    territoires = [
        *Departement.objects.filter(pk__in=request.user.codes_departements_modifiables),
        *Region.objects.filter(pk__in=request.user.codes_regions_modifiables),
    ]
    contexte = {"comptes": comptes, "titre": TITRE, "territoires": territoires}
    return render(request, "comptes/prefecture.html", contexte)


@reserve_aux_valideurs
def en_tete(request, niveau, code):
    """Le valideur règle l'en-tête des lettres de sa préfecture."""
    formulaire = FORMULAIRES.get(niveau)
    if formulaire is None:
        raise Http404
    modele = formulaire.Meta.model
    territoire = get_object_or_404(modele.objects.modifiables_par(request.user), pk=code)
    return saisir(
        request,
        formulaire(request.POST or None, instance=territoire),
        titre=f"En-tête des lettres, {territoire.nom_de_prefecture}",
        retour=reverse("comptes_de_prefecture"),
        parent=TITRE,
    )


@reserve_aux_valideurs
@transaction.atomic
def inviter(request):
    """Le valideur invite une personne de sa préfecture."""
    return saisir(
        request,
        InvitationDePrefectureForm(request.POST or None, user=request.user),
        titre="Inviter une personne de la préfecture",
        retour=reverse("comptes_de_prefecture"),
        parent=TITRE,
        gabarit="comptes/personne_inviter.html",
        vers=partial(_prevenir, request),
    )


@reserve_aux_administrateurs
def gestes(request):
    """Ce que les valideurs ont fait des comptes de leur préfecture."""
    page = paginer(request, GesteDeCompte.objects.select_related("par", "personne"))
    return render(request, "comptes/gestes.html", {"page_obj": page})


def _prevenir(request, invitee):
    GesteDeCompte.objects.noter(request.user, GesteDeCompte.Geste.INVITATION, invitee)
    envoyer_les_invitations(request, invitee)
    return reverse("comptes_de_prefecture")

"""Les campagnes : le CGET ou l'administrateur les ouvre, les préfectures les lisent."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from comptes.acces import reserve_a_qui_ouvre_les_campagnes
from quartiers.models import Departement
from socle.exports import joindre
from socle.francais import compter
from socle.saisie import SAISIE, confirmer_suppression, saisir

from .. import registre
from ..delais import avec_leurs_comptes
from ..forms.campagne import CampagneForm, ClotureForm, PropositionsForm, SansObjetForm
from ..models import Campagne, PieceJointe, SansObjet
from ..propositions import proposees


@reserve_a_qui_ouvre_les_campagnes
def liste(request):
    """Toutes les campagnes, l'échéance la plus récente d'abord."""
    campagnes = Campagne.objects.select_related("texte").prefetch_related(
        "destinataires", Prefetch("pieces", PieceJointe.objects.defer("contenu"))
    )
    contexte = {"campagnes": avec_leurs_comptes(campagnes), "proposees": len(proposees())}
    return render(request, "remontees/campagnes.html", contexte)


@reserve_a_qui_ouvre_les_campagnes
def proposer(request):
    """Ouvre des campagnes que demandent les textes."""
    form = PropositionsForm(request.POST or None)
    return _saisir(request, form, "Ouvrir les campagnes que demandent les textes", SAISIE)


@reserve_a_qui_ouvre_les_campagnes
def ajouter(request):
    """Ouvre une campagne."""
    form = CampagneForm(request.POST or None, request.FILES or None)
    return _saisir(request, form, "Ouvrir une campagne")


@reserve_a_qui_ouvre_les_campagnes
def modifier(request, pk):
    """Modifie une campagne : échéance, consignes, destinataires, pièces."""
    campagne = get_object_or_404(Campagne, pk=pk)
    form = CampagneForm(request.POST or None, request.FILES or None, instance=campagne)
    return _saisir(
        request,
        form,
        f"Modifier la campagne {campagne}",
        pieces=campagne.pieces.defer("contenu"),
        sans_objet=campagne.sans_objet.select_related("departement", "dit_par"),
    )


@reserve_a_qui_ouvre_les_campagnes
def clore(request, pk):
    """Dit une campagne sans objet, et pourquoi."""
    campagne = get_object_or_404(Campagne.objects.filter(close_le=None), pk=pk)
    form = ClotureForm(request.POST or None, campagne=campagne)
    return _saisir(request, form, f"Clore la campagne {campagne}", SAISIE)


@reserve_a_qui_ouvre_les_campagnes
@require_POST
def fermer(request, pk):
    """Ferme la période d'une remontée : plus rien ne s'y commence, ne s'y saisit, ne part."""
    genres = dict(registre.choix_de_remontee())
    campagne = get_object_or_404(Campagne.objects.filter(genre__in=genres, fermee_le=None), pk=pk)
    campagne.fermer()
    messages.success(request, f"{campagne} : la période est fermée.")
    return redirect("campagnes")


@reserve_a_qui_ouvre_les_campagnes
@require_POST
def rouvrir(request, pk):
    """Attend de nouveau une campagne close, ou dont la période est fermée."""
    finies = Campagne.objects.exclude(close_le=None, fermee_le=None)
    campagne = get_object_or_404(finies, pk=pk)
    campagne.rouvrir()
    messages.success(request, f"{campagne} : la campagne est rouverte.")
    return redirect("campagnes")


def sans_objet(request, pk, code):
    """Dit une campagne sans objet dans un département, ou revient là-dessus."""
    departement = get_object_or_404(Departement.objects.modifiables_par(request.user), pk=code)
    genres = [obligation.genre for obligation in registre.obligations()]
    campagne = get_object_or_404(Campagne.objects.ouvertes().filter(genre__in=genres), pk=pk)
    retour, parent = reverse("accueil"), "Tableau de bord"
    if deja := campagne.sans_objet.filter(departement=departement).first():
        return confirmer_suppression(
            request,
            deja,
            retour=retour,
            parent=parent,
            consequence="La campagne est de nouveau attendue de ce département.",
        )
    neuf = SansObjet(campagne=campagne, departement=departement, dit_par=request.user)
    form = SansObjetForm(request.POST or None, instance=neuf)
    return saisir(request, form, titre=f"{neuf}", retour=retour, parent=parent)


@reserve_a_qui_ouvre_les_campagnes
def supprimer(request, pk):
    """Supprime une campagne ouverte par erreur ; les remontées restent."""
    campagne = get_object_or_404(Campagne, pk=pk)
    return confirmer_suppression(
        request,
        campagne,
        retour=reverse("campagnes"),
        parent="Campagnes",
        consequence="Les remontées déjà écrites restent, sans échéance ; les relances, les "
        f"consignes et {compter(campagne.pieces.count(), 'pièce jointe')} disparaissent.",
    )


@reserve_a_qui_ouvre_les_campagnes
def piece_supprimer(request, pk):
    """Retire une pièce jointe."""
    piece = get_object_or_404(PieceJointe.objects.select_related("campagne"), pk=pk)
    retour = piece.campagne.get_absolute_url()
    return confirmer_suppression(request, piece, retour=retour, parent=str(piece.campagne))


def piece(request, pk):
    """Télécharge une pièce jointe d'une campagne ouverte."""
    if not request.user.suit_les_remontees:
        raise PermissionDenied
    trouvee = get_object_or_404(PieceJointe.objects.visibles_par(request.user), pk=pk)
    return joindre(bytes(trouvee.contenu), trouvee.nom, "application/octet-stream")


def _saisir(request, form, titre, gabarit="remontees/campagne_form.html", **contexte):
    return saisir(
        request,
        form,
        titre=titre,
        retour=reverse("campagnes"),
        parent="Campagnes",
        gabarit=gabarit,
        **contexte,
    )

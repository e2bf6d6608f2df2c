"""Les campagnes : le CGET les ouvre, les préfectures en lisent les consignes et les pièces."""

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from comptes.acces import reserve_au_cget
from socle.exports import joindre
from socle.saisie import confirmer_suppression, saisir

from ..forms.campagne import CampagneForm
from ..models import Campagne, PieceJointe


@reserve_au_cget
def liste(request):
    """Toutes les campagnes, l'échéance la plus récente d'abord."""
    campagnes = Campagne.objects.prefetch_related(
        "destinataires", Prefetch("pieces", PieceJointe.objects.defer("contenu"))
    )
    return render(request, "remontees/campagnes.html", {"campagnes": campagnes})


@reserve_au_cget
def ajouter(request):
    """Ouvre une campagne."""
    form = CampagneForm(request.POST or None, request.FILES or None)
    return _saisir(request, form, "Ouvrir une campagne")


@reserve_au_cget
def modifier(request, pk):
    """Modifie une campagne : échéance, consignes, destinataires, pièces."""
    campagne = get_object_or_404(Campagne, pk=pk)
    form = CampagneForm(request.POST or None, request.FILES or None, instance=campagne)
    return _saisir(request, form, f"Modifier la campagne {campagne}", pieces=campagne.pieces.all())


@reserve_au_cget
def supprimer(request, pk):
    """Supprime une campagne ouverte par erreur ; les remontées restent."""
    campagne = get_object_or_404(Campagne, pk=pk)
    return confirmer_suppression(
        request,
        campagne,
        retour=reverse("campagnes"),
        parent="Campagnes",
        consequence="Les remontées déjà écrites restent, sans échéance ; les relances, les "
        f"consignes et {campagne.pieces.count()} pièce(s) jointe(s) disparaissent.",
    )


@reserve_au_cget
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


def _saisir(request, form, titre, **contexte):
    return saisir(
        request,
        form,
        titre=titre,
        retour=reverse("campagnes"),
        parent="Campagnes",
        gabarit="remontees/campagne_form.html",
        **contexte,
    )

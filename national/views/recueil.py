"""Pages du recueil national : demander, suivre, annuler, télécharger."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from remontees import registre
from socle.exports import joindre

from ..acces import reserve_au_suivi
from ..models import Recueil

TYPES = {"pdf": "application/pdf", "zip": "application/zip"}


@reserve_au_suivi
def recueils(request, periode, genre=None):
    """Les recueils d'une période ; à l'envoi, en demande un.

    Sans `genre`, ce sont ceux des premières remontées de ce pas de temps.
    """
    modele = Recueil(
        genre=genre or _premier_genre(periode), periode=str(periode), demande_par=request.user
    )
    if modele.genre not in dict(registre.choix_de_remontee()):
        raise Http404
    if periode not in modele.modele.Periode.ouvertes():
        raise Http404
    if request.method == "POST":
        return _demander(request, modele)
    recueils = Recueil.objects.visibles_par(request.user)
    recueils = recueils.filter(genre=modele.genre, periode=modele.periode)
    contexte = {
        "modele": modele,
        "recus": len(modele.transmissions()),
        "attendus": len(modele.departements()),
        "recueils": recueils.defer("contenu")[:20],
        "formats": Recueil.Format.choices,
    }
    return render(request, "national/recueil.html", contexte)


def _premier_genre(periode):
    return next(m.genre for m in registre.remontees() if m.Periode is type(periode))


def _demander(request, recueil):
    recueil.format = request.POST.get("format")
    if recueil.format not in Recueil.Format.values:
        raise Http404
    if not recueil.transmissions():
        messages.error(request, "Aucun document transmis : il n’y a rien à rassembler.")
        return redirect(recueil)
    if recueil.demander():
        messages.success(request, "Le recueil est demandé : un courriel vous dira qu’il est prêt.")
    else:
        messages.info(
            request, "Ce recueil se fabrique déjà : un courriel vous dira qu’il est prêt."
        )
    return redirect(recueil)


@reserve_au_suivi
def avancement(request, pk):
    """L'avancement d'un recueil, que la page relit tant qu'il se fabrique."""
    return render(request, "national/_avancement.html", {"recueil": _sien(request, pk)})


@require_POST
@reserve_au_suivi
def annuler(request, pk):
    """Arrête la fabrication d'un recueil."""
    recueil = _sien(request, pk)
    if recueil.annuler():
        messages.success(request, "La fabrication est annulée.")
    else:
        messages.error(request, "Ce recueil n’était plus en fabrication.")
    return redirect(recueil)


@reserve_au_suivi
def fichier(request, pk):
    """Télécharge un recueil prêt."""
    prets = Recueil.objects.visibles_par(request.user).filter(etat=Recueil.Etat.FAIT)
    recueil = get_object_or_404(prets, pk=pk)
    if not recueil.est_lisible_par(request.user):
        raise Http404
    return joindre(bytes(recueil.contenu), recueil.nom_de_fichier, TYPES[recueil.format])


def _sien(request, pk):
    return get_object_or_404(Recueil.objects.visibles_par(request.user).defer("contenu"), pk=pk)

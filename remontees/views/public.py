"""Ce qu'une préfecture rend public : la page et le PDF sans compte, et les deux gestes."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from ..models import LienPublic
from ..pdf import telecharger_pdf
from ..publics import genre_de, publiable

# Qui recharge sans fin ne refait pas la mise en page ; ce qui se corrige s'y lit peu après.
SECONDES_DU_PDF = 600
# Ce lien se donne, il ne se cherche pas : un moteur le garderait après qu'il est retiré.
EN_TETES = {"X-Robots-Tag": "noindex, noarchive"}


@login_not_required
@require_safe
def page(request, jeton):
    """La page publique d'un objet, tant qu'elle n'est pas retirée."""
    lien, _, publie = _ouvrir(jeton)
    reponse = render(request, publie.gabarit, {"objet": lien.objet, "lien": lien})
    return _sans_trace(reponse)


@login_not_required
@require_safe
def pdf(request, jeton):
    """Le PDF de la même page."""
    lien, genre, publie = _ouvrir(jeton)
    octets = cache.get_or_set(
        f"public-{jeton}", lambda: publie.imprimer(lien.objet), SECONDES_DU_PDF
    )
    return _sans_trace(telecharger_pdf(octets, f"{genre}-{slugify(lien.objet)}.pdf"))


def lien_public(request, genre, pk):
    """Rend public un objet, ou l'en retire ; une simple visite mène à sa page."""
    objet = get_object_or_404(publiable(genre).modele.objects.publiables_par(request.user), pk=pk)
    if request.method == "POST" and "retirer" in request.POST:
        LienPublic.objects.de(objet).fermer(request.user)
        messages.success(request, "C’est retiré : l’ancien lien ne s’ouvre plus.")
    elif request.method == "POST":
        LienPublic.objects.ouvrir(objet, request.user)
        messages.success(request, "C’est public : qui a le lien lit la page, sans compte.")
    return redirect(f"{objet.get_absolute_url()}#public")


def _ouvrir(jeton):
    """Rend (lien, genre, `Publiable`) d'un jeton ; Http404 s'il ne s'ouvre pas, ou plus."""
    lien = get_object_or_404(LienPublic.objects.ouverts(), jeton=jeton)
    genre = genre_de(lien.objet)
    publie = publiable(genre)
    if not publie.modele.objects.publiables().filter(pk=lien.object_id).exists():
        raise Http404
    return lien, genre, publie


def _sans_trace(reponse):
    for nom, valeur in EN_TETES.items():
        reponse[nom] = valeur
    return reponse

"""Un PDF déposé : est-il une version que le portail a figée, et que disent ses données ?"""

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render

from ..forms.preuve import PreuveForm
from ..models import Transmission
from ..relecture import PdfRefuse, relire


@login_not_required
def preuve(request):
    """Reconnaît un PDF à son empreinte ; le fichier n'est pas gardé."""
    form = PreuveForm(request.POST or None, request.FILES or None)
    contexte = {"form": form}
    if form.is_valid():
        empreinte = hashlib.sha256()
        for morceau in form.cleaned_data["fichier"].chunks():
            empreinte.update(morceau)
        contexte |= {
            "empreinte": empreinte.hexdigest(),
            "transmission": Transmission.objects.reconnaitre(empreinte.hexdigest()),
            "examine": True,
        }
    return render(request, "remontees/preuve.html", contexte, status=422 if form.errors else 200)


def relecture(request):
    """Le CGET relit les données d'un PDF reçu, d'ici ou d'ailleurs ; le fichier n'est pas gardé."""
    if not request.user.est_cget:
        raise PermissionDenied
    form = PreuveForm(request.POST or None, request.FILES or None)
    contexte = {"form": form}
    if form.is_valid():
        try:
            contexte["relecture"] = relire(form.cleaned_data["fichier"].read())
        except PdfRefuse as refus:
            form.add_error("fichier", str(refus))
    return render(request, "remontees/relecture.html", contexte, status=422 if form.errors else 200)

"""La preuve publique : un PDF déposé est-il une version que le portail a figée ?"""

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render

from ..forms import PreuveForm
from ..models import Transmission


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

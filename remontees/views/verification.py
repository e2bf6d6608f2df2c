"""Ce qu'un document imprimé dit de lui-même : sa page publique, par son code court."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render

from ..code_court import ecrire_code, lire_code
from ..models import Transmission


@login_not_required
def chercher(request):
    """Mène à la page du code écrit à la main."""
    return redirect("verifier", request.GET.get("code", "").strip().replace("/", "")[:40] or "-")


@login_not_required
def verifier(request, code):
    """Dit de quoi ce code est la version, de quand, et si elle est remplacée ; rien de plus."""
    lu = lire_code(code)
    transmission = (
        Transmission.objects.defer("pdf", "donnees").filter(code=lu).first() if lu else None
    )
    contexte = {"transmission": transmission, "code": ecrire_code(lu) if lu else code}
    status = 200 if transmission else 404
    return render(request, "remontees/verification.html", contexte, status=status)

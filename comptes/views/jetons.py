"""Les liens d'agenda et les jetons de l'API d'une personne."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from ..courriel import envoyer_jeton
from ..forms.jetons import JetonForm
from ..models import Jeton


def jetons(request):
    """Les liens d'agenda et jetons de l'utilisateur ; un secret n'est montré qu'une fois."""
    form = JetonForm(request.POST or None, initial={"portee": Jeton.Portee.AGENDA})
    if form.is_valid():
        with transaction.atomic():
            jeton, secret = Jeton.objects.creer(request.user, **form.cleaned_data)
            envoyer_jeton(jeton, request.build_absolute_uri(reverse("jetons")))
        # Recharger la page d'après ne doit rien créer : le secret y passe par la session.
        request.session["secret"] = [jeton.pk, secret]
        return redirect("jetons")
    nouveau, secret = request.session.pop("secret", (None, ""))
    contexte = {
        "form": form,
        "secret": secret,
        "nouveau": request.user.jetons.filter(pk=nouveau).first(),
        "jetons": request.user.jetons.all(),
    }
    return render(request, "comptes/jetons.html", contexte, status=422 if form.errors else 200)


@require_POST
def jeton_supprimer(request, pk):
    """Révoque un lien d'agenda ou un jeton."""
    get_object_or_404(request.user.jetons, pk=pk).delete()
    messages.success(request, "C’est révoqué : plus rien ne se lit par là.")
    return redirect("jetons")

"""Connexion, déconnexion, mot de passe, état de santé."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.contrib.messages.views import SuccessMessageMixin
from django.db import DatabaseError, connection
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ..forms.connexion import ConnexionForm, MotDePasseForm
from ..proconnect import ID_TOKEN
from .proconnect import quitter


class Connexion(LoginView):
    """Page de connexion."""

    template_name = "comptes/connexion.html"
    authentication_form = ConnexionForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs):
        proconnect_ouvert = bool(settings.PROCONNECT_DECOUVERTE)
        return super().get_context_data(**kwargs) | {"proconnect": proconnect_ouvert}


class MotDePasse(SuccessMessageMixin, PasswordChangeView):
    """Changement de son propre mot de passe."""

    template_name = "comptes/mot_de_passe.html"
    form_class = MotDePasseForm
    success_url = reverse_lazy("accueil")
    success_message = "Votre mot de passe est changé. Jetons et liens d’agenda sont révoqués."


@login_not_required
def deconnexion(request):
    """Ferme la session à l'envoi du bouton ; une simple visite montre ce bouton."""
    if request.method != "POST":
        return render(request, "comptes/deconnexion.html")
    id_token = request.session.get(ID_TOKEN)
    logout(request)
    page = quitter(request, id_token) if id_token else None
    if page is None:
        messages.success(request, "Vous êtes déconnecté.")
        page = redirect(settings.LOGOUT_REDIRECT_URL)
    # Les brouillons que gardait le navigateur s'en vont avec la personne.
    page["Clear-Site-Data"] = '"storage"'
    return page


@login_not_required
@never_cache
@require_safe
def sante(request):
    """Répond 200 quand la base de données répond, 503 sinon."""
    try:
        with connection.cursor() as curseur:
            curseur.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"etat": "en panne", "base": "ne répond pas"}, status=503)
    return JsonResponse({"etat": "en service", "base": "répond"})

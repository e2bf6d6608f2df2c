"""Second facteur : une application d'authentification, et des codes de secours.

django-otp tient les secrets, la vérification et son ralentissement ; ici, qui doit le prouver, et
quand. Les pages où il se règle sont dans `comptes.views.second_facteur`.
"""

from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.dispatch import receiver
from django.shortcuts import redirect
from django.urls import reverse
from django_otp import user_has_device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken

NOMBRE_DE_CODES = 10
# Dans la session : le second facteur est à prouver ; ou ProConnect dit qu'il l'a été chez lui.
ATTENDU, PROUVE_AILLEURS = "second_facteur_attendu", "second_facteur_prouve_ailleurs"
# Les seules pages ouvertes entre le mot de passe et le second facteur.
OUVERTES = {"second_facteur", "second_facteur_activer", "deconnexion"}


@receiver(user_logged_in)
def attendre(request, user, **kwargs):
    """À la connexion, note si la personne a un second facteur à prouver."""
    if request is not None:
        request.session[ATTENDU] = user_has_device(user)


def reste_a_prouver(request):
    """Dit si la session ouverte attend encore son second facteur."""
    if not request.user.is_authenticated or request.session.get(PROUVE_AILLEURS):
        return False
    attendu = request.user.doit_second_facteur or request.session.get(ATTENDU)
    return bool(attendu) and not request.user.is_verified()


class SecondFacteurMiddleware:
    """Mène à la page du second facteur tant qu'il n'est pas prouvé, administration comprise."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, vue, arguments, nommes):
        publique = not getattr(vue, "login_required", True)
        if publique or request.resolver_match.view_name in OUVERTES:
            return None
        if reste_a_prouver(request):
            return redirect(reverse("second_facteur", query={"next": request.get_full_path()}))
        return None


@transaction.atomic
def nouveaux_codes(user):
    """Remplace les codes de secours de l'utilisateur ; rend les nouveaux."""
    StaticDevice.objects.filter(user=user).delete()
    secours = StaticDevice.objects.create(user=user, name="Codes de secours")
    codes = [StaticToken.random_token() for _ in range(NOMBRE_DE_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=secours, token=code) for code in codes)
    return codes

"""Second facteur : une application d'authentification, et des codes de secours.

django-otp tient les secrets, la vérification et son ralentissement ; ici, qui doit le prouver,
quand, et les pages où il se règle.
"""

from base64 import b32encode

import segno
from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.dispatch import receiver
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_POST, require_safe
from django_otp import devices_for_user, user_has_device
from django_otp import login as prouver
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from .forms.second_facteur import CodeForm

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
            suite = urlencode({"next": request.get_full_path()})
            return redirect(f"{reverse('second_facteur')}?{suite}")
        return None


def verifier(request):
    """Demande le code, puis mène à la page voulue ; sans application, mène à son activation."""
    suite = request.POST.get("next") or request.GET.get("next", "")
    if not user_has_device(request.user):
        return redirect("second_facteur_activer")
    form = CodeForm(request.POST or None, user=request.user)
    if form.is_valid():
        _ouvrir(request, form.appareil)
        sure = url_has_allowed_host_and_scheme(suite, {request.get_host()}, request.is_secure())
        return redirect(suite if sure else resolve_url("accueil"))
    statut = 422 if form.errors else 200
    return render(
        request, "comptes/second_facteur.html", {"form": form, "next": suite}, status=statut
    )


def activer(request):
    """Associe une application, puis montre, une seule fois, les codes de secours."""
    if user_has_device(request.user):
        return redirect("second_facteur" if reste_a_prouver(request) else "second_facteur_gerer")
    appareil, _ = TOTPDevice.objects.get_or_create(
        user=request.user, confirmed=False, defaults={"name": "Application d’authentification"}
    )
    form = CodeForm(request.POST or None, user=request.user, confirme=False)
    if form.is_valid():
        with transaction.atomic():
            TOTPDevice.objects.filter(pk=appareil.pk).update(confirmed=True)
            codes = _nouveaux_codes(request.user)
        _ouvrir(request, form.appareil)
        return render(request, "comptes/second_facteur_codes.html", {"codes": codes})
    contexte = {
        "form": form,
        "qr_code": segno.make(appareil.config_url).svg_data_uri(scale=5, light="#fff"),
        "cle": _cle_lisible(appareil),
    }
    statut = 422 if form.errors else 200
    return render(request, "comptes/second_facteur_activer.html", contexte, status=statut)


@require_safe
def gerer(request):
    """L'état de son second facteur, et ce qu'on peut y changer."""
    contexte = {
        "actif": user_has_device(request.user),
        "codes_restants": StaticToken.objects.filter(device__user=request.user).count(),
    }
    return render(request, "comptes/second_facteur_gerer.html", contexte)


@require_POST
def codes(request):
    """Remplace les codes de secours par de nouveaux."""
    _exiger_la_preuve(request)
    contexte = {"codes": _nouveaux_codes(request.user)}
    return render(request, "comptes/second_facteur_codes.html", contexte)


@require_POST
def desactiver(request):
    """Retire le second facteur, sauf à qui le rôle l'impose."""
    _exiger_la_preuve(request)
    if request.user.doit_second_facteur:
        raise PermissionDenied
    with transaction.atomic():
        for appareil in devices_for_user(request.user, confirmed=None):
            appareil.delete()
    messages.success(request, "Le second facteur est désactivé.")
    return redirect("second_facteur_gerer")


def _exiger_la_preuve(request):
    """Refuse une session ouverte avant l'activation, qui n'a donc rien prouvé."""
    if not request.user.is_verified():
        raise PermissionDenied


def _ouvrir(request, appareil):
    """Marque la session comme prouvée, sous un identifiant neuf."""
    prouver(request, appareil)
    request.session.cycle_key()


@transaction.atomic
def _nouveaux_codes(user):
    """Remplace les codes de secours de l'utilisateur ; rend les nouveaux."""
    StaticDevice.objects.filter(user=user).delete()
    secours = StaticDevice.objects.create(user=user, name="Codes de secours")
    codes = [StaticToken.random_token() for _ in range(NOMBRE_DE_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=secours, token=code) for code in codes)
    return codes


def _cle_lisible(appareil):
    """Rend la clé à saisir à la main, par groupes de quatre."""
    cle = b32encode(appareil.bin_key).decode().rstrip("=")
    return " ".join(cle[debut : debut + 4] for debut in range(0, len(cle), 4))

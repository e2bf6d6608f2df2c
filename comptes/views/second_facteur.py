"""Les pages du second facteur : le prouver, l'activer, le régler."""

from base64 import b32encode

import segno
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe
from django_otp import devices_for_user, login, user_has_device
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from ..acces import suite_sure
from ..forms.second_facteur import CodeForm
from ..second_facteur import nouveaux_codes, reste_a_prouver


def verifier(request):
    """Demande le code, puis mène à la page voulue ; sans application, mène à son activation."""
    suite = request.POST.get("next") or request.GET.get("next", "")
    if not user_has_device(request.user):
        return redirect("second_facteur_activer")
    form = CodeForm(request.POST or None, user=request.user)
    if form.is_valid():
        _ouvrir(request, form.appareil)
        return redirect(suite_sure(request, suite))
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
            codes = nouveaux_codes(request.user)
            # Qui s'était connecté avec le seul mot de passe n'a plus rien.
            request.user.fermer_les_acces()
        update_session_auth_hash(request, request.user)
        _ouvrir(request, form.appareil)
        return render(request, "comptes/second_facteur_codes.html", {"codes": codes})
    contexte = {
        "form": form,
        "qr_code": segno.make(appareil.config_url).svg_data_uri(scale=5, light="#fff"),
        "cle": _cle_lisible(appareil),
    }
    if form.errors:
        form.set_autofocus_on_first_error()
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
    contexte = {"codes": nouveaux_codes(request.user)}
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
    login(request, appareil)
    request.session.cycle_key()


def _cle_lisible(appareil):
    """Rend la clé à saisir à la main, par groupes de quatre."""
    cle = b32encode(appareil.bin_key).decode().rstrip("=")
    return " ".join(cle[debut : debut + 4] for debut in range(0, len(cle), 4))

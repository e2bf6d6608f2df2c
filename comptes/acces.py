"""L'accès aux pages réservées, où il mène, et la trace de celui aux listes de personnes."""

from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import user_passes_test
from django.core.exceptions import PermissionDenied
from django.utils.http import url_has_allowed_host_and_scheme

from socle.formats import FORMATS

from .models import JournalAcces, Utilisateur


def reserve_a(*roles):
    """Rend le décorateur d'une vue réservée à ces rôles ; 403 sinon, ou sans périmètre."""

    def autorise(user):
        if user.role not in roles or not user.a_un_perimetre:
            raise PermissionDenied
        return True

    return user_passes_test(autorise)


def suite_sure(request, suite):
    """Rend l'adresse `suite` si elle est du portail, sinon l'accueil."""
    sure = url_has_allowed_host_and_scheme(suite, {request.get_host()}, request.is_secure())
    return suite if sure else settings.LOGIN_REDIRECT_URL


def _gere_des_comptes(user):
    if not (user.est_administrateur or user.est_valideur) or not user.a_un_perimetre:
        raise PermissionDenied
    return True


def _est_valideur(user):
    if not user.est_valideur or not user.a_un_perimetre:
        raise PermissionDenied
    return True


reserve_a_qui_gere_des_comptes = user_passes_test(_gere_des_comptes)
reserve_aux_valideurs = user_passes_test(_est_valideur)
reserve_au_cget = reserve_a(Utilisateur.Role.CGET)
reserve_a_qui_ouvre_les_campagnes = reserve_a(*Utilisateur.OUVRENT_LES_CAMPAGNES)


def journalise(page):
    """Rend le décorateur d'une vue qui montre des personnes : qui l'ouvre est noté au journal."""

    def decorer(vue):
        @wraps(vue)
        def noter(request, **arguments):
            reponse = vue(request, **arguments)
            if reponse.status_code == 200:
                extension = request.GET.get("format", "")
                JournalAcces.objects.create(
                    utilisateur=request.user,
                    page=page,
                    precision=" ".join(map(str, arguments.values())),
                    export=extension if extension in FORMATS else "",
                )
            return reponse

        return noter

    return decorer

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


reserve_au_cget = reserve_a(Utilisateur.Role.CGET)


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
                    precision="".join(arguments.values()),
                    export=extension if extension in FORMATS else "",
                )
            return reponse

        return noter

    return decorer

"""L'accès aux pages réservées à certains rôles."""

from django.contrib.auth.decorators import user_passes_test
from django.core.exceptions import PermissionDenied

from .models import Utilisateur


def reserve_a(*roles):
    """Rend le décorateur d'une vue réservée à ces rôles ; 403 sinon, ou sans périmètre."""

    def autorise(user):
        if user.role not in roles or not user.codes_departements:
            raise PermissionDenied
        return True

    return user_passes_test(autorise)


reserve_au_cget = reserve_a(Utilisateur.Role.CGET)

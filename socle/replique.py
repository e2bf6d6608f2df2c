"""La réplique de lecture : où se lisent les exports, quand une base leur est donnée."""

from django.conf import settings
from django.db.models import QuerySet

EXPORTS = "exports"


def sur_la_replique(objets):
    """Rend la même requête, lue sur la réplique s'il y en a une ; une liste est déjà lue."""
    if EXPORTS in settings.DATABASES and isinstance(objets, QuerySet):
        return objets.using(EXPORTS)
    return objets

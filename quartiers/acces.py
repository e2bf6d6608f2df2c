"""Les pages réservées : à l'administrateur, ou à qui saisit pour une préfecture."""

from django.contrib.auth.decorators import user_passes_test
from django.core.exceptions import PermissionDenied
from django.http import Http404


def _est_administrateur(user):
    if not user.est_administrateur:
        raise PermissionDenied
    return True


def _saisit(user):
    # Ce qu'on ne peut pas écrire n'existe pas, comme dans `modifiables_par`.
    if not user.codes_departements_modifiables:
        raise Http404
    return True


reserve_aux_administrateurs = user_passes_test(_est_administrateur)
reserve_a_la_saisie = user_passes_test(_saisit)

"""Qui voit le tableau national : qui suit des départements sans y saisir."""

from django.contrib.auth.decorators import user_passes_test
from django.core.exceptions import PermissionDenied


def _suit_des_departements(user):
    if not user.codes_departements_suivis or user.est_prefecture:
        raise PermissionDenied
    return True


reserve_au_suivi = user_passes_test(_suit_des_departements)

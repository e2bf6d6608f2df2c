"""Qui voit le tableau national : qui suit des départements sans y saisir."""

from django.contrib.auth.decorators import user_passes_test
from django.core.exceptions import PermissionDenied


def _suit_des_prefectures(user):
    if not user.suit_des_prefectures:
        raise PermissionDenied
    return True


reserve_au_suivi = user_passes_test(_suit_des_prefectures)

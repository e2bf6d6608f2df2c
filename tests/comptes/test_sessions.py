"""La session se lit en une requête, et une session finie n'ouvre plus rien."""

import datetime

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from comptes.sessions import SessionStore

pytestmark = pytest.mark.django_db


def test_une_session_se_lit_en_une_requete(django_assert_num_queries):
    ouverte = SessionStore()
    ouverte["vue"] = "le bilan"
    ouverte.save()
    with django_assert_num_queries(1):
        assert SessionStore(ouverte.session_key)["vue"] == "le bilan"


def test_une_session_finie_est_vide_et_perd_sa_cle():
    finie = SessionStore()
    finie["vue"] = "le bilan"
    finie.save()
    Session.objects.update(expire_date=timezone.now() - datetime.timedelta(seconds=1))
    relue = SessionStore(finie.session_key)
    assert relue.get("vue") is None
    assert relue.session_key is None

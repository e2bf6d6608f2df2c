"""La session se lit en une requête, et une session finie n'ouvre plus rien."""

import datetime

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from comptes.models import Utilisateur
from comptes.sessions import SessionStore
from tests.factories import UtilisateurFactory
from tests.mots_de_passe import MOT_DE_PASSE

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


def test_ce_qui_tient_une_session_change_avec_le_mot_de_passe_et_a_chaque_fermeture():
    personne = UtilisateurFactory()
    empreintes = [personne.get_session_auth_hash()]
    assert Utilisateur.objects.get(pk=personne.pk).get_session_auth_hash() == empreintes[0]
    personne.set_password(MOT_DE_PASSE)
    empreintes.append(personne.get_session_auth_hash())
    for _ in range(2):
        personne.fermer_les_acces()
        empreintes.append(personne.get_session_auth_hash())
    assert len({*empreintes}) == 4


def test_changer_la_cle_secrete_du_portail_laisse_les_sessions_ouvertes(settings):
    personne = UtilisateurFactory()
    avant = personne.get_session_auth_hash()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "une autre clé secrète"
    assert personne.get_session_auth_hash() != avant
    assert [*personne.get_session_auth_fallback_hash()] == [avant]

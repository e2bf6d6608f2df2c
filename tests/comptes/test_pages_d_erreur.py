"""Les pages d'erreur, au système de design et en français."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.views.defaults import bad_request, page_not_found, permission_denied, server_error

from config.http import demande_en_panne


def test_adresse_inconnue_donne_une_page_404_en_francais(client, agent_59):
    client.force_login(agent_59)
    reponse = client.get("/nulle-part/")
    assert reponse.status_code == 404
    assert "Page introuvable" in reponse.content.decode()
    assert "fr-header" in reponse.content.decode()


def test_404_se_montre_aussi_sans_connexion(client, db):
    assert client.get("/nulle-part/").status_code == 404


def test_400_et_403_sont_au_systeme_de_design(rf, agent_59):
    request = rf.get("/")
    request.user = agent_59
    for vue, erreur, statut in (
        (bad_request, SuspiciousOperation(), 400),
        (permission_denied, PermissionDenied(), 403),
        (page_not_found, Exception(), 404),
    ):
        reponse = vue(request, erreur)
        assert reponse.status_code == statut
        assert "fr-" in reponse.content.decode()


# Sans la marque `db` : une requête à la base ferait échouer ce test.
def test_500_se_montre_sans_base_de_donnees(rf):
    reponse = server_error(rf.get("/"))
    assert reponse.status_code == 500
    assert '<html lang="fr"' in reponse.content.decode()


def test_503_se_montre_sans_base_de_donnees_avec_son_entete_et_son_pied(rf):
    try:
        raise OperationalError
    except OperationalError:
        page = demande_en_panne(rf.get("/")).content.decode()
    assert page.count('href="/"') == 2
    assert "fr-header" in page
    assert "fr-footer" in page


@pytest.mark.django_db
def test_formulaire_perime_donne_une_page_403_en_francais():
    reponse = Client(enforce_csrf_checks=True).post(reverse("connexion"), {"username": "x"})
    assert reponse.status_code == 403
    assert '<html lang="fr"' in reponse.content.decode()

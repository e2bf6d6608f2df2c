"""Ce que le portail refuse de lire, et les pages qui le disent, sans base de données."""

import pytest
from django.urls import reverse

# Sans la marque `db` : une requête à la base ferait échouer ces tests.


def test_une_demande_trop_lourde_est_refusee_avant_d_etre_lue(client, settings):
    settings.TAILLE_MAXIMALE_D_UNE_DEMANDE = 100
    reponse = client.post(reverse("connexion"), {"username": "x" * 200})
    assert reponse.status_code == 413
    assert "Envoi trop volumineux" in reponse.content.decode()


def test_un_formulaire_de_trop_de_champs_est_refuse(client, settings):
    client.handler.enforce_csrf_checks = True
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    client.get(reverse("connexion"))
    reponse = client.post(reverse("connexion"), {f"champ-{n}": "x" for n in range(5)})
    assert reponse.status_code == 413
    assert "2 000 champs" in reponse.content.decode()


@pytest.mark.parametrize(
    ("adresse", "hote", "statut"),
    [("/nulle-part/", "testserver", 404), ("/connexion/", "ailleurs.example", 400)],
)
def test_les_pages_d_erreur_se_montrent_sans_base(client, adresse, hote, statut):
    reponse = client.get(adresse, headers={"host": hote})
    assert reponse.status_code == statut
    assert "fr-header" in reponse.content.decode()


def test_un_formulaire_perime_est_refuse_sans_base(client):
    client.handler.enforce_csrf_checks = True
    reponse = client.post(reverse("deconnexion"))
    assert reponse.status_code == 403
    page = reponse.content.decode()
    assert '<html lang="fr"' in page
    assert f'href="{reverse("deconnexion")}">Rouvrir la page' in page

"""L’API de lecture : jetons, droits, filtres, document OpenAPI."""

import json
from unittest import mock

import pytest
from django.db.utils import OperationalError
from django.urls import reverse

from comptes.models import Jeton, JournalAcces
from donnees.jeux import jeux
from tests.factories import (
    ContratFactory,
    UtilisateurFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]


def appeler(client, secret, nom, **parametres):
    return client.get(f"/api/{nom}", parametres, headers={"Authorization": f"Bearer {secret}"})


@pytest.mark.usefixtures("donnees")
def test_l_api_rend_les_memes_lignes(client, cget, subtests):
    _, secret = Jeton.objects.creer(cget, "Essai", "api")
    reponses = {nom: appeler(client, secret, nom).json() for nom in jeux()}
    client.force_login(cget)
    for nom, reponse in reponses.items():
        exportees = json.loads(client.get(reverse("export", args=[nom, "json"])).getvalue())
        with subtests.test(nom):
            assert reponse["total"] == len(reponse["lignes"]) == len(exportees)


def test_lire_les_referents_par_l_api_est_note(client, cget):
    _, secret = Jeton.objects.creer(cget, "Essai", "api")
    appeler(client, secret, "completude")
    (acces,) = JournalAcces.objects.all()
    assert (acces.utilisateur, acces.page, acces.export) == (cget, "referents", "api")


def test_l_api_se_lit_page_par_page(client, cget):
    ContratFactory.create_batch(5)
    _, secret = Jeton.objects.creer(cget, "Essai", "api")
    reponse = appeler(client, secret, "contrats", depuis=3, nombre=10).json()
    assert (reponse["total"], len(reponse["lignes"])) == (5, 2)
    assert appeler(client, secret, "contrats", nombre=5000).status_code == 422
    assert appeler(client, secret, "contrats", depuis="9" * 24).status_code == 422


def test_l_api_applique_les_droits_du_jeton(client, agent_13):
    ContratFactory(departement__code="59")
    _, secret = Jeton.objects.creer(agent_13, "Essai", "api")
    assert appeler(client, secret, "contrats").json()["total"] == 0


@pytest.mark.parametrize("etat", ["absent", "faux", "expire", "inactif", "session"])
def test_sans_jeton_valable_l_api_se_tait(client, cget, etat):
    _, secret = Jeton.objects.creer(cget, "Essai", "api")
    if etat == "faux":
        secret += "x"
    if etat == "expire":
        Jeton.objects.update(expire_le="2019-01-01T00:00Z")
    if etat == "inactif":
        type(cget).objects.update(is_active=False)
    if etat == "session":
        client.force_login(cget)
    reponse = (
        client.get("/api/contrats")
        if etat in {"absent", "session"}
        else appeler(client, secret, "contrats")
    )
    assert reponse.status_code == 401


def test_le_document_openapi_decrit_chaque_jeu(client):
    document = client.get("/api/openapi.json").json()
    assert set(document["paths"]) == {f"/api/{nom}" for nom in jeux()}
    assert {p["name"] for p in document["paths"]["/api/resultats"]["get"]["parameters"]} == {
        "depuis",
        "nombre",
        "periode",
        "territoire",
        "modifie_depuis",
    }


def test_chaque_jeu_a_son_nom_d_operation_dans_le_document_openapi(client):
    chemins = client.get("/api/openapi.json").json()["paths"].values()
    assert len({chemin["get"]["operationId"] for chemin in chemins}) == len(jeux())


def test_un_jeton_ne_se_montre_qu_une_fois_et_se_revoque(client, cget):
    client.force_login(cget)
    page = client.post(reverse("jetons"), {"nom": "Tableau de bord", "portee": "api"}, follow=True)
    secret = page.context["secret"]
    assert secret in page.text
    assert secret not in client.get(reverse("jetons")).text
    assert appeler(client, secret, "mesures").status_code == 200
    client.post(reverse("jeton_supprimer", args=[Jeton.objects.get().pk]))
    assert appeler(client, secret, "mesures").status_code == 401


def test_un_lien_d_agenda_ne_donne_que_le_calendrier(client, cget):
    client.force_login(cget)
    saisie = {"nom": "Mon agenda", "portee": "agenda"}
    page = client.post(reverse("jetons"), saisie, follow=True)
    secret = page.context["secret"]
    lien = reverse("agenda", args=[secret])
    assert page.redirect_chain == [(reverse("jetons"), 302)]
    assert lien in page.text
    client.logout()
    assert client.get(lien)["Content-Type"].startswith("text/calendar")
    assert appeler(client, secret, "mesures").status_code == 401


def test_un_jeton_de_l_api_ne_donne_pas_le_calendrier(client, cget):
    _, secret = Jeton.objects.creer(cget, "Essai", "api")
    assert client.get(reverse("agenda", args=[secret])).status_code == 404


def test_on_ne_revoque_pas_le_jeton_d_un_autre(client, cget):
    jeton, _ = Jeton.objects.creer(UtilisateurFactory(), "Autre", "api")
    client.force_login(cget)
    assert client.post(reverse("jeton_supprimer", args=[jeton.pk])).status_code == 404


@pytest.mark.parametrize(
    "filtre",
    ["periode=hier", "territoire=Nord", "modifie_depuis=hier", "modifie_depuis=2019-13-45"],
)
def test_un_filtre_mal_ecrit_se_refuse_et_ne_rend_pas_tout(client, cget, filtre):
    _, secret = Jeton.objects.creer(cget, "Essai", "api")
    client.force_login(cget)
    assert client.get(f"/exports/resultats.csv?{filtre}").status_code == 422
    reponse = client.get(f"/api/resultats?{filtre}", headers={"Authorization": f"Bearer {secret}"})
    assert (reponse.status_code, "attendu" in reponse.json()["detail"].lower()) == (422, True)


def test_un_filtre_que_le_jeu_n_a_pas_se_refuse(client, cget):
    _, secret = Jeton.objects.creer(cget, "Essai", "api")
    client.force_login(cget)
    assert client.get("/exports/quartiers.csv?periode=2019").status_code == 422
    assert appeler(client, secret, "quartiers", periode="2019").status_code == 422
    assert "peroide" in appeler(client, secret, "resultats", peroide="2019").json()["detail"]


def test_une_adresse_inconnue_de_l_api_se_dit_en_json(client):
    reponse = client.get("/api/inconnu/encore")
    assert (reponse.status_code, reponse["Content-Type"].partition(";")[0]) == (
        404,
        "application/json",
    )


def test_l_api_a_une_page_a_lire(client, agent_59):
    client.force_login(agent_59)
    page = client.get("/api/").text
    assert "GET /api/resultats" in page
    assert "modifie_depuis" in page
    assert "<script src" not in page.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize(
    ("panne", "statut"), [(ValueError("panne"), 500), (OperationalError("base arrêtée"), 503)]
)
def test_une_panne_de_l_api_se_dit_en_json(client, cget, monkeypatch, panne, statut):
    _, secret = Jeton.objects.creer(cget, "Essai", "api")
    monkeypatch.setattr("donnees.jeu.Jeu.compter", mock.Mock(side_effect=panne))
    client.raise_request_exception = False
    reponse = appeler(client, secret, "contrats")
    assert (reponse.status_code, list(reponse.json())) == (statut, ["detail"])

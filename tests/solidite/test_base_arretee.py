"""PostgreSQL s'arrête pendant qu'on s'en sert : une page le dit, et tout reprend avec lui."""

import pytest
from django.db import connection

from tests.factories import UtilisateurFactory, bilan_complet


@pytest.mark.long
def test_postgresql_arrete_puis_relance_le_portail_reprend_sans_etre_relance(
    grappe, servir, connecter
):
    bilan = bilan_complet()
    serveur = servir()
    agent = connecter(serveur, UtilisateurFactory(role="agent", departements=["59"]))
    adresse, champs = bilan.get_absolute_url(), {"verrou": 0, "strategie": "Écrit avant l’arrêt."}
    assert agent.envoyer(adresse, champs).status_code == 302

    connection.close()
    grappe.stop()
    champs = {"verrou": 1, "strategie": "Écrit pendant l’arrêt."}
    page = agent.envoyer(adresse, champs, headers={"Accept": "text/html"})
    assert (page.status_code, page.headers["Retry-After"]) == (503, "60")
    assert "Le portail est momentanément indisponible" in page.text
    assert "Set-Cookie" not in page.headers
    json = agent.envoyer(bilan.adresse("brouillon"), champs, headers={"Accept": "application/json"})
    assert json.status_code == 503
    assert "indisponible" in json.json()["message"]
    assert agent.lire("/sante/").status_code == 503

    grappe.start()
    assert agent.envoyer(adresse, champs).status_code == 302
    bilan.refresh_from_db()
    assert (bilan.strategie, bilan.verrou) == ("Écrit pendant l’arrêt.", 2)


def test_postgresql_relance_entre_deux_demandes_passe_inapercu(grappe, servir, connecter):
    serveur = servir(processus=1)
    agent = connecter(serveur, UtilisateurFactory(role="agent", departements=["59"]))
    assert agent.lire("/").status_code == 200
    connection.close()
    grappe.stop()
    grappe.start()
    # Sa connexion est morte sans que le serveur le sache : il la contrôle avant de s'en servir.
    assert agent.lire("/").status_code == 200

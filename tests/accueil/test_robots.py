"""Ce que le portail dit aux moteurs de recherche."""


def test_aucun_moteur_de_recherche_ne_parcourt_le_portail(client):
    reponse = client.get("/robots.txt")
    assert reponse["Content-Type"] == "text/plain; charset=utf-8"
    assert reponse.text == "User-agent: *\nDisallow: /\n"

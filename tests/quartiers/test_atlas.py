"""L'atlas : des quartiers à leur place, une échelle vraie, des noms qui ne se touchent pas."""

import pytest

from quartiers import atlas
from quartiers.models import Contour
from tests.factories import ContratFactory, DepartementFactory, QuartierFactory

pytestmark = pytest.mark.django_db
# Un carré d'un centième de degré, à Lille.
LILLE = [[[3.05, 50.62], [3.06, 50.62], [3.06, 50.63], [3.05, 50.63], [3.05, 50.62]]]


@pytest.fixture
def quartier():
    quartier = QuartierFactory(
        departement=DepartementFactory(code="59"),
        nom="Bois Blancs",
        population=2100,
        defm=300,
        pru="national",
    )
    Contour.objects.create(quartier=quartier, polygones=[LILLE])
    return quartier


def seul(quartier):
    return [quartier]


def hauteur(dessin):
    """Rend la hauteur du premier quartier du dessin."""
    points = [
        tuple(map(float, point.split())) for point in dessin["formes"][0][1].strip("MZ").split("L")
    ]
    return max(y for _, y in points) - min(y for _, y in points)


@pytest.mark.parametrize("serre", [False, True])
@pytest.mark.parametrize("code", ["59", "974"])
def test_la_barre_d_echelle_dit_vrai(quartier, code, serre):
    """Un centième de degré de latitude fait 1,11 km, dans l'hexagone comme outre-mer."""
    dessin = atlas.dessiner(code, [quartier], seul, serre)
    km, longueur = dessin["barre"]
    assert hauteur(dessin) / longueur * km == pytest.approx(1.11, rel=0.12)


def test_un_dessin_serre_montre_ses_quartiers_de_plus_pres(quartier):
    tout, serre = (atlas.dessiner("59", [quartier], seul, serre) for serre in (False, True))
    assert hauteur(serre) > 3 * hauteur(tout)


def test_un_nom_que_portent_plusieurs_s_ecrit_une_fois_avec_leur_nombre(quartier):
    voisin = QuartierFactory(departement=quartier.departement)
    Contour.objects.create(quartier=voisin, polygones=[LILLE])
    lille = ContratFactory(departement=quartier.departement, nom="Lille")
    ((x, y, texte),) = atlas.dessiner("59", [quartier, voisin], lambda _: [lille])["etiquettes"]
    assert texte == "Lille (2)"
    assert 0 <= x <= atlas.LARGEUR
    assert 0 <= y <= atlas.HAUTEUR


def test_deux_quartiers_de_meme_nom_ont_chacun_le_sien(quartier):
    place = [[[lon + 0.1, lat] for lon, lat in LILLE[0]]]
    voisin = QuartierFactory(departement=quartier.departement, nom=quartier.nom)
    Contour.objects.create(quartier=voisin, polygones=[place])
    etiquettes = atlas.dessiner("59", [quartier, voisin], seul, serre=True)["etiquettes"]
    assert [texte for _, _, texte in etiquettes] == ["Bois Blancs", "Bois Blancs"]


def test_un_contrat_montre_ses_quartiers_chacun_par_son_nom(client, agent_59, quartier):
    contrat = ContratFactory(departement=quartier.departement, nom="Lille")
    sans_contour = QuartierFactory(departement=quartier.departement, nom="Fives", population=5400)
    contrat.quartiers.add(quartier, sans_contour)
    client.force_login(agent_59)
    page = client.get(contrat.get_absolute_url())
    assert [texte for _, _, texte in page.context["atlas"]["etiquettes"]] == ["Bois Blancs"]
    assert f'<a href="{quartier.get_absolute_url()}"><title>Bois Blancs' in page.text
    assert "1 quartier sans contour connu" in page.text
    dit = page.text.replace("\xa0", " ").replace("\u202f", " ")
    assert "2 100 habitants, 300 demandeurs d’emploi, PRU d’intérêt national" in dit
    titre = "Lille : 2 quartiers prioritaires, de 2 100 habitants (Bois Blancs) à 5 400 (Fives)"
    assert f"<title>{titre}</title>" in dit
    # Une image n'a pas de lien : ce qui en a est un groupe.
    assert '<svg role="group" viewBox' in page.text

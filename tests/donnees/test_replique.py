"""Une réplique de lecture donnée (`DATABASE_EXPORTS_URL`), les exports et l'API la lisent."""

import pytest
from django.db import connection, connections
from django.db.utils import load_backend
from django.urls import reverse

from comptes.models import Jeton
from donnees.jeux import jeux
from quartiers.models import Departement, Quartier, Region
from socle.replique import EXPORTS
from tests.factories import QuartierFactory
from tests.solidite.conftest import reglages_de

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]


@pytest.fixture
def meme_base(monkeypatch):
    """La réplique est la base elle-même, sous son autre nom."""
    monkeypatch.setitem(connections.databases, EXPORTS, connection.settings_dict)
    connections[EXPORTS] = connection
    yield
    del connections[EXPORTS]


@pytest.fixture
def replique(monkeypatch, tmp_path):
    """La réplique est une autre base, aux mêmes tables, vide."""
    reglages = reglages_de(f"sqlite:///{tmp_path}/replique.sqlite3")
    monkeypatch.setitem(connections.databases, EXPORTS, reglages)
    # Sous le nom de la base du test, le seul que les tests laissent ouvrir.
    connections[EXPORTS] = load_backend(reglages["ENGINE"]).DatabaseWrapper(reglages, "default")
    with connections[EXPORTS].schema_editor() as editeur:
        for modele in (Region, Departement, Quartier):
            editeur.create_model(modele)
    yield
    connections[EXPORTS].close()
    del connections[EXPORTS]


@pytest.mark.long
@pytest.mark.usefixtures("donnees", "meme_base")
def test_chaque_jeu_se_lit_sur_la_replique(client, cget):
    client.force_login(cget)
    for nom in jeux():
        fichiers = [client.get(reverse("export", args=[nom, f])) for f in ("csv", "json")]
        assert [len(fichier.getvalue()) > 10 for fichier in fichiers] == [True, True], nom


def ecrire_sur_la_replique(quartier):
    for objet in (quartier.departement.region, quartier.departement, quartier):
        if objet:
            objet.save(using=EXPORTS)


@pytest.mark.usefixtures("replique")
def test_fichiers_listes_et_api_lisent_la_replique_et_non_la_base(client, cget):
    quartier = QuartierFactory(nom="Lu ailleurs")
    ecrire_sur_la_replique(quartier)
    type(quartier).objects.update(nom="Lu ici")
    client.force_login(cget)
    _, secret = Jeton.objects.creer(cget, "Essai", Jeton.Portee.API)
    textes = [
        client.get(reverse("export", args=["quartiers", "csv"])).getvalue(),
        client.get(reverse("export", args=["quartiers", "json"])).getvalue(),
        client.get(reverse("quartiers:liste"), {"format": "csv"}).getvalue(),
        client.get("/api/quartiers", headers={"Authorization": f"Bearer {secret}"}).content,
    ]
    assert ["Lu ailleurs" in texte.decode() for texte in textes] == [True] * 4

"""Le valideur règle l'en-tête des lettres de sa préfecture : préfet ou préfète, adresse."""

import pytest
from django.urls import reverse

from quartiers.models import Departement, Region
from tests.factories import DepartementFactory, UtilisateurFactory

pytestmark = pytest.mark.django_db


def adresse(niveau, code):
    return reverse("en_tete", args=[niveau, code])


def test_le_valideur_dit_qu_une_prefete_signe_et_ou_on_lui_ecrit(client, valideur_59):
    client.force_login(valideur_59)
    assert adresse("departement", "59") in client.get(reverse("comptes_de_prefecture")).text
    saisie = {"prefete": "on", "adresse": "1, place de la République, 59000 Lille"}
    reponse = client.post(adresse("departement", "59"), saisie)
    assert reponse.url == reverse("comptes_de_prefecture")
    nord = Departement.objects.get(code="59")
    assert nord.prefecture.autorite.startswith("préfète")
    assert nord.prefecture.adresse == "1, place de la République, 59000 Lille"


def test_le_valideur_d_une_region_regle_le_sien(client, valideur_59):
    region = valideur_59.perimetres.get().departement.region
    client.force_login(UtilisateurFactory(role="valideur_region", regions=[region.pk]))
    client.post(adresse("region", region.pk), {"prefete": "on"})
    assert Region.objects.get(pk=region.pk).prefete
    assert not Departement.objects.get(code="59").prefete


def test_nul_ne_regle_celui_d_une_autre_prefecture(client, valideur_59, agent_59):
    DepartementFactory(code="13")
    client.force_login(valideur_59)
    assert client.post(adresse("departement", "13"), {"prefete": "on"}).status_code == 404
    assert client.get(adresse("commune", "59")).status_code == 404
    client.force_login(agent_59)
    assert client.post(adresse("departement", "59"), {"prefete": "on"}).status_code == 403
    assert not Departement.objects.filter(prefete=True).exists()

"""L'ordre français, le même dans la base et en Python."""

import pytest
from django.apps import apps
from django.db.models import F
from django.db.models.functions import Collate

from paqte.models import Entreprise
from quartiers.models import Region
from socle.ordre import NOMMANTS, cle, francais
from tests.factories import EntrepriseFactory, RegionFactory

# (dans le désordre, comme les range le français)
NOMS = (
    ["Provence", "Île-de-France", "Hauts-de-France", "Occitanie"],
    ["Boulangerie", "Bâtiment", "batiment 2", "Œuvre", "Ouvrage", "Éole", "Zinc"],
    ["59-10", "59-2", "59-1", "59-11", "59-002 bis"],
)
RANGES = (
    ["Hauts-de-France", "Île-de-France", "Occitanie", "Provence"],
    ["Bâtiment", "batiment 2", "Boulangerie", "Éole", "Œuvre", "Ouvrage", "Zinc"],
    ["59-1", "59-2", "59-002 bis", "59-10", "59-11"],
)


@pytest.mark.parametrize(("noms", "ranges"), [*zip(NOMS, RANGES, strict=True)])
def test_une_liste_se_range_en_francais(noms, ranges):
    assert sorted(noms, key=cle) == ranges


@pytest.mark.django_db
@pytest.mark.parametrize(("noms", "ranges"), [*zip(NOMS, RANGES, strict=True)])
def test_la_base_range_de_meme(noms, ranges):
    for nom in noms:
        EntrepriseFactory(nom=nom)
    assert list(Entreprise.objects.values_list("nom", flat=True)) == ranges
    requete = Entreprise.objects.order_by(francais("nom").desc())
    assert list(requete.values_list("nom", flat=True)) == ranges[::-1]


@pytest.mark.django_db
def test_l_ile_de_france_est_parmi_les_i_partout():
    for code, nom in enumerate(NOMS[0]):
        RegionFactory(code=str(code), nom=nom)
    assert [region.nom for region in Region.objects.all()] == RANGES[0]


def test_nul_modele_ne_range_un_nom_par_ses_octets():
    nus = [
        f"{modele.__name__} : {champ}"
        for modele in apps.get_models()
        for champ in modele._meta.ordering
        if isinstance(champ, str) and champ.rpartition("__")[2].lstrip("-") in NOMMANTS
    ]
    assert nus == []


def test_l_ordre_d_un_code_reste_celui_de_ses_caracteres():
    assert not isinstance(francais("nom"), F)
    assert isinstance(francais("nom"), Collate)
    assert "code" not in NOMMANTS

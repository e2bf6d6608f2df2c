"""La page d'une mesure : la somme de ses territoires, les premiers, et le chemin vers tous."""

import datetime
import html
import re

import pytest

from mesures.fiche import fiche
from quartiers.models import Region
from tests.factories import DepartementFactory, IndicateurNationalFactory, ValeurFactory

pytestmark = pytest.mark.django_db


def fiche_de(indicateur, user):
    return next(iter(fiche(indicateur.mesure, user)["indicateurs"]))


def test_une_part_se_somme_par_ses_parties_et_ne_se_moyenne_pas(cget):
    indicateur = IndicateurNationalFactory(nature="part")
    ValeurFactory(indicateur=indicateur, code="59", nombre=10, base=100)
    ValeurFactory(indicateur=indicateur, code="62", nombre=90, base=100)
    ValeurFactory(indicateur=indicateur, code="13", nombre=0, base=800)
    somme = fiche_de(indicateur, cget).somme
    assert somme.affichage.startswith("10\xa0%")
    assert somme.departements == 3


def test_seule_la_derniere_valeur_de_chaque_territoire_compte(cget):
    ancienne = ValeurFactory(code="59", le=datetime.date(2019, 3, 31))
    ValeurFactory(indicateur=ancienne.indicateur, code="59", nombre=7)
    assert fiche_de(ancienne.indicateur, cget).somme.nombre == 7


def test_une_mesure_montre_dix_territoires_et_mene_a_tous(client, cget):
    indicateur = IndicateurNationalFactory(libelle="Nombre de stages")
    voisin = IndicateurNationalFactory(libelle="Nombre de stages de troisième")
    ValeurFactory(indicateur=voisin, code="59", nombre=3)
    for rang in range(12):
        code = f"{rang + 10}"
        ValeurFactory(indicateur=indicateur, code=code, le=datetime.date(2019, 3, 31))
        ValeurFactory(indicateur=indicateur, code=code, nombre=7)
    client.force_login(cget)
    page = client.get(indicateur.mesure.get_absolute_url())
    fiche = next(iter(page.context["indicateurs"]))
    assert [v.territoire for v in fiche.territoires] == [f"{rang + 10}" for rang in range(10)]
    assert {v.nombre for v in fiche.territoires} == {7}
    assert (fiche.nombre_de_territoires, fiche.somme.nombre) == (12, 84)
    (lien,) = re.findall(r'href="([^"]*dernieres=on)"', page.text)
    liste = client.get(html.unescape(lien)).context["page_obj"]
    assert {v.nombre for v in liste} == {7}
    assert len(liste.object_list) == 12


def test_une_region_ne_compte_pas_deux_fois_ses_valeurs(region_32):
    indicateur = IndicateurNationalFactory()
    region = Region.objects.get(pk="32")
    for code in ("59", "60"):
        DepartementFactory(code=code, region=region)
    ValeurFactory(indicateur=indicateur, region=region)
    assert fiche_de(indicateur, region_32).nombre_de_territoires == 1

"""Aucun export ne porte une formule qu'un tableur exécuterait."""

import csv
import io

import pytest
import tablib
from django.apps import apps
from django.db import models
from openpyxl import load_workbook

from donnees.jeux import jeux
from socle.cellules import DEBUTS_DE_FORMULE
from socle.formats import FORMATS
from tests.adresses import LISTES, adresses

pytestmark = pytest.mark.django_db

FORMULE = '=HYPERLINK("http://x","y")'


def cellules(octets, extension):
    """Donne chaque cellule d'un export, telle qu'un tableur la lit."""
    if extension == "csv":
        texte = octets.decode("utf-8-sig")
        for ligne in csv.reader(io.StringIO(texte, newline=""), delimiter=";"):
            yield from ligne
    elif extension == "xlsx":
        for ligne in load_workbook(io.BytesIO(octets)).active.iter_rows():
            for cellule in ligne:
                assert cellule.data_type != "f"
                yield cellule.value
    else:
        assert b"table:formula" not in octets
        donnees = tablib.Dataset().load(octets, format="ods", headers=False)
        for ligne in donnees:
            yield from ligne


@pytest.fixture
def piege(valideur_59):
    """Toutes les adresses ; chaque texte libre de la base commence par une formule."""
    posees = adresses(valideur_59)
    for modele in _modeles_du_portail():
        textes = [champ.name for champ in modele._meta.concrete_fields if _est_libre(champ)]
        for objet in modele.objects.all() if textes else ():
            formules = dict.fromkeys(textes, f"{FORMULE}{objet.pk}")
            modele.objects.filter(pk=objet.pk).update(**formules)
    return posees


def _est_libre(champ):
    """Dit si un champ reçoit ce que quelqu'un écrit, sans forme imposée."""
    impose = champ.choices or champ.unique or champ.name in {"territoire", "sha256", "username"}
    assez_long = (champ.max_length or 99) > len(FORMULE) + 10
    return type(champ) in (models.CharField, models.TextField) and assez_long and not impose


def _modeles_du_portail():
    for nom in ("comptes", "contrats", "mesures", "paqte", "partage", "quartiers", "remontees"):
        for modele in apps.get_app_config(nom).get_models():
            if not modele.__name__.startswith("Historical") and hasattr(modele, "objects"):
                yield modele


@pytest.mark.parametrize(
    "personne", [pytest.param("cget", marks=pytest.mark.long), "administrateur"]
)
def test_aucun_export_ne_porte_de_formule(client, request, piege, personne):
    client.force_login(request.getfixturevalue(personne))
    pieges = 0
    lignes = [f"{nom} {extension}" for nom in LISTES for extension in FORMATS]
    lignes += [f"export {jeu}.{extension}" for jeu in jeux() for extension in FORMATS]
    for ligne in lignes:
        reponse = client.get(piege[ligne])
        if reponse.status_code == 403:
            continue
        lues = [
            c for c in cellules(reponse.getvalue(), ligne[-4:].strip(" .")) if isinstance(c, str)
        ]
        pieges += sum(FORMULE in cellule for cellule in lues)
        # Un nombre négatif n'est pas une formule ; un tiret seul non plus.
        fautives = [c for c in lues if c.startswith(DEBUTS_DE_FORMULE) and len(c) > 1]
        assert fautives == [], ligne
    assert pieges > 50

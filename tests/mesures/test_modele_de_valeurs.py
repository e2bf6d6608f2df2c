"""Le modèle d’un fichier de valeurs : territoires au choix, codes qu’un tableur ne change pas."""

import io

from django.urls import reverse
from openpyxl import load_workbook

from tests.factories import (
    DepartementFactory,
)
from tests.tableaux import ouvrir


def test_le_modele_a_les_territoires_choisis_et_leur_date(client, indicateur, ministere):
    DepartementFactory(code="59", nom="Nord", region__code="32", region__nom="Hauts-de-France")
    DepartementFactory(code="13", region__code="93")
    choix = {"niveaux": ["nation", "regions", "departements"], "dans": "32", "date": "2019-06-30"}
    modele = client.get(reverse("mesures:modele", args=["csv"]), choix)
    entetes, *lignes = ouvrir(modele.content, "csv")
    assert [(ligne[1], ligne[2], ligne[-1]) for ligne in lignes] == [
        ("FR", "30/06/2019", "France entière"),
        ("R32", "30/06/2019", "Hauts-de-France"),
        ("59", "30/06/2019", "Nord"),
    ]
    assert entetes[-1] == "nom_du_territoire"


def test_un_modele_aux_choix_faux_le_dit(client, indicateur):
    page = client.get(reverse("mesures:modele", args=["csv"]), {"date": "hier"})
    assert (page.status_code, "Saisissez une date" in page.text) == (422, True)


def test_les_codes_du_modele_ne_sont_pas_des_dates_pour_un_tableur(client, indicateur):
    indicateur.code = "20-1"
    indicateur.save()
    _, (code, *_) = ouvrir(client.get(reverse("mesures:modele", args=["csv"])).content, "csv")
    assert code == "'20-1"
    octets = client.get(reverse("mesures:modele", args=["xlsx"])).content
    cellule = load_workbook(io.BytesIO(octets)).active["A2"]
    assert (cellule.value, cellule.data_type, cellule.number_format) == ("20-1", "s", "@")

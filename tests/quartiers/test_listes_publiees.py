"""Les listes telles qu’elles sont publiées : deux EPCI, GeoJSON, contours, classeurs."""

import csv
import io
import json
import re

import pytest
import tablib

from quartiers import imports
from quartiers.lecture import lire_quartiers
from quartiers.models import Contour, Quartier
from socle.imports.lecture import FichierRefuse
from tests.tableaux import ecrire

from .conftest import ENTETE_2024, importer, octets
from .refus import refus_de

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("territoires")]
DEUX_EPCI = (
    "code_qp;lib_qp;insee_dep;insee_com;lib_com;siren_epci;lib_epci\n"
    'QN05995M;Les Deux Rives;59;"=""59350;59360""";"Villeneuve; Bourg";{siren};{nom}\n'
)
FORMATS = ("csv", "xlsx", "ods")
CONTOUR = [[[[3.04111, 50.6], [3.05, 50.61], [3.04, 50.62], [3.04111, 50.6]]]]


def dans(extension, texte):
    """Rend ce CSV tel qu'un classeur, ou un CSV, l'a."""
    if extension == "csv":
        return texte
    # Un classeur garde la valeur de la formule.
    lignes = csv.reader(io.StringIO(texte), delimiter=";")
    return ecrire(
        [[re.sub('^="(.*)"$', r"\1", cellule) for cellule in ligne] for ligne in lignes], extension
    )


@pytest.mark.parametrize("extension", FORMATS)
@pytest.mark.parametrize("siren", ["200000172, 200000188", '"200000172;200000188"'])
def test_un_quartier_garde_ses_deux_epci(extension, siren):
    importer(dans(extension, DEUX_EPCI.format(siren=siren, nom='"CA Une; CC Deux"')))
    quartier = Quartier.objects.get()
    assert (quartier.siren_epci, quartier.epci) == ("200000172, 200000188", "CA Une, CC Deux")
    assert (quartier.codes_communes, quartier.communes) == ("59350, 59360", "Villeneuve, Bourg")


def test_na_n_est_aucun_epci():
    importer(DEUX_EPCI.format(siren="NA", nom="NA"))
    quartier = Quartier.objects.get()
    assert (quartier.siren_epci, quartier.epci) == ("", "")


def test_un_siren_d_epci_faux_est_refuse():
    [(_, colonne, motif)] = refus_de(DEUX_EPCI.format(siren="1234567890", nom=""))
    assert (colonne, motif) == (
        "siren_epci",
        "« 1234567890 » n’est pas un SIREN de neuf chiffres.",
    )


@pytest.mark.parametrize("extension", FORMATS)
def test_les_intitules_des_donnees_ouvertes_se_lisent(extension):
    texte = (
        "Code du quartier;Nom du quartier;Commune;Code INSEE;EPCI;Département;Région\n"
        "QP974999;Inventé;Saint-Essai;97499;CA Essai;La Réunion;La Réunion\n"
    )
    importer(dans(extension, texte))
    quartier = Quartier.objects.get()
    assert (quartier.departement_id, quartier.communes) == ("974", "Saint-Essai")


@pytest.mark.parametrize("extension", FORMATS)
def test_les_chiffres_de_l_insee_des_quartiers_de_2024_se_lisent(extension):
    importer(octets("liste_2024"))
    texte = (
        "codeQPV;libQPV;codeReg;codeUU2020;popMuniQPV;listeDepCom;listeLibDepCom\n"
        "QN05901M;AUTRE;32;59702;6 399;59350;Lille\n"
        "QN00101M;AUTRE;84;01702;n.d.;01053;Bourg\n"
    )
    apercu = importer(dans(extension, texte))
    quartier = Quartier.objects.get(code="QN05901M")
    assert (quartier.population, quartier.nom) == (6399, "Secteur Ouest")
    assert Quartier.objects.get(code="QN00101M").population is None
    assert apercu.absents == []


def test_des_quartiers_inconnus_se_disent_une_fois():
    lignes = "".join(f"QN059{n:02}M;12\n" for n in range(20))
    apercu = imports.analyser_quartiers(
        lire_quartiers(f"codeQPV;popMuniQPV\n{lignes}".encode(), "insee.csv")
    )
    assert len(apercu.refus) == 20
    assert len(apercu.refus_par_motif()) == 1


def geojson(**autres):
    """Un GeoJSON d'un quartier de Lille, de la forme publiée."""
    attributs = {"fid": 1.0, "code_qp": "QN05901M", "lib_qp": "Secteur Ouest", "insee_dep": "59"}
    attributs |= {"insee_com": "59350", "lib_com": "Lille", "siren_epci": "200093201"}
    anneau = [[3.0411111, 50.6], [3.0411112, 50.6], [3.05, 50.61], [3.04, 50.62], [3.0411111, 50.6]]
    geometrie = {"type": "MultiPolygon", "coordinates": [[anneau]]} | autres
    objet = {"type": "Feature", "properties": attributs, "geometry": geometrie}
    return json.dumps({"type": "FeatureCollection", "features": [objet]})


def test_un_geojson_apporte_la_liste_et_ses_contours_alleges():
    apercu = importer(geojson(), "qpv.geojson")
    assert len(apercu.contours) == 1
    assert Contour.objects.get().polygones == CONTOUR
    assert Quartier.objects.get().nom == "Secteur Ouest"
    assert importer(geojson(), "qpv.geojson").contours == {}


def test_une_liste_sans_contours_garde_ceux_qu_on_connait():
    importer(geojson(), "qpv.geojson")
    importer(ENTETE_2024 + "QN05901M,Renommé,59,59350,Lille\n")
    assert Contour.objects.get().polygones == CONTOUR
    assert Quartier.objects.get().nom == "Renommé"


@pytest.mark.parametrize(
    "geometrie",
    [
        {"type": "MultiPolygon", "coordinates": "rien"},
        {"type": "Polygon", "coordinates": [[[200, 50], [201, 50], [200, 51]]]},
        {"type": "Polygon", "coordinates": None},
        {"type": "Point", "coordinates": [3, 50]},
    ],
)
def test_un_contour_illisible_n_en_est_pas_un(geometrie):
    assert importer(geojson(**geometrie), "qpv.geojson").contours == {}


@pytest.mark.parametrize("texte", ["{}", "{", '{"features": 3}', '{"features": [{}]}', "{" * 10**5])
def test_un_json_quelconque_se_refuse(texte):
    with pytest.raises(FichierRefuse, match="GeoJSON"):
        lire_quartiers(texte.encode(), "qpv.geojson")


@pytest.mark.parametrize("extension", ["xlsx", "ods"])
def test_une_liste_s_importe_d_un_classeur(extension):
    liste = tablib.Dataset().load(octets("liste_2024").decode(), format="csv")
    importer(liste.export(extension), f"liste.{extension}")
    assert Quartier.objects.get(code="QN00101M").departement_id == "01"
    assert Quartier.objects.count() == 4

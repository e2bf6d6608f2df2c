"""Le moteur de PDF : ce qu'il a le droit d'ouvrir."""

from unittest import mock

import pytest

from remontees import pdf
from remontees.pdf import LecteurDeStatiques


def test_un_fichier_statique_s_ouvre():
    reponse = LecteurDeStatiques().fetch("statique:///pdf/impression.css")
    assert b"@page" in reponse.read()


@pytest.mark.parametrize(
    "adresse",
    [
        "file:///etc/passwd",
        "http://127.0.0.1:8000/",
        "https://exemple.fr/image.png",
        "statique:///../config/settings.py",
        "statique:////etc/passwd",
        "statique:///inconnu.css",
        "data:text/css,p{}",
    ],
)
def test_toute_autre_adresse_est_refusee(adresse):
    from django.core.exceptions import SuspiciousOperation

    with pytest.raises((ValueError, SuspiciousOperation)):
        LecteurDeStatiques().fetch(adresse)


def test_les_marges_mesurees_sont_celles_de_la_feuille_de_style():
    """La jauge compte en pages utiles : ses marges suivent celles de la mise en page."""
    feuille = LecteurDeStatiques().fetch("statique:///pdf/impression.css").read().decode()
    assert "margin: 18mm 16mm 20mm;" in feuille
    assert [round(marge * 25.4 / 96) for marge in (pdf.MARGE_HAUTE, pdf.MARGE_BASSE)] == [18, 20]


def test_une_partie_sur_plusieurs_pages_compte_depuis_son_debut():
    page = (
        '<link rel="stylesheet" href="statique:///pdf/impression.css">'
        '<section id="partie-longue">{}</section><section id="partie-courte">fin</section>'
        '<div id="fin"></div>'
    ).format("<p>Une ligne.</p>" * 200)
    with mock.patch.object(pdf, "html", return_value=page):
        mesure = pdf.mesurer("gabarit", {})
    assert mesure.parties["longue"] > 2 > mesure.parties["courte"]

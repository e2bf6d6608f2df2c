"""Le moteur de PDF : ce qu'il a le droit d'ouvrir."""

import pytest

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

"""Une page imprimée sans les fonds, comme d'office : son texte, et lui seul."""

import io
import subprocess

import pytest
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from donnees import referentiels
from mesures.models import Indicateur, Mesure
from tests.adresses import adresses
from tests.factories import ValeurFactory

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = {
    "quartiers:liste": "marque-du-nord",
    "paqte:bilan": "Résultats agrégés",
    "contrats:protocole": "marque-du-nord",
    "mesures:tableau": "Niveau d’engagement",
    "contrats:contrat": "marque-du-nord",
    "paqte:animation": "Référent du PAQTE",
}
ABSENTS = (
    "Plan du site",
    "Se déconnecter",
    "Filtrer",
    "Tableau de bord",
    "Exporter",
    "Aide",
    "Modifier",
    "Supprimer",
    "Tenir la liste",
    "Ajouter un",
)


@pytest.fixture
def imprimer(navigateur, session_de, valideur_59):
    """Rend le PDF qu'un navigateur fait d'une page."""
    onglet = navigateur(session=session_de(valideur_59))

    def imprimer(adresse):
        onglet.goto(adresse)
        return onglet.pdf(format="A4", print_background=False)

    return imprimer


def pages(pdf):
    return PdfReader(io.BytesIO(pdf)).pages


def encre(pdf):
    """Rend la part des pixels sombres de la première page."""
    image = subprocess.run(
        ["pdftoppm", "-r", "50", "-png", "-l", "1", "-"],
        input=pdf,
        capture_output=True,
        check=True,
    ).stdout
    gris = Image.open(io.BytesIO(image)).convert("L")
    return sum(gris.histogram()[:128]) / (gris.width * gris.height)


def test_une_page_s_imprime_entiere_et_sans_ses_commandes(imprimer, sans_rendu, valideur_59):
    posees = adresses(valideur_59)
    for page, attendu in PAGES.items():
        pdf = imprimer(posees[page])
        texte = " ".join(feuille.extract_text() for feuille in pages(pdf))
        assert attendu in texte, page
        assert [mot for mot in ABSENTS if mot in texte] == [], page
        assert encre(pdf) > 0.004, page


@pytest.mark.long
def test_les_40_mesures_s_impriment_en_neuf_pages_au_plus(imprimer, sans_rendu):
    referentiels.charger_referentiels()
    assert Mesure.objects.principales().count() == 40
    for indicateur in Indicateur.objects.all():
        ValeurFactory(indicateur=indicateur)
    assert len(pages(imprimer(reverse("mesures:tableau")))) <= 9

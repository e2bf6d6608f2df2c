"""L'aspect des documents : chaque page, en petit et en gris, à côté de celle qui fut choisie.

Un aspect change parce qu'on le veut : `ECRIRE_IMAGES=1` récrit celles de tests/images, à relire.
"""

import datetime
import os
import subprocess
from pathlib import Path

import pytest
import time_machine
from django.urls import reverse
from PIL import Image, ImageChops, ImageFilter

from contrats.models import Synthese
from paqte.models import Bilan
from regions.models import SyntheseRegionale
from tests.documents import lire_archive
from tests.factories import (
    ContratFactory,
    DepartementFactory,
    DomaineFactory,
    EngagementDijonFactory,
    EngagementFactory,
    MesureFactory,
    ProjetFactory,
    ProtocoleFactory,
    QuartierFactory,
    RegionFactory,
    UtilisateurFactory,
)

pytestmark = pytest.mark.django_db

IMAGES = Path(__file__).parent / "images"
POINTS_PAR_POUCE = 45
# L'antialiasage change d'une version de poppler à l'autre ; une ligne déplacée, elle, se voit.
ECART_D_UN_POINT, PART_DES_POINTS = 60, 0.004


@pytest.fixture(autouse=True)
def _avec_typographie(settings):
    settings.TYPOGRAPHIE = True


def pages(octets, dossier):
    """Rend l'image de chaque page d'un PDF, en petit et en gris."""
    document = dossier / "document.pdf"
    document.write_bytes(octets)
    commande = ["pdftoppm", "-r", str(POINTS_PAR_POUCE), "-gray", "-png", document, dossier / "p"]
    subprocess.run(commande, check=True)
    return [Image.open(image).convert("L") for image in sorted(dossier.glob("p-*.png"))]


def part_qui_differe(image, reference):
    """Rend la part des points qui diffèrent vraiment, une fois les contours adoucis."""
    adoucies = [i.filter(ImageFilter.BoxBlur(1)) for i in (image, reference)]
    ecarts = ImageChops.difference(*adoucies).histogram()
    return sum(ecarts[ECART_D_UN_POINT:]) / (image.width * image.height)


def comparer(nom, octets, dossier):
    """Lève AssertionError si une page n'a plus l'aspect de sa référence."""
    rendues = pages(octets, dossier)
    if os.environ.get("ECRIRE_IMAGES"):
        for ancienne in IMAGES.glob(f"{nom}-*.png"):
            ancienne.unlink()
        for numero, image in enumerate(rendues, start=1):
            image.quantize(8).save(IMAGES / f"{nom}-{numero}.png", optimize=True)
    references = sorted(IMAGES.glob(f"{nom}-*.png"))
    assert len(rendues) == len(references), f"{nom} : {len(rendues)} pages"
    for image, reference in zip(rendues, references, strict=True):
        attendue = Image.open(reference).convert("L")
        assert image.size == attendue.size, reference.name
        assert part_qui_differe(image, attendue) < PART_DES_POINTS, reference.name


@pytest.mark.parametrize("modele", [Bilan, Synthese, SyntheseRegionale], ids=lambda m: m.genre)
def test_une_lettre_garde_son_aspect(modele, tmp_path):
    _, donnees = lire_archive(f"{modele.genre}-{max(modele.formats)}")
    comparer(modele.genre, modele.imprimer(donnees), tmp_path)


@pytest.fixture
def contrat():
    """Un contrat du Nord au protocole signé : deux engagements face à face, un projet."""
    nord = DepartementFactory(code="59", nom="Nord", region=RegionFactory())
    contrat = ContratFactory(
        departement=nord,
        nom="Contrat de l’agglomération",
        signe_le=datetime.date(2015, 6, 1),
        quartiers=[QuartierFactory(departement=nord, nom="Les Glycines", communes="Lille")],
    )
    contrat.signataires.create(nature="commune", nom="Ville de Lille", qualite="la maire")
    contrat.abattements.create(bailleur="Bailleur du Nord", logements=1200, usages="Gardiennage.")
    protocole = ProtocoleFactory(
        contrat=contrat,
        avancement="signe",
        signe_le=datetime.date(2019, 7, 1),
        approche_globale="Le droit commun **d’abord**.",
    )
    domaine = DomaineFactory(nom="Développement économique")
    projet = ProjetFactory(contrat=contrat, nom="Cité éducative", cout=250000)
    commun = {
        "protocole": protocole,
        "domaine": domaine,
        "projet": projet,
        "echeance_le": datetime.date(2020, 12, 31),
    }
    EngagementFactory(
        **commun,
        texte="Ouvrir un guichet de l’emploi dans le quartier, chaque jour de la semaine.",
        mesures=[MesureFactory(code="20", intitule="Déployer les emplois francs")],
        engagement_dijon=EngagementDijonFactory(domaine=domaine, rang=1, texte="Garantir"),
    )
    EngagementFactory(
        **commun,
        partie="commune",
        partie_nom="Ville de Lille",
        texte="Prêter un local, et y tenir une permanence avec les associations.",
    )
    return contrat


@time_machine.travel("2019-09-15T10:00:00+02:00", tick=False)
@pytest.mark.parametrize("nom", ["protocole", "projet", "mesures"])
def test_un_document_garde_son_aspect(client, contrat, nom, tmp_path):
    adresses = {
        "protocole": reverse("contrats:protocole_pdf", args=[contrat.pk]),
        "projet": reverse("contrats:projet_pdf", args=[contrat.projets.get().pk]),
        "mesures": reverse("mesures:pdf"),
    }
    client.force_login(UtilisateurFactory(role="agent", departements=["59"]))
    comparer(nom, client.get(adresses[nom]).content, tmp_path)


def test_une_ligne_deplacee_se_voit_et_un_contour_adouci_non():
    page = Image.new("L", (200, 200), 255)
    page.paste(0, (20, 50, 180, 56))
    deplacee = ImageChops.offset(page, 0, 8)
    assert part_qui_differe(page, deplacee) > PART_DES_POINTS
    assert part_qui_differe(page, page.filter(ImageFilter.SMOOTH)) < PART_DES_POINTS

"""Dix pages, à deux largeurs, ont l'apparence qu'elles avaient : une feuille changée se voit.

Les images gardées sont petites et grises : assez pour un bloc déplacé, une couleur perdue, un texte
débordé ; trop peu pour le lissage d'une lettre. Pour les refaire, après les avoir regardées :
`ECRIRE_IMAGES=1 make epreuves ARGS="-k apparence"`.
"""

import io
import os
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth import get_user_model
from PIL import Image, ImageChops

from donnees import demo

GARDEES = Path(__file__).parent.parent / "images" / "pages"
# La démonstration est la même le même jour.
JOUR = "2026-11-30T10:00:00+01:00"
LARGEURS, HAUTEUR, REDUCTION = (1280, 390), 1200, 4
# Ce qui change d'une machine à l'autre : un gris voisin, le bord d'une lettre.
ECART_DE_GRIS, PART_DIFFERENTE = 40, 0.01
PAGES = {
    "connexion": ("", "/connexion/"),
    "accueil-agent": ("agent-59", "/"),
    "bilan": ("agent-59", "/paqte/bilans/2026-s2/59/"),
    "synthese": ("agent-59", "/syntheses/2026/59/"),
    "contrats": ("agent-59", "/contrats/"),
    "territoire": ("agent-59", "/territoires/59/"),
    "national": ("cget", "/national/"),
    "evolution": ("cget", "/national/evolution/"),
    "mesures": ("ministere-emploi", "/mesures/"),
    "mesure": ("ministere-emploi", "/mesures/1/"),
}


def photographier(onglet, adresse):
    assert onglet.goto(adresse, wait_until="networkidle").status == 200
    image = Image.open(io.BytesIO(onglet.screenshot())).convert("L")
    return image.reduce(REDUCTION)


def part_qui_differe(image, gardee):
    """Rend la part des pixels dont le gris a changé ; 1 si la taille n'est plus la même."""
    if image.size != gardee.size:
        return 1
    ecarts = ImageChops.difference(image, gardee).histogram()
    return sum(ecarts[ECART_DE_GRIS:]) / (image.width * image.height)


@pytest.mark.long
@pytest.mark.usefixtures("transactional_db")
def test_dix_pages_ont_garde_leur_apparence(navigateur, session_de, settings):
    settings.DEMO = settings.TYPOGRAPHIE = True
    changees = {}
    with time_machine.travel(JOUR):
        demo.charger(0.01)
        for nom, (compte, adresse) in PAGES.items():
            personne = compte and get_user_model().objects.get(username=compte)
            for largeur in LARGEURS:
                session = session_de(personne) if personne else None
                onglet = navigateur(largeur=largeur, hauteur=HAUTEUR, session=session)
                image = photographier(onglet, adresse)
                fichier = GARDEES / f"{nom}-{largeur}.png"
                if os.environ.get("ECRIRE_IMAGES"):
                    image.save(fichier, optimize=True)
                part = part_qui_differe(image, Image.open(fichier))
                if part > PART_DIFFERENTE:
                    changees[fichier.name] = f"{part:.1%}"
    assert changees == {}

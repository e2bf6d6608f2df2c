"""La carte aux contours : chaque département y est et mène à sa fiche ; la liste dit autant."""

import re
from itertools import combinations
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from lxml import html

from national import contours
from national.carte import positions
from quartiers.models import Departement
from tests.factories import DepartementFactory, RegionFactory

pytestmark = pytest.mark.django_db
ADRESSE = "/national/"


def traces():
    arbre = html.parse(finders.find("national/contours.svg"))
    return {element.get("id") for element in arbre.iter("path")}


def test_chaque_departement_a_sa_place_et_son_trace():
    assert {place.code for place in contours.places()} == set(positions())
    assert {place.trace for place in contours.places()} == traces()


def test_une_region_est_cadree_sur_ses_departements():
    nord, nation = (
        contours.dessiner(dict.fromkeys(codes, ("-", "attente", "")))["cadre"]
        for codes in (("59", "62"), positions())
    )
    assert nord[2] < nation[2] / 3


def test_la_petite_couronne_se_grossit_dans_la_nation_et_non_dans_sa_region():
    def grossies(codes):
        dessin = contours.dessiner(dict.fromkeys(codes, ("-", "attente", "")))
        return [place.code for place, *_ in dessin["formes"] if place.est_grossie]

    assert grossies(positions()) == ["75", "92", "93", "94"]
    assert grossies(["75", "77", "93"]) == []


@pytest.fixture
def page(client, cget):
    region = RegionFactory(code="32")
    for code in ("59", "62", "971"):
        DepartementFactory(code=code, nom=f"Nom {code}", region=region)
    client.force_login(cget)
    return html.fromstring(client.get(ADRESSE, {"carte": "referent"}).text)


def test_chaque_contour_mene_a_la_fiche_du_departement(client, page):
    liens = {lien.get("href") for lien in page.xpath("//main//*[local-name()='svg']//a")}
    assert liens == {
        f"/territoires/{code}/" for code in Departement.objects.values_list("pk", flat=True)
    }
    assert {client.get(lien).status_code for lien in liens} == {200}


def test_la_liste_dit_tous_les_etats_du_dessin(page):
    bulles = {
        t.text.strip() for t in page.xpath("//*[local-name()='svg']//a/*[local-name()='title']")
    }
    assert bulles == {f"Nom {c} ({c}) : Manquant" for c in ("59", "62", "971")}
    (titre,) = page.xpath("//details/h3")
    assert titre.text == "Manquant\xa0: 3"
    assert len(titre.getnext().xpath("./li/a")) == 3


def test_les_carres_sont_a_un_clic(client, page):
    (lien,) = page.xpath("//a[contains(., 'un carré égal')]")
    tuiles = html.fromstring(client.get(ADRESSE + lien.get("href").partition("#")[0]).text)
    assert tuiles.xpath("//a[contains(., 'les contours')]")
    ((dessin,), fiches) = (tuiles.xpath(f"//*[@class='carte']{x}") for x in ("/svg", "/svg//a"))
    assert dessin.get("role") == "group"
    assert [a.get("href") for a in fiches] == [f"/territoires/{c}/" for c in ("59", "62", "971")]


def luminance(couleur):
    """Rend la luminance relative d'une couleur « #rrvvbb » (WCAG 2.1)."""
    canaux = [int(couleur[rang : rang + 2], 16) / 255 for rang in (1, 3, 5)]
    lineaires = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in canaux]
    return sum(part * c for part, c in zip((0.2126, 0.7152, 0.0722), lineaires, strict=True))


def couleurs_pleines():
    """Rend les couleurs sans motif d'une carte d'états : page, reçu, accepté, en clair, en sombre,
    imprimées.
    """
    feuille = Path(finders.find("quartiers/quartiers.css")).read_text(encoding="utf-8")
    clair, sombre = zip(
        *(re.findall(rf"--carte-{nom}: (#\w+);", feuille) for nom in ("recu", "fait")), strict=True
    )
    imprimees = [contours.ENCRES[etat] for etat in ("attente", "bien", "fait")]
    return {"clair": ["#ffffff", *clair], "sombre": ["#161616", *sombre], "papier": imprimees}


@pytest.mark.parametrize("support", ["clair", "sombre", "papier"])
def test_deux_etats_sans_motif_ne_se_confondent_pas_en_gris(support):
    for une, autre in combinations(couleurs_pleines()[support], 2):
        claire, foncee = sorted((luminance(une), luminance(autre)), reverse=True)
        assert (claire + 0.05) / (foncee + 0.05) >= 3, (une, autre)


def test_les_autres_etats_ont_chacun_leur_motif_ou_leur_bord():
    motifs = [encre for encre in contours.ENCRES.values() if encre.startswith("url(")]
    assert len(motifs) == len(set(motifs)) == 3
    assert contours.BORDS["retard"] != contours.BORD

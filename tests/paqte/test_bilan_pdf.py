"""Le PDF d'un bilan : son texte, son accessibilité, sa marque de projet."""

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from paqte.models import Bilan, Correction
from remontees.periodes import Semestre
from tests.documents import lire_archive
from tests.factories import ConventionFactory, IndicateurFactory, ResultatFactory, bilan_complet

pytestmark = pytest.mark.django_db

ADRESSE = reverse("paqte:bilan_pdf", args=[Semestre(2019, 1), "59"])


def texte(octets):
    brut = " ".join(page.extract_text() for page in PdfReader(BytesIO(octets)).pages)
    return " ".join(brut.split())


def polices(lecteur):
    return {
        str(police.get_object()["/BaseFont"])
        for page in lecteur.pages
        for police in page["/Resources"]["/Font"].values()
    }


def test_le_pdf_porte_les_textes_et_les_chiffres(client, agent_59):
    bilan_complet(obstacles="Peu d’entreprises à Cœur-de-Ville.")
    convention = ConventionFactory(entreprise__nom="Ateliers du Nord")
    ResultatFactory(
        convention=convention, indicateur=IndicateurFactory(libelle="Stages offerts"), valeur=1234
    )
    client.force_login(agent_59)
    reponse = client.get(ADRESSE)
    contenu = texte(reponse.content)
    assert reponse["Content-Type"] == "application/pdf"
    for attendu in ("Ateliers du Nord", "Stages offerts", "1 234", "Cœur-de-Ville", "1 200"):
        assert attendu in contenu


def test_un_projet_est_marque_et_une_version_transmise_ne_l_est_pas(valideur_59):
    bilan = bilan_complet()
    assert "PROJET" in texte(bilan.pdf_de_projet())
    assert "PROJET" not in texte(bytes(bilan.transmettre(valideur_59).pdf))


def test_les_donnees_de_demonstration_sont_marquees(settings):
    settings.DEMO = True
    assert "Données de démonstration" in texte(bilan_complet().pdf_de_projet())


def test_le_motif_d_une_correction_est_imprime():
    bilan = bilan_complet()
    Correction.objects.create(
        bilan=bilan, cle="contexte-population", valeur=1500, motif="Recensement local"
    )
    contenu = texte(bilan.pdf_de_projet())
    assert "Recensement local" in contenu
    assert "1 500" in contenu


def test_le_pdf_est_balise_titre_en_francais_et_declare_ua():
    lecteur = PdfReader(BytesIO(bilan_complet().pdf_de_projet()))
    racine = lecteur.trailer["/Root"]
    assert racine["/MarkInfo"]["/Marked"]
    assert racine["/Lang"] == "fr"
    assert lecteur.metadata.title == "Bilan PAQTE - Nord - 1er semestre 2019"
    assert b"pdfuaid:part" in racine["/Metadata"].get_data()


def test_marianne_est_embarquee():
    lecteur = PdfReader(BytesIO(bilan_complet().pdf_de_projet()))
    assert all("Marianne" in police for police in polices(lecteur))


def test_les_pages_sont_numerotees():
    for _ in range(30):
        ConventionFactory()
    octets = bilan_complet().pdf_de_projet()
    total = len(PdfReader(BytesIO(octets)).pages)
    assert total > 1
    assert f"2/{total}" in texte(octets)


@pytest.mark.parametrize("lignes", [4, 12])
def test_une_rubrique_ne_reste_pas_seule_au_bas_d_une_page(lignes):
    _, contenu = lire_archive("bilan-2")
    contenu["resultats"]["precisions"] = "\n\n".join(["Une ligne de plus."] * lignes)
    pages = [page.extract_text() for page in PdfReader(BytesIO(Bilan.imprimer(contenu))).pages]
    [page] = [page for page in pages if "6. Éléments de contexte" in page]
    assert "Population des QPV" in page

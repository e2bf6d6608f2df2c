"""Réunir des PDF : balises, signets, liens et contenus de chacun."""

import io

import pytest
from pypdf import PdfReader

from national.reunion import Reunion
from remontees import pdf
from tests.balises import fautes
from tests.documents import lire_archive

DOCUMENTS = ("synthese_regionale-2", "bilan-2", "synthese-2")


@pytest.fixture(scope="module")
def reunis():
    """Les octets de trois lettres réunies après un cahier."""
    octets = [lire_archive(nom)[0] for nom in DOCUMENTS]
    reunion = Reunion(octets[0])
    region = reunion.ajouter(octets[1], "Nord")
    reunion.ajouter(octets[2], "Synthèse", region)
    pages = range(len(reunion.pages))
    reunion.estampiller(
        pdf.rendre_pdf("national/folios_pdf.html", {"recueil": None, "pages": pages})
    )
    return reunion.ecrire()


def test_rien_ne_perd_ses_balises(reunis):
    assert list(fautes(reunis)) == []
    racine = PdfReader(io.BytesIO(reunis)).trailer["/Root"]
    assert racine["/MarkInfo"]["/Marked"]
    assert racine["/Lang"] == "fr"
    assert b"pdfuaid:part" in racine["/Metadata"].get_data()


def test_le_contenu_des_pages_est_celui_des_documents(reunis):
    sources = [
        page.get_contents().get_data()
        for nom in DOCUMENTS
        for page in PdfReader(io.BytesIO(lire_archive(nom)[0])).pages
    ]
    reunies = [page.get_contents().get_data() for page in PdfReader(io.BytesIO(reunis)).pages]
    assert len(reunies) == len(sources)
    for source, reunie in zip(sources, reunies, strict=True):
        assert source.strip() in reunie


def test_les_signets_de_chacun_sont_sous_le_sien(reunis):
    signets = PdfReader(io.BytesIO(reunis)).outline
    nord = next(rang for rang, s in enumerate(signets) if getattr(s, "title", "") == "Nord")
    du_nord = signets[nord + 1]
    assert du_nord[0].title == "Bilan du PAQTE dans le Nord, 2d semestre 2019"
    assert "Synthèse" in [s.title for s in du_nord if not isinstance(s, list)]


def test_les_pages_se_suivent(reunis):
    pages = PdfReader(io.BytesIO(reunis)).pages
    assert f"Recueil, page 3 sur {len(pages)}" in pages[2].extract_text()

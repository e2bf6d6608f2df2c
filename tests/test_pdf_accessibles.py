"""Chaque PDF que donne le portail se lit à l'oreille : un autre que nous en juge (PDF/UA-1)."""

import pytest
from django.test import Client

from tests.adresses import adresses
from tests.balises import fautes, fautes_d_outloud

pytestmark = pytest.mark.django_db

# Venus d'ailleurs, et gardés tels quels.
DEPOSES = "anterieur_pdf"


@pytest.fixture
def documents(valideur_59, valideur_region_32, cget):
    """{adresse: PDF} de ce qui en donne un au préfet du Nord, à celui de sa région ou au CGET."""
    posees, trouves = adresses(valideur_59), {}
    for personne in (valideur_59, valideur_region_32, cget):
        client = Client()
        client.force_login(personne)
        for nom, adresse in posees.items():
            if nom not in trouves and "pdf" in nom and DEPOSES not in nom:
                reponse = client.get(adresse)
                if reponse.get("Content-Type") == "application/pdf":
                    trouves[nom] = b"".join(reponse) if reponse.streaming else reponse.content
    return trouves


def test_chaque_pdf_passe_un_verificateur_independant(documents):
    assert len(documents) > 10
    assert fautes_d_outloud(documents) == ""
    assert [(nom, faute) for nom, octets in documents.items() for faute in fautes(octets)] == []

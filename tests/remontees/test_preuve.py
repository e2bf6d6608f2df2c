"""La preuve publique : elle reconnaît une version figée, et rien d'autre."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.factories import bilan_complet, synthese_complete

pytestmark = pytest.mark.django_db

ADRESSE = reverse("preuve")


def deposer(client, octets):
    return client.post(ADRESSE, {"fichier": SimpleUploadedFile("recu.pdf", octets)})


def test_une_version_transmise_est_reconnue_sans_connexion(client, valideur_59):
    transmission = bilan_complet().transmettre(valideur_59)
    page = deposer(client, bytes(transmission.pdf)).text
    assert "Document reconnu" in page
    assert "version 1" in page


def test_un_octet_change_et_le_document_est_inconnu(client, valideur_59):
    octets = bytearray(bytes(synthese_complete().transmettre(valideur_59).pdf))
    octets[len(octets) // 2] ^= 1
    assert "Document inconnu" in deposer(client, bytes(octets)).text


def test_une_version_remplacee_le_dit(client, valideur_59, cget):
    bilan = bilan_complet()
    premiere = bilan.transmettre(valideur_59)
    bilan.renvoyer(cget, "À préciser")
    bilan.transmettre(valideur_59)
    assert "plus récente" in deposer(client, bytes(premiere.pdf)).text


def test_un_projet_n_est_pas_une_version(client, valideur_59):
    assert "Document inconnu" in deposer(client, bilan_complet().pdf_de_projet()).text


def test_sans_fichier_la_page_dit_quoi_faire(client):
    reponse = client.post(ADRESSE, {"csrfmiddlewaretoken": "jeton"})
    assert reponse.status_code == 422
    assert "Choisissez un fichier." in reponse.text


@pytest.mark.parametrize(
    ("nom", "titre"),
    [("preuve", "Aucun fichier n’a été vérifié"), ("relecture", "Ce fichier n’a pas été relu")],
)
def test_le_resume_des_erreurs_ne_parle_pas_d_enregistrer(client, cget, nom, titre):
    client.force_login(cget)
    page = client.post(reverse(nom), {"csrfmiddlewaretoken": "jeton"}).text
    assert titre in page
    assert "n’est pas enregistrée" not in page

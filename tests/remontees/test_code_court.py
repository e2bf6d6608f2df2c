"""Le code court et le QR d'une version : sur chaque page, et la page publique où ils mènent."""

import io

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from remontees.code_court import SIGNES, code_court, dessiner_qr, ecrire_code, lire_code
from remontees.relecture import relire
from tests.documents import figer_ailleurs
from tests.factories import bilan_complet

EMPREINTES = st.binary(min_size=32, max_size=32).map(bytes.hex)


@given(EMPREINTES)
def test_un_code_se_relit_comme_il_s_ecrit(empreinte):
    code = code_court(empreinte)
    assert (len(code), set(code) <= set(SIGNES)) == (12, True)
    assert lire_code(ecrire_code(code)) == lire_code(code.lower()) == code


@pytest.mark.parametrize(
    ("ecrit", "lu"),
    [
        ("7kq2 m9xa 4btd", "7KQ2M9XA4BTD"),
        ("OIL2-M9XA-4BTD", "0112M9XA4BTD"),
        ("7KQ2-M9XA", ""),
        ("7KQ2-M9XA-4BTU", ""),
        ("../../etc/passwd", ""),
        ("", ""),
    ],
)
def test_un_code_mal_ecrit_n_en_est_pas_un(ecrit, lu):
    assert lire_code(ecrit) == lu


def test_le_qr_est_un_dessin_sans_script():
    assert dessiner_qr("7KQ2M9XA4BTD").startswith(b"<svg")


@pytest.mark.django_db
def test_chaque_page_d_un_document_transmis_porte_son_code(valideur_59):
    transmission = bilan_complet().transmettre(valideur_59)
    pages = PdfReader(io.BytesIO(bytes(transmission.pdf))).pages
    attendu = f"Vérifier:{ecrire_code(transmission.code)}"
    assert [attendu in "".join(page.extract_text().split()) for page in pages] == [True] * len(
        pages
    )


@pytest.mark.django_db
def test_un_projet_n_a_pas_de_code():
    pages = PdfReader(io.BytesIO(bilan_complet().pdf_de_projet())).pages
    assert "Vérifier :" not in pages[0].extract_text()


@pytest.mark.django_db
def test_un_document_d_ailleurs_au_code_imprime_se_relit_intact(valideur_59):
    assert relire(figer_ailleurs(bilan_complet(), valideur_59)).est_intact


@pytest.fixture
def transmise(valideur_59, sans_rendu):
    return bilan_complet(strategie="Secret de la préfecture").transmettre(valideur_59)


def page_de(client, code):
    return client.get(reverse("verifier", args=[code]))


@pytest.mark.django_db
def test_la_page_publique_dit_ce_que_c_est_et_rien_de_son_contenu(client, transmise):
    page = page_de(client, ecrire_code(transmise.code)).text
    for dit in (str(transmise.remontee), "Version 1", "la dernière version"):
        assert dit in page
    assert "Secret de la préfecture" not in page
    assert "prefet-59" not in page


@pytest.mark.django_db
def test_une_version_remplacee_le_dit(client, transmise, agent_59, valideur_59):
    remontee = transmise.remontee
    remontee.rectifier(agent_59, "Un total est faux.")
    assert "en cours de rectification" in page_de(client, transmise.code).text
    seconde = remontee.transmettre(valideur_59)
    assert "Cette version est remplacée" in page_de(client, transmise.code).text
    assert "la dernière version" in page_de(client, seconde.code).text
    assert transmise.code != seconde.code


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["7KQ2-M9XA-4BTD", "n'importe quoi", "x" * 300])
def test_un_code_inconnu_se_dit(client, transmise, code):
    reponse = page_de(client, code)
    assert reponse.status_code == 404
    assert "Code inconnu" in reponse.text


@pytest.mark.django_db
def test_un_code_se_tape_sur_la_page_de_verification(client, transmise):
    page = client.get(reverse("preuve")).text
    assert reverse("verifier_code") in page
    reponse = client.get(reverse("verifier_code"), {"code": ecrire_code(transmise.code).lower()})
    assert "Version 1" in client.get(reponse.url).text
    assert client.get(reverse("verifier_code")).status_code == 302

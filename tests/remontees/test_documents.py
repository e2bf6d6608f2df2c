"""Des documents joints à une convention, une réunion, un protocole : reconnus, bornés, réservés."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from paqte.models import ReunionComite
from remontees.models import Document
from remontees.pieces import ODT, TAILLE_MAXIMALE
from tests.factories import ConventionFactory, DepartementFactory, ProtocoleFactory

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n...\n%%EOF\n"


def odt(type_mime=ODT[0], autre=b""):
    octets = io.BytesIO()
    with zipfile.ZipFile(octets, "w") as archive:
        archive.writestr("mimetype", type_mime)
        archive.writestr("content.xml", b"<x/>" + autre)
    return octets.getvalue()


def image(forme):
    octets = io.BytesIO()
    Image.new("RGB", (2, 2)).save(octets, forme)
    return octets.getvalue()


@pytest.fixture
def convention():
    return ConventionFactory(entreprise__departement__code="59")


@pytest.fixture
def agent(client, agent_59):
    client.force_login(agent_59)
    return client


def page_de(objet, genre="convention"):
    return reverse("documents", args=[genre, objet.pk])


def joindre(client, adresse, octets, nom="Compte rendu (2).exe"):
    return client.post(adresse, {"fichier": SimpleUploadedFile(nom, octets)})


@pytest.mark.parametrize(
    ("octets", "nom", "type_mime"),
    [
        (PDF, "compte-rendu-2.pdf", "application/pdf"),
        (odt(), "compte-rendu-2.odt", ODT[0]),
        (image("PNG"), "compte-rendu-2.png", "image/png"),
        (image("JPEG"), "compte-rendu-2.jpg", "image/jpeg"),
    ],
)
def test_un_document_est_reconnu_a_son_contenu_et_se_telecharge(
    agent, convention, octets, nom, type_mime
):
    assert joindre(agent, page_de(convention), octets).url == page_de(convention)
    document = Document.objects.get()
    assert (document.nom, document.type_mime, document.taille) == (nom, type_mime, len(octets))
    assert nom in agent.get(page_de(convention)).text
    recu = agent.get(document.get_absolute_url())
    assert recu.content == octets
    assert recu["Content-Disposition"] == f'attachment; filename="{nom}"'
    politique = recu["Content-Security-Policy"].split("; ")
    assert {"default-src 'self'", "sandbox"} <= set(politique)
    assert recu["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "octets",
    [
        b"<html><script>alert(1)</script></html>",
        b"%PDF-1.7 coup\xc3\xa9",
        odt("application/vnd.oasis.opendocument.spreadsheet"),
        b"PK\x03\x04" + b"0" * 60,
        image("GIF"),
        image("PNG")[:30],
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    ],
)
def test_tout_autre_contenu_se_refuse(agent, convention, octets):
    page = joindre(agent, page_de(convention), octets, "note.pdf")
    assert page.status_code == 422
    assert "ni un PDF, ni un ODT, ni une image" in page.text
    assert not Document.objects.exists()


def test_un_fichier_trop_lourd_ou_de_trop_se_refuse(agent, convention):
    lourd = PDF + b"0" * TAILLE_MAXIMALE
    assert "dépasse 5 Mo" in joindre(agent, page_de(convention), lourd).text
    for _ in range(10):
        joindre(agent, page_de(convention), PDF)
    assert "10 documents y sont déjà joints" in joindre(agent, page_de(convention), PDF).text
    assert Document.objects.count() == 10


def test_sa_region_le_lit_et_personne_d_autre(client, agent, agent_13, region_32, convention):
    joindre(agent, page_de(convention), PDF)
    document = Document.objects.get()
    client.force_login(region_32)
    assert client.get(document.get_absolute_url()).status_code == 200
    page = client.get(page_de(convention))
    assert "Joindre un document" not in page.text
    joindre(client, page_de(convention), PDF)
    assert Document.objects.count() == 1
    supprimer = reverse("document_supprimer", args=[document.pk])
    assert client.post(supprimer).status_code == 404
    client.force_login(agent_13)
    for adresse in (document.get_absolute_url(), page_de(convention), supprimer):
        assert client.get(adresse).status_code == 404


def test_un_document_se_retire(agent, convention):
    joindre(agent, page_de(convention), PDF)
    reponse = agent.post(reverse("document_supprimer", args=[Document.objects.get().pk]))
    assert reponse.url == page_de(convention)
    assert not Document.objects.exists()


def test_une_reunion_a_son_compte_rendu_qui_s_en_va_avec_elle(agent):
    reunion = ReunionComite.objects.create(
        departement=DepartementFactory(code="59"), date="2019-04-02"
    )
    joindre(agent, page_de(reunion, "reunion"), PDF)
    adresse = page_de(reunion, "reunion")
    assert adresse in agent.get(reverse("paqte:animation", args=["59"])).text
    agent.post(reverse("paqte:reunion_supprimer", args=[reunion.pk]))
    assert not Document.objects.exists()


def test_un_protocole_a_ses_documents(agent):
    protocole = ProtocoleFactory(contrat__departement__code="59")
    joindre(agent, page_de(protocole, "protocole"), odt())
    assert Document.objects.get().objet == protocole
    assert page_de(protocole, "protocole") in agent.get(protocole.get_absolute_url()).text


def test_une_convention_qui_a_un_document_n_est_pas_vide(agent, convention):
    joindre(agent, page_de(convention), PDF)
    assert not convention.est_vide


def test_un_genre_inconnu_n_existe_pas(agent, convention):
    assert agent.get(reverse("documents", args=["bilan", convention.pk])).status_code == 404

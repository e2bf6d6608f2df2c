"""Ce qu'on écrit dans un texte reste du texte : dans la page, le PDF, le courriel."""

import http.server
import io
import threading

import pytest
from django.core import mail
from django.urls import reverse
from pypdf import PdfReader

from contrats.models import Synthese
from paqte.models import Bilan
from remontees import pdf
from remontees.models import Campagne
from tests.factories import (
    ExempleFactory,
    UtilisateurFactory,
    bilan_complet,
    synthese_complete,
)

pytestmark = pytest.mark.django_db

MARQUE = "<script>piege()</script><img src=x onerror=piege()><b>gras</b>"
BRUTES = ("<script>piege()", "<img src=x", "<b>gras</b>")


def assert_inerte(html):
    """La marque est dans le texte, et nulle part en balises."""
    assert "piege()" in html
    assert [balise for balise in BRUTES if balise in html] == []


@pytest.fixture
def remontees(valideur_59, cget):
    """Un bilan et une synthèse transmis, commentés et renvoyés, dont chaque texte est la marque."""
    valideur_59.last_name = valideur_59.fonction = MARQUE
    valideur_59.save()
    faites = [
        bilan_complet(**dict.fromkeys(Bilan.textes_repris, MARQUE)),
        synthese_complete(**dict.fromkeys(Synthese.textes_repris, MARQUE)),
    ]
    for remontee in faites:
        remontee.transmettre(valideur_59)
        remontee.refresh_from_db()
        remontee.commenter(cget, remontee.textes_repris[0], MARQUE)
        remontee.renvoyer(cget, MARQUE)
    return faites


@pytest.mark.parametrize("personne", ["valideur_59", "cget"])
def test_une_remontee_montre_la_marque_sans_l_executer(client, request, remontees, personne):
    client.force_login(request.getfixturevalue(personne))
    for remontee in remontees:
        for adresse in (remontee.get_absolute_url(), reverse("accueil")):
            page = client.get(adresse).text
            assert [balise for balise in BRUTES if balise in page] == []
        assert_inerte(client.get(remontee.get_absolute_url()).text)


def test_le_pdf_montre_la_marque_telle_quelle(remontees):
    for remontee in remontees:
        octets = bytes(remontee.transmissions.first().pdf)
        texte = "".join(
            "".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(octets)).pages
        )
        assert "<script>piege()</script>" in texte
        contexte = {"contenu": remontee.contenu(), "projet": True}
        assert_inerte(pdf.html(remontee.gabarit_pdf, contexte))


def test_les_courriels_montrent_la_marque_sans_l_executer(remontees):
    # Transmise au destinataire et à la préfecture, puis renvoyée : pour chaque remontée.
    assert len(mail.outbox) == 8
    for message in mail.outbox:
        ((html, _),) = message.alternatives
        assert [balise for balise in BRUTES if balise in html] == []
    assert any("piege()" in message.alternatives[0][0] for message in mail.outbox)


def test_les_consignes_d_une_campagne_restent_du_texte(client, valideur_59, cget):
    campagne = Campagne.objects.create(
        genre="bilan",
        periode="2019-s1",
        ouverture_le="2019-06-01",
        echeance_le="2019-07-31",
        consignes=MARQUE,
    )
    bilan = bilan_complet()
    client.force_login(cget)
    assert_inerte(client.get(campagne.get_absolute_url()).text)
    client.force_login(valideur_59)
    page = client.get(bilan.get_absolute_url()).text + client.get(reverse("accueil")).text
    assert [balise for balise in BRUTES if balise in page] == []


def test_un_exemple_publie_reste_du_texte(client, agent_13):
    exemple = ExempleFactory(titre=MARQUE, texte=MARQUE, publie=MARQUE)
    type(exemple).objects.update(texte_publie=MARQUE)
    client.force_login(agent_13)
    for adresse in (reverse("partage:exemples"), exemple.get_absolute_url()):
        assert_inerte(client.get(adresse).text)


def test_une_invitation_ne_porte_pas_de_balise(client, administrateur):
    personne = UtilisateurFactory(first_name=MARQUE[:40], last_name=MARQUE[:60], is_active=False)
    client.force_login(administrateur)
    client.post(reverse("personne_renvoyer", args=[personne.pk]))
    ((html, _),) = mail.outbox[0].alternatives
    assert [balise for balise in BRUTES if balise in html] == []


@pytest.fixture
def oreille():
    """Un serveur HTTP local qui retient chaque demande, et redirige vers un fichier."""
    recues = []

    class Oreille(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            recues.append(self.path)
            self.send_response(302)
            self.send_header("Location", "file:///etc/hostname")
            self.end_headers()

        def log_message(self, *arguments):
            pass

    serveur = http.server.HTTPServer(("127.0.0.1", 0), Oreille)
    fil = threading.Thread(target=serveur.serve_forever)
    fil.start()
    yield f"http://127.0.0.1:{serveur.server_port}", recues
    serveur.shutdown()
    serveur.server_close()
    fil.join()


ATTAQUES = (
    "<img src='{0}/img'><object data='{0}/objet'></object><iframe src='{0}/cadre'></iframe>",
    "<link rel=stylesheet href='{0}/lien'><style>@import url({0}/import);</style>",
    "<p style='background:url({0}/fond)'>x</p><svg><image href='{0}/svg'/></svg>",
    "<link rel=attachment href='{0}/jointe'><a rel=attachment href='file:///etc/hostname'>x</a>",
    "<img src='file:///etc/hostname'><img src='statique:///../../../etc/hostname'>",
    "<img src='data:text/html;base64,PGI+'>",
    "<style>@font-face{{font-family:a;src:url({0}/police)}}p{{font-family:a}}</style>",
)


def test_le_texte_d_un_bilan_ne_fait_rien_ouvrir(oreille):
    adresse, recues = oreille
    attaques = [attaque.format(adresse) for attaque in ATTAQUES]
    bilan = bilan_complet(strategie="\n\n".join(attaques))
    pages = PdfReader(io.BytesIO(bilan.pdf_de_projet())).pages
    texte = "".join("".join(page.extract_text() for page in pages).split())
    assert [a for a in attaques if "".join(a[:30].split()) not in texte] == []
    assert recues == []


@pytest.mark.parametrize("attaque", ATTAQUES)
def test_meme_des_balises_passees_au_rendu_n_ouvrent_rien(monkeypatch, oreille, attaque):
    adresse, recues = oreille
    page = f"<html lang=fr><title>t</title><body>{attaque.format(adresse)}<p id=fin>ouvert"
    monkeypatch.setattr(pdf, "html", lambda gabarit, contexte: page)
    lecteur = PdfReader(io.BytesIO(pdf.rendre_pdf("peu-importe", {})))
    assert recues == []
    assert not lecteur.attachments
    with open("/etc/hostname", encoding="utf-8") as secret:
        assert secret.read().strip() not in "".join(p.extract_text() for p in lecteur.pages)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/",
        "https://exemple.fr/a.css",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "/etc/passwd",
        "data:text/plain,bonjour",
        "statique:///../manage.py",
        "statique:///%2e%2e/manage.py",
        "statique://hote/../../etc/passwd",
        "gopher://127.0.0.1/",
    ],
)
def test_le_lecteur_n_ouvre_que_les_statiques(url):
    with pytest.raises(Exception, match=r"refusée|outside|SuspiciousFileOperation"):
        pdf.LecteurDeStatiques().fetch(url)

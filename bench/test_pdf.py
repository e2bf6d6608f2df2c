"""Les PDF que sert le portail, face à WeasyPrint seul et à un Chromium froid, sur le même HTML."""

import os
import subprocess
from concurrent.futures import ProcessPoolExecutor
from unittest import mock

import pytest
from django.test import Client
from django.urls import reverse
from weasyprint import HTML

from bench.mesures import mesurer
from bench.rapport import noter
from donnees import referentiels
from paqte.models import Axe, Indicateur
from remontees import pdf
from tests.factories import (
    CibleFactory,
    ContratFactory,
    ConventionFactory,
    EngagementFactory,
    ProtocoleFactory,
    ResultatFactory,
    UtilisateurFactory,
    bilan_complet,
    synthese_complete,
)
from tests.solidite.serveur import FORKSERVER

# La machine travaille aussi à autre chose : en cinq tours, la plus courte durée n’est pas la vraie.
TOURS = 8


@pytest.fixture
def seul():
    """Rend une fonction qui fait le PDF d'un HTML par WeasyPrint seul.

    Dans un processus né comme ceux de gunicorn : celui de pytest, plus gros, n'a pas le même pas.
    """
    with ProcessPoolExecutor(1, mp_context=FORKSERVER) as autre:
        yield lambda page: autre.submit(_imprimer, page).result()


def _imprimer(page):
    HTML(string=page, url_fetcher=pdf.LecteurDeStatiques()).write_pdf(**pdf.OPTIONS)


def _bilan():
    bilan = bilan_complet()
    for _ in range(60):
        convention = ConventionFactory(axes=list(Axe.objects.all()))
        for indicateur in Indicateur.objects.all():
            CibleFactory(convention=convention, indicateur=indicateur)
            ResultatFactory(convention=convention, indicateur=indicateur)
    return reverse("paqte:bilan_pdf", args=[bilan.periode, bilan.departement_id])


def _synthese():
    synthese = synthese_complete(
        demarches="Une phrase sur les habitants.\n\n" * 90, exemples="- un exemple\n" * 60
    )
    for rang in range(30):
        ProtocoleFactory(
            contrat=ContratFactory(departement=synthese.departement, nom=f"Contrat {rang}")
        )
    return synthese


def _protocole():
    protocole = ProtocoleFactory(contrat__departement__code="59")
    for _ in range(40):
        EngagementFactory(protocole=protocole, texte="Ouvrir un guichet unique. " * 10)
    return reverse("contrats:protocole_pdf", args=[protocole.contrat_id])


def _mesures_du_html(personne, client, adresse, seul, tmp_path):
    """Rend les secondes de la page PDF, de WeasyPrint seul et de Chromium sur son HTML.

    `client` ouvre ici la page que `personne` demande au serveur, pour en connaître le HTML.
    """
    with mock.patch.object(pdf, "html", wraps=pdf.html) as fabrique:
        client.get(adresse)
    assert personne.lire(adresse).status_code == 200
    page = pdf.html(*fabrique.call_args.args)
    fichier = tmp_path / "page.html"
    fichier.write_text(page, encoding="utf-8")

    def chromium():
        commande = [os.environ["CHROMIUM"], "--headless", "--no-sandbox", "--disable-gpu"]
        commande += ["--disable-background-networking", f"--user-data-dir={tmp_path / 'profil'}"]
        commande += [f"--print-to-pdf={tmp_path / 'page.pdf'}", fichier.as_uri()]
        subprocess.run(commande, check=True, capture_output=True)

    return mesurer(
        lambda: personne.lire(adresse),
        lambda: seul(page),
        chromium,
        tours=TOURS,
    )


@pytest.mark.usefixtures("transactional_db")
def test_pdf(tmp_path, servir, connecter, seul):
    referentiels.charger_referentiels()
    client, agent = Client(), UtilisateurFactory(role="agent", departements=["59"])
    personne = connecter(servir(processus=1), agent)
    client.force_login(agent)
    synthese = _synthese()
    adresses = {
        "bilan de 60 conventions": _bilan(),
        "protocole de 40 engagements": _protocole(),
        "synthèse de 5 pages": synthese.adresse("pdf"),
        "tableau des 40 mesures": reverse("mesures:pdf"),
    }
    lignes = []
    for nom, adresse in adresses.items():
        portail, nu, chromium = _mesures_du_html(personne, client, adresse, seul, tmp_path)
        lignes.append(
            (
                nom,
                f"{portail:.2f} s",
                f"{nu:.2f} s",
                f"{portail / nu:.2f} (1,15 au plus)",
                f"{chromium:.2f} s",
                f"{portail / chromium:.2f} (0,5 au plus)",
            )
        )
    textes = {nom: getattr(synthese, nom) for nom in synthese.contenu()["textes"]}
    page = pdf.html(synthese.gabarit_pdf, {"contenu": synthese.contenu(), "projet": True})
    ecrit = textes | {"verrou": 0}
    assert personne.envoyer(synthese.adresse("jauge"), ecrit).status_code == 200
    jauge, nu = mesurer(
        lambda: personne.envoyer(synthese.adresse("jauge"), ecrit),
        lambda: seul(page),
        tours=TOURS,
    )
    lignes.append(
        (
            "jauge de la même synthèse",
            f"{jauge:.2f} s",
            f"{nu:.2f} s",
            f"{jauge / nu:.2f}",
            "",
            "",
        )
    )
    noter(
        "PDF", ["", "portail", "WeasyPrint seul", "rapport", "Chromium à froid", "rapport "], lignes
    )

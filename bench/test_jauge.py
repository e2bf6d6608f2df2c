"""La jauge d'une synthèse de cinq pages, face à WeasyPrint seul sur le même HTML."""

import pytest
from weasyprint import HTML

from bench.mesures import TOURS, mesurer
from remontees import pdf
from tests.factories import ContratFactory, ProtocoleFactory, UtilisateurFactory, synthese_complete


@pytest.mark.django_db
def test_jauge_d_une_synthese_de_cinq_pages(client):
    synthese = synthese_complete(
        demarches="Une phrase sur les habitants.\n\n" * 90, exemples="- un exemple\n" * 60
    )
    for rang in range(30):
        ProtocoleFactory(
            contrat=ContratFactory(departement=synthese.departement, nom=f"Contrat {rang}")
        )
    client.force_login(UtilisateurFactory(role="agent", departements=["59"]))
    textes = {nom: getattr(synthese, nom) for nom in synthese.contenu()["textes"]}

    def le_portail():
        reponse = client.post(synthese.adresse("jauge"), textes | {"verrou": 0})
        assert reponse.status_code == 200

    page = pdf.html(synthese.gabarit_pdf, {"contenu": synthese.contenu(), "projet": True})

    def weasyprint_seul():
        HTML(string=page, url_fetcher=pdf.LecteurDeStatiques()).write_pdf(**pdf.OPTIONS)

    portail, plancher = mesurer(le_portail, weasyprint_seul)
    print(f"\nJauge d'une synthèse de {synthese.jauge().nombre} pages, médianes de {TOURS} tours :")
    print(f"  portail {portail:.3f} s ; WeasyPrint seul {plancher:.3f} s", end=" ; ")
    print(f"rapport {portail / plancher:.2f} (attendu : 1,5 au plus)")

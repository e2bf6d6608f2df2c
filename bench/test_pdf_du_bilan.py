"""Le PDF d'un bilan de 60 conventions, face à WeasyPrint seul sur le même HTML."""

import pytest
from weasyprint import HTML

from bench.mesures import TOURS, mesurer
from donnees import referentiels
from paqte.models import Axe, Indicateur
from remontees import pdf
from tests.factories import CibleFactory, ConventionFactory, ResultatFactory, bilan_complet


@pytest.mark.django_db
def test_pdf_d_un_bilan_de_60_conventions():
    referentiels.charger()
    bilan = bilan_complet()
    for _ in range(60):
        convention = ConventionFactory(axes=list(Axe.objects.all()))
        for indicateur in Indicateur.objects.all():
            CibleFactory(convention=convention, indicateur=indicateur)
            ResultatFactory(convention=convention, indicateur=indicateur)

    def le_portail():
        bilan.pdf_de_projet()

    page = pdf.html(bilan.gabarit_pdf, {"contenu": bilan.contenu(), "projet": True})

    def weasyprint_seul():
        HTML(string=page, url_fetcher=pdf.LecteurDeStatiques()).write_pdf(**pdf.OPTIONS)

    portail, plancher = mesurer(le_portail, weasyprint_seul)
    print(f"\nPDF d'un bilan de 60 conventions, médianes de {TOURS} tours alternés :")
    print(f"  portail {portail:.3f} s ; WeasyPrint seul {plancher:.3f} s", end=" ; ")
    print(f"rapport {portail / plancher:.2f} (attendu : 1,3 au plus)")

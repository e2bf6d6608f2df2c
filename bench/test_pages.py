"""Les pages principales, au dixième de la nation puis à la nation, face à une page DSFR nue."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.mesures import mesurer
from bench.rapport import noter
from donnees import demo

# Ce que l'issue demande : une liste en quatre fois la page nue au plus, un tableau de bord en six.
LISTES = {
    "quartiers": ("cget", "quartiers:liste"),
    "conventions": ("cget", "paqte:conventions"),
    "contrats": ("cget", "contrats:contrats"),
    "bilans": ("cget", "paqte:bilans"),
    "synthèses": ("cget", "syntheses"),
    "valeurs": ("cget", "mesures:valeurs"),
    "comptes": ("admin", "personnes"),
}
TABLEAUX = {
    "accueil d’une préfecture": ("agent-59", "accueil"),
    "accueil du CGET": ("cget", "accueil"),
    "tableau national": ("cget", "national:tableau"),
    "40 mesures": ("cget", "mesures:tableau"),
}


def _mesurer(nature, pages, plafond):
    nue = Client()
    for nom, (compte, adresse) in pages.items():
        client = Client()
        client.force_login(get_user_model().objects.get(username=compte))
        page, plancher = mesurer(
            lambda client=client, adresse=adresse: client.get(reverse(adresse)),
            lambda: nue.get(reverse("accessibilite")),
        )
        with CaptureQueriesContext(connection) as requetes:
            reponse = client.get(reverse(adresse))
        assert reponse.status_code == 200
        yield (
            nature,
            nom,
            f"{page * 1000:.0f} ms",
            f"{plancher * 1000:.0f} ms",
            f"{page / plancher:.1f} ({plafond} au plus)",
            len(requetes),
            f"{len(reponse.content) / 1000:.0f} ko",
        )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("echelle", "nom"), [(0.1, "au dixième de la nation"), (1, "à la taille de la nation")]
)
def test_pages(settings, echelle, nom):
    settings.DEMO = True
    demo.charger(echelle)
    lignes = [*_mesurer("liste", LISTES, 4), *_mesurer("tableau", TABLEAUX, 6)]
    entetes = ["", "page", "portail", "page nue", "rapport", "requêtes", "poids"]
    noter(f"Pages, {nom}", entetes, lignes)

"""Les pages principales, à la taille de la nation puis à dix fois, face à une page DSFR nue.

Toutes sont servies par le même gunicorn. La page nue a la même base et la même personne connectée,
mais rien à montrer.
"""

import copy
import datetime
import time
from functools import partial
from urllib.parse import urlsplit

import pytest
import requests
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.limites import parcourir
from bench.mesures import mesurer
from bench.rapport import noter
from comptes.models import Utilisateur
from contrats.models import ContratDeVille
from donnees import demo
from mesures.models import Valeur
from paqte.models import Convention, ResultatConvention
from quartiers.models import Quartier

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


# Ce que chaque copie change à son original pour rester unique.
COPIES = {
    Quartier: lambda quartier, n: setattr(quartier, "code", f"{n}{quartier.code[1:]}"),
    ContratDeVille: lambda contrat, n: setattr(contrat, "nom", f"{contrat.nom} {n}"),
    Convention: lambda convention, n: setattr(
        convention, "date_signature", convention.date_signature - datetime.timedelta(n)
    ),
    Valeur: lambda valeur, n: setattr(valeur, "le", valeur.le - datetime.timedelta(9999 * n)),
    Utilisateur: lambda compte, n: (
        setattr(compte, "username", f"{n}-{compte.username}"),
        setattr(compte, "email", ""),
    ),
}


def _mesurer(nature, pages, plafond, ouvrir_session):
    """Rend une ligne par page : sa durée, celle d'une page nue de la même personne connectée."""
    nue = reverse("temoins")
    for nom, (compte, adresse) in pages.items():
        user = get_user_model().objects.get(username=compte)
        personne, client = ouvrir_session(user), Client()
        assert personne.lire(reverse(adresse)).status_code == 200
        page, plancher, sans_compte = mesurer(
            lambda personne=personne, adresse=adresse: personne.lire(reverse(adresse)),
            lambda personne=personne: personne.lire(nue),
            lambda personne=personne: requests.get(personne.adresse + nue, timeout=60),
            tours=20,
        )
        client.force_login(user)
        # Les sommes, que le serveur mesuré tient, se gardent aussi dans ce processus.
        client.get(reverse(adresse))
        with CaptureQueriesContext(connection) as requetes:
            reponse = client.get(reverse(adresse))
        assert reponse.status_code == 200
        yield (
            nature,
            nom,
            f"{page * 1000:.0f} ms",
            f"{plancher * 1000:.1f} ms",
            f"{page / plancher:.1f} ({plafond} au plus)",
            f"{sans_compte * 1000:.1f} ms",
            len(requetes),
            f"{len(reponse.content) / 1000:.0f} ko",
        )


def _national_apres_une_ecriture(personne):
    """Rend la plus courte durée du tableau national juste après une saisie, et ses requêtes : ses
    sommes se refont.

    La saisie n'est pas dans la durée.
    """
    adresse, durees = reverse("national:tableau"), []
    for _ in range(10):
        ResultatConvention.objects.first().save()
        debut = time.perf_counter()
        personne.lire(adresse)
        durees.append(time.perf_counter() - debut)
    client = Client()
    client.force_login(get_user_model().objects.get(username="cget"))
    ResultatConvention.objects.first().save()
    with CaptureQueriesContext(connection) as requetes:
        client.get(adresse)
    return min(durees), len(requetes)


def _decupler():
    """Ajoute neuf copies de ce que montrent les listes."""
    for modele, changer in COPIES.items():
        originaux = list(modele.objects.all())
        for rang in range(1, 10):
            copies = [copy.copy(original) for original in originaux]
            for copie in copies:
                copie.pk = None
                changer(copie, rang)
            modele.objects.bulk_create(copies, ignore_conflicts=True, batch_size=2000)
        assert modele.objects.count() > 9 * len(originaux)


@pytest.mark.usefixtures("transactional_db")
def test_pages(settings, servir, connecter):
    settings.DEMO = True
    demo.charger(1)
    ouvrir_session = partial(connecter, servir(processus=1))
    _noter("à la taille de la nation", ouvrir_session)
    _noter_les_limites()
    _decupler()
    _noter("à dix fois la nation", ouvrir_session)


def _noter(taille, ouvrir_session):
    # Ce que PostgreSQL fait de lui-même, mais une minute plus tard.
    connection.cursor().execute("VACUUM ANALYZE")
    lignes = [
        *_mesurer("liste", LISTES, 4, ouvrir_session),
        *_mesurer("tableau", TABLEAUX, 6, ouvrir_session),
    ]
    personne = ouvrir_session(get_user_model().objects.get(username="cget"))
    apres, requetes = _national_apres_une_ecriture(personne)
    nom = "tableau national, juste après une saisie"
    lignes.append(("", nom, f"{apres * 1000:.0f} ms", *[""] * 3, requetes, ""))
    entetes = [
        "",
        "page",
        "portail",
        "page nue",
        "rapport",
        "nue, sans compte",
        "requêtes",
        "poids avant compression",
    ]
    noter(f"Pages, {taille}", entetes, lignes)


def _noter_les_limites():
    lignes = []
    for compte in ("agent-59", "prefet-59", "region-32", "cget", "ministere-emploi", "admin"):
        pages = list(parcourir(get_user_model().objects.get(username=compte)))
        requetes, _, bavarde = max(pages)
        poids, lourde = max((octets, adresse) for _, octets, adresse in pages)
        lignes.append(
            (
                compte,
                len(pages),
                f"{requetes} (15 au plus)",
                f"`{urlsplit(bavarde).path}`",
                f"{poids / 1000:.0f} ko (100 au plus)",
                f"`{urlsplit(lourde).path}`",
            )
        )
    entetes = ["compte", "pages ouvertes", "le plus de requêtes", "page", "le plus lourd", "page "]
    remarque = "En suivant les liens depuis l’accueil, deux exemples par sorte de page."
    noter("Pages, toutes celles d’un compte", entetes, lignes, remarque)

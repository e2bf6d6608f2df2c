"""L'import de 20 000 valeurs, page par page : déposer, lire l'aperçu, confirmer, annuler."""

import datetime
import os
import time
from itertools import product
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from bench.rapport import noter
from donnees import referentiels
from mesures.models import Indicateur, Mesure, Ministere, Valeur
from quartiers.models import Departement, Region
from tests.factories import UtilisateurFactory

NOMBRE = 20_000
ENTETE = "indicateur;territoire;date;valeur;source\n"


@pytest.fixture
def ecrire(client, db):
    """Rend de quoi écrire un fichier de 20 000 valeurs que tient le ministère connecté."""
    referentiels.charger_referentiels()
    ministere = UtilisateurFactory(role="ministere", national=True)
    chef = Ministere.objects.create(nom="Travail")
    chef.membres.add(ministere)
    Mesure.objects.update(chef_de_file=chef)
    entiers = Indicateur.objects.filter(nature=Indicateur.Nature.ENTIER)
    codes = entiers.values_list("code", flat=True)[:10]
    # Un code qui est aussi celui d'une région serait refusé : l'import ne devine pas.
    sans_region = Departement.objects.exclude(code__in=Region.objects.values("code"))
    departements = sans_region.values_list("code", flat=True)[:80]
    jours = [datetime.date(2015, 1, 1) + datetime.timedelta(n) for n in range(25)]
    lieux = list(product(codes, departements, jours))
    client.force_login(ministere)

    def ecrire(plus):
        corps = "".join(f"{c};{d};{j};{n + plus};Essai\n" for n, (c, d, j) in enumerate(lieux))
        return (ENTETE + corps).encode()

    return ecrire


def _chronometrer(action):
    """Rend ce que rend l’action, et sa durée (dont calcul du portail + de la base)."""
    debut, calcul, base = time.perf_counter(), time.process_time(), _calcul_de_la_base()
    rendu = action()
    calcul, base = time.process_time() - calcul, _calcul_de_la_base() - base
    return rendu, f"{time.perf_counter() - debut:.1f} s (dont {calcul:.1f} + {base:.1f})"


def _calcul_de_la_base():
    """Rend les secondes de calcul du PostgreSQL de cette machine qui sert cette connexion."""
    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    champs = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, champs[11:13])) / os.sysconf("SC_CLK_TCK")


def _importer(client, octets):
    """Rend ce qu'a pris chaque page, et l'adresse de l'aperçu."""
    fichier = SimpleUploadedFile("valeurs.csv", octets)
    depot, deposer = _chronometrer(
        lambda: client.post(reverse("mesures:import"), {"fichier": fichier})
    )
    page, lire = _chronometrer(lambda: client.get(depot.url))
    lu = {"apercu_lu": page.context["form"]["apercu_lu"].value()}
    reponse, confirmer = _chronometrer(lambda: client.post(depot.url, lu))
    assert reponse.status_code == 302
    return (deposer, lire, confirmer), depot.url


@pytest.mark.django_db
def test_import_de_20_000_valeurs(client, ecrire):
    creer, _ = _importer(client, ecrire(0))
    modifier, adresse = _importer(client, ecrire(1))
    apercu, lire = _chronometrer(lambda: client.get(f"{adresse}annuler/"))
    assert apercu.status_code == 200
    reponse, annuler = _chronometrer(lambda: client.post(f"{adresse}annuler/"))
    assert reponse.status_code == 302
    assert Valeur.objects.filter(source="Essai").count() == NOMBRE
    gestes = ("déposer", "aperçu", "confirmer (10 s au plus)")
    noter(
        f"Import de {NOMBRE} valeurs",
        ["", "tout créer", "tout modifier"],
        [
            *zip(gestes, creer, modifier, strict=True),
            ("aperçu de l’annulation", "", lire),
            ("annuler", "", annuler),
        ],
        "Entre parenthèses, le calcul du portail, puis celui de la base.",
    )

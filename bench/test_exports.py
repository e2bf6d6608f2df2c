"""L'export d'un million de valeurs : la mémoire du serveur reste plate, ligne à ligne."""

import datetime
import resource
import time
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from bench.rapport import noter
from mesures.models import Valeur
from tests.factories import DepartementFactory, UtilisateurFactory, ValeurFactory

# Un territoire n'a qu'une valeur par jour : les copies courent sur vingt-sept siècles.
COPIER = """
INSERT INTO mesures_valeur (le, {colonnes})
SELECT date '0001-01-01' + jour, {colonnes}
FROM mesures_valeur CROSS JOIN generate_series(%s, %s) jour WHERE id = %s
"""


def _copier(valeur, depuis, jusqu_a):
    """Copie une valeur, une par jour, du rang `depuis` au rang `jusqu_a`."""
    champs = Valeur._meta.concrete_fields
    colonnes = ", ".join(c.column for c in champs if c.column not in {"id", "le"})
    with connection.cursor() as curseur:
        curseur.execute(COPIER.format(colonnes=colonnes), [depuis, jusqu_a, valeur.pk])


def _memoire():
    """Rend la mémoire qu'occupe ce processus, en mégaoctets."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1024**2


def _recevoir(client, adresse):
    """Rend les secondes, les lignes, les octets, et la mémoire que l'export a prise (Mo)."""
    debut, avant, recues, octets, sommet = time.perf_counter(), _memoire(), 0, 0, 0
    for morceau in client.get(adresse):
        recues, octets = recues + 1, octets + len(morceau)
        if recues % 5000 == 0:
            sommet = max(sommet, _memoire())
    return time.perf_counter() - debut, recues, octets, sommet - avant


@pytest.mark.django_db
def test_un_million_de_valeurs():
    DepartementFactory()
    valeur = ValeurFactory(nombre=12, source="Banc", le=datetime.date(1, 1, 1))
    client = Client()
    client.force_login(UtilisateurFactory(role="cget", national=True))
    adresse = reverse("export", args=["valeurs", "csv"])
    lignes, total = [], 1
    for objectif in (10_000, 1_000_000):
        _copier(valeur, total, objectif - 1)
        total = objectif
        duree, recues, octets, memoire = _recevoir(client, adresse)
        # L'en-tête, puis une ligne par valeur.
        assert recues == 1 + total
        lignes.append(
            (f"{total} valeurs", f"{duree:.1f} s", f"{octets / 1e6:.1f} Mo", f"{memoire:.0f} Mo")
        )
    noter(
        "Export de toutes les valeurs",
        ["", "durée", "fichier", "mémoire prise en plus, au plus haut"],
        lignes,
    )

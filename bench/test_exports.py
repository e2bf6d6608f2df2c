"""L'export d'un million de valeurs : la mémoire du serveur reste plate, ligne à ligne."""

import datetime
import resource
import time

import pytest
from django.test import Client
from django.urls import reverse

from bench.rapport import noter
from mesures.models import Valeur
from mesures.models.valeur import NATION
from tests.factories import IndicateurNationalFactory, UtilisateurFactory

LOT = 50_000


@pytest.mark.django_db
def test_un_million_de_valeurs():
    indicateur, _ = IndicateurNationalFactory(), DepartementFactory()
    client = Client()
    client.force_login(UtilisateurFactory(role="cget", national=True))
    adresse = reverse("export", args=["valeurs", "csv"])
    premier_jour = datetime.date(1, 1, 1)
    lignes, total = [], 0
    for objectif in (10_000, 100_000, 1_000_000):
        while total < objectif:
            combien = min(LOT, objectif - total)
            # Un territoire n'a qu'une valeur par jour : elles courent sur vingt-sept siècles.
            Valeur.objects.bulk_create(
                Valeur(
                    indicateur=indicateur,
                    territoire=NATION,
                    le=premier_jour + datetime.timedelta(days=total + n),
                    nombre=total + n,
                    source="Banc",
                )
                for n in range(combien)
            )
            total += combien
        debut = time.perf_counter()
        octets = sum(map(len, client.get(adresse)))
        duree = time.perf_counter() - debut
        sommet = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        lignes.append(
            (f"{total} valeurs", f"{duree:.1f} s", f"{octets / 1e6:.1f} Mo", f"{sommet:.0f} Mo")
        )
    noter(
        "Export de toutes les valeurs",
        ["", "durée", "fichier", "mémoire du processus, au plus haut"],
        lignes,
    )

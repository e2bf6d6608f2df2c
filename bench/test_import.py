"""L'import d'une liste de QPV, face aux réglages d'origine de django-import-export et à un simple
ajout par lots : tout créer, puis tout modifier."""

import time

import pytest
import tablib
from django.db import transaction
from import_export.resources import modelresource_factory

from bench.rapport import noter
from donnees import referentiels
from quartiers.imports import appliquer_quartiers
from quartiers.lecture import lire_quartiers
from quartiers.models import Departement, ImportQuartiers, Quartier
from tests.factories import UtilisateurFactory

COLONNES = ("code", "nom", "departement", "communes", "population")


def _lignes(nombre, population):
    """Rend les lignes d'une liste dont les QPV se partagent les départements."""
    codes = list(Departement.objects.values_list("code", flat=True))
    return [
        (f"QP{code.zfill(3)}{rang + 1:03}", f"Quartier {rang}", code, "Une commune", population)
        for rang, code in ((n // len(codes), codes[n % len(codes)]) for n in range(nombre))
    ]


def _le_portail(lignes):
    corps = "\n".join(";".join(map(str, ligne)) for ligne in lignes)
    liste = lire_quartiers(
        f"code;nom;departement;lib_com;population\n{corps}\n".encode(), "qpv.csv"
    )
    appliquer_quartiers(liste, ImportQuartiers(fichier="qpv.csv", fait_par=UtilisateurFactory()))


def _d_origine(lignes):
    resource = modelresource_factory(
        Quartier,
        meta_options={
            "import_id_fields": ["code"],
            "fields": (*COLONNES, "millesime"),
        },
    )()
    tableau = tablib.Dataset(
        *((*ligne, 2015) for ligne in lignes), headers=(*COLONNES, "millesime")
    )
    assert not resource.import_data(tableau, raise_errors=True).has_errors()


def _par_lots(lignes):
    Quartier.objects.bulk_create(
        [
            Quartier(
                millesime=2015,
                **dict(zip(("code", "nom", "departement_id", *COLONNES[3:]), ligne, strict=True)),
            )
            for ligne in lignes
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["nom", "communes", "population", "millesime", "departement"],
        batch_size=2000,
    )


def _plus_courtes(importer, nombre, tours):
    """Rend la plus courte durée de chaque temps (voir `bench.mesures`)."""
    durees = [_durees(importer, nombre) for _ in range(tours)]
    return [min(temps) for temps in zip(*durees, strict=True)]


def _durees(importer, nombre):
    """Rend les secondes que prend chaque temps : tout créer, puis tout modifier."""
    with transaction.atomic():
        durees = []
        for population in (1000, 2000):
            lignes = _lignes(nombre, population)
            debut = time.perf_counter()
            importer(lignes)
            durees.append(time.perf_counter() - debut)
            assert Quartier.objects.filter(population=population).count() == nombre
        transaction.set_rollback(True)
    return durees


@pytest.mark.django_db
def test_import_des_qpv():
    referentiels.charger_referentiels()
    Quartier.objects.all().delete()
    lignes = []
    _durees(_le_portail, 103)
    for nombre in (1514, 15140):
        mesures = [
            _plus_courtes(importer, nombre, tours)
            # Les réglages d'origine prennent une minute : une fois suffit.
            for importer, tours in ((_le_portail, 3), (_d_origine, 1), (_par_lots, 3))
        ]
        for temps, portail, d_origine, par_lots in zip(
            ("tout créer", "tout modifier"), *mesures, strict=True
        ):
            lignes.append(
                (
                    f"{nombre} QPV, {temps}",
                    f"{portail:.2f} s",
                    f"{d_origine:.2f} s",
                    f"{d_origine / portail:.1f} fois plus long (10 au moins)",
                    f"{par_lots:.2f} s",
                    f"{portail / par_lots:.1f} (3 au plus)",
                )
            )
    noter(
        "Import des QPV",
        ["", "portail", "réglages d’origine", "rapport", "ajout par lots", "rapport "],
        lignes,
        "La plus courte de trois durées ; les réglages d’origine, une fois.",
    )

"""Des quartiers générés, dans les deux listes, avec leur correspondance et leurs contours."""

import datetime
import math

from pyproj import Transformer

from quartiers.atlas import LAMBERT_93, WGS_84, contours
from quartiers.lecture import CATEGORIES
from quartiers.models import Chiffre, Contour, Correspondance, ImportQuartiers, Quartier
from socle.fixtures import lire_fixture

# {liste: (jour de son import, date de ses chiffres)}.
IMPORTS = {
    2015: (datetime.date(2019, 1, 22), datetime.date(2018, 12, 31)),
    2024: (datetime.date(2024, 1, 8), datetime.date(2023, 12, 31)),
}


def creer_quartiers(hasard, parts):
    """Crée, par liste, le nombre voulu de quartiers de chaque département ; rend leur nombre."""
    noms = [ligne["nom"] for ligne in lire_fixture("demo_quartiers")]
    quartiers = [
        quartier
        for departement, nombre in parts.items()
        for rang in range(1, nombre + 1)
        for quartier in _dans_les_deux_listes(hasard, departement, rang, hasard.choice(noms))
    ]
    for quartier in quartiers:
        quartier.preparer_recherche()
    Quartier.objects.bulk_create(quartiers, batch_size=500)
    Contour.objects.bulk_create(
        [
            Contour(quartier=quartier, polygones=[[_anneau(hasard, quartier.departement_id)]])
            for quartier in quartiers
            if quartier.departement_id in contours()
        ],
        batch_size=500,
    )
    couples = zip(quartiers[::2], quartiers[1::2], strict=True)
    Correspondance.objects.bulk_create(
        [Correspondance(ancien=ancien, nouveau=nouveau) for ancien, nouveau in couples]
    )
    for millesime in IMPORTS:
        _dater([quartier for quartier in quartiers if quartier.millesime == millesime], millesime)
    return len(quartiers)


def _dater(quartiers, millesime):
    """Garde l'import d'une liste, et ses chiffres à leur date."""
    fait_le, au = IMPORTS[millesime]
    journal = ImportQuartiers.objects.create(
        fichier=f"liste-{millesime}.csv",
        millesime=millesime,
        chiffres_au=au,
        source="chiffres de démonstration",
        fait_le=datetime.datetime.combine(fait_le, datetime.time(12), tzinfo=datetime.UTC),
        crees=len(quartiers),
    )
    categories = {nature: next(iter(connues.values())) for nature, connues in CATEGORIES.items()}
    Chiffre.objects.bulk_create(
        [
            Chiffre(
                quartier=quartier,
                nature=nature,
                categorie=categorie,
                au=au,
                valeur=getattr(quartier, nature),
                journal=journal,
            )
            for quartier in quartiers
            for nature, categorie in categories.items()
        ],
        batch_size=500,
    )


def _anneau(hasard, departement):
    """Rend un hexagone de quelques centaines de mètres, vers le milieu du département."""
    gauche, haut, droite, bas = contours()[departement]["cadre"]
    x = (gauche + droite) / 2 + (droite - gauche) * hasard.uniform(-0.2, 0.2)
    y = (haut + bas) / 2 + (bas - haut) * hasard.uniform(-0.2, 0.2)
    sommets = [(rang * math.pi / 3, hasard.uniform(4, 10)) for rang in range(6)]
    vers_degres = Transformer.from_crs(LAMBERT_93, WGS_84, always_xy=True)
    anneau = [
        vers_degres.transform(
            100 * (x + rayon * math.cos(angle)), 7_200_000 - 100 * (y + rayon * math.sin(angle))
        )
        for angle, rayon in sommets
    ]
    return [
        [round(longitude, 5), round(latitude, 5)] for longitude, latitude in anneau + anneau[:1]
    ]


def _dans_les_deux_listes(hasard, departement, rang, nom):
    territoire = departement.code.zfill(3)
    commun = {
        "nom": f"{nom} (démonstration)",
        "departement": departement,
        "communes": f"Commune fictive {1 + rang // 4}",
        "epci": f"Agglomération fictive {departement.code}",
        "pru": hasard.choices(["aucun", "national", "regional"], weights=[70, 15, 15])[0],
    }
    population = hasard.randrange(1000, 9000)
    for code, millesime, evolution in (
        (f"QP{territoire}{rang:03}", 2015, 1),
        (f"QN{territoire}{rang:02}M", 2024, hasard.uniform(0.9, 1.1)),
    ):
        yield Quartier(
            code=code,
            millesime=millesime,
            population=round(population * evolution),
            defm=round(population * evolution * hasard.uniform(0.08, 0.2)),
            **commun,
        )

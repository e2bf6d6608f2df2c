"""Des quartiers générés, dans les deux listes (2015 et 2024)."""

from quartiers.models import Quartier
from socle.fixtures import lire_fixture


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
    return len(quartiers)


def _dans_les_deux_listes(hasard, departement, rang, nom):
    territoire = departement.code.zfill(3)
    commun = {
        "nom": f"{nom} (démonstration)",
        "departement": departement,
        "communes": f"Commune fictive {1 + rang // 4}",
        "epci": f"Agglomération fictive {departement.code}",
        "pru": hasard.choices(["", "national", "regional"], weights=[70, 15, 15])[0],
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

"""Le tirage des territoires et de leur part : le Nord est toujours le plus fourni."""

from quartiers.models import Departement

POIDS_DU_NORD = 4


def choisir_departements(hasard, echelle, indispensables):
    """Rend les départements de la démonstration, dans l'ordre des codes.

    Ce sont ceux d'`indispensables` (codes), complétés au hasard jusqu'à la part `echelle` de tous.
    """
    tous = list(Departement.objects.select_related("region"))
    autres = [d for d in tous if d.code not in indispensables]
    hasard.shuffle(autres)
    voulus = max(round(len(tous) * echelle) - len(indispensables), 0)
    codes = set(indispensables) | {d.code for d in autres[:voulus]}
    return [d for d in tous if d.code in codes]


def repartir(hasard, departements, total):
    """Partage `total` entre les départements ; rend {département: part}, une au moins chacun."""
    poids = [POIDS_DU_NORD if d.code == "59" else hasard.uniform(0.5, 2) for d in departements]
    reste = max(total - len(departements), 0)
    parts = [1 + int(reste * p / sum(poids)) for p in poids]
    for rang in range(total - sum(parts)):
        parts[rang % len(parts)] += 1
    return dict(zip(departements, parts, strict=True))

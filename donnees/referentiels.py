"""Les données de référence, lues dans fixtures/ : régions, départements, axes et indicateurs."""

import csv

from django.conf import settings
from django.db import transaction

from paqte.models import Axe, Indicateur
from quartiers.models import Departement, Region


def lire(nom):
    """Rend les lignes de `fixtures/<nom>.csv`, en dictionnaires."""
    chemin = settings.BASE_DIR / "fixtures" / f"{nom}.csv"
    with chemin.open(encoding="utf-8", newline="") as fichier:
        return list(csv.DictReader(fichier, delimiter=";"))


@transaction.atomic
def charger():
    """Crée ou met à jour toutes les données de référence ; rend leurs comptes par nom.

    Ce que les personnes règlent (par exemple « les agents transmettent ») n'est jamais modifié.
    """
    comptes = {}
    comptes["régions"] = _poser(Region, lire("regions"), cle="code")
    departements = [
        {"code": ligne["code"], "nom": ligne["nom"], "region_id": ligne["region"]}
        for ligne in lire("departements")
    ]
    comptes["départements"] = _poser(Departement, departements, cle="code")
    comptes["axes du PAQTE"] = _poser(Axe, lire("paqte_axes"), cle="rang")
    axes = dict(Axe.objects.values_list("nom", "pk"))
    indicateurs = [
        ligne | {"axe_id": axes[ligne.pop("axe")]} for ligne in lire("paqte_indicateurs")
    ]
    comptes["indicateurs du PAQTE"] = _poser(Indicateur, indicateurs, cle="code")
    return comptes


def _poser(modele, lignes, cle):
    modele.objects.bulk_create(
        [modele(**ligne) for ligne in lignes],
        update_conflicts=True,
        unique_fields=[cle],
        update_fields=[champ for champ in lignes[0] if champ != cle],
    )
    return len(lignes)

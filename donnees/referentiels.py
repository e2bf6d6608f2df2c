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

    Les noms des territoires suivent les fichiers. Ce que les personnes règlent n'est jamais
    modifié : « les agents transmettent », et les axes et indicateurs, que le CGET fait évoluer.
    """
    comptes = {}
    comptes["régions"] = _poser(Region, lire("regions"), cle="code")
    departements = [
        {"code": ligne["code"], "nom": ligne["nom"], "region_id": ligne["region"]}
        for ligne in lire("departements")
    ]
    comptes["départements"] = _poser(Departement, departements, cle="code")
    comptes["axes du PAQTE"] = _poser(Axe, lire("paqte_axes"), cle="rang", garder=True)
    rangs = {ligne["nom"]: int(ligne["rang"]) for ligne in lire("paqte_axes")}
    axes = dict(Axe.objects.values_list("rang", "pk"))
    indicateurs = [
        ligne | {"axe_id": axes[rangs[ligne.pop("axe")]]} for ligne in lire("paqte_indicateurs")
    ]
    comptes["indicateurs du PAQTE"] = _poser(Indicateur, indicateurs, cle="code", garder=True)
    return comptes


def _poser(modele, lignes, cle, garder=False):
    objets = [modele(**ligne) for ligne in lignes]
    if garder:
        modele.objects.bulk_create(objets, ignore_conflicts=True)
    else:
        modele.objects.bulk_create(
            objets,
            update_conflicts=True,
            unique_fields=[cle],
            update_fields=[champ for champ in lignes[0] if champ != cle],
        )
    return len(lignes)

"""Lire plusieurs requêtes d'un coup."""

from django.db.models import Value


def lire_ensemble(requetes, *champs, **calculs):
    """Rend les lignes de chacune de ces requêtes, lues d'une seule union et rangées par `champs`.

    Une ligne est un dictionnaire : les `champs`, et ces `calculs` (expressions, agrégats). SQLite
    n'en réunit que 500.
    """
    marquees = [
        requete.order_by().annotate(rang=Value(rang)).values("rang", *champs).annotate(**calculs)
        for rang, requete in enumerate(requetes)
    ]
    lignes = [[] for _ in marquees]
    if marquees:
        premiere, *autres = marquees
        for ligne in premiere.union(*autres, all=True).order_by("rang", *champs):
            lignes[ligne.pop("rang")].append(ligne)
    return lignes

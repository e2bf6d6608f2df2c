"""Ce que disent ensemble des bilans transmis : la somme de leurs chiffres, corrigés compris."""

from collections import defaultdict


def totaux_des_bilans(contenus):
    """Rend les totaux de bilans figés (`Contenu`) : [(libellé, unité, {colonne: somme})].

    Un chiffre qu'aucun bilan ne donne n'a pas de somme. Les bilans peuvent être de formats divers.
    """
    libelles, sommes = {}, defaultdict(dict)
    for contenu in contenus:
        for cle, chiffre in contenu.chiffres.items():
            libelles.setdefault(cle, (chiffre.libelle, chiffre.unite))
            colonnes = {"Semestre": chiffre.valeur, "Cumul": getattr(chiffre, "cumul", None)}
            for colonne, valeur in colonnes.items():
                if valeur is not None:
                    sommes[cle][colonne] = sommes[cle].get(colonne, 0) + valeur
    return [(*libelles[cle], sommes[cle]) for cle in libelles if sommes[cle]]

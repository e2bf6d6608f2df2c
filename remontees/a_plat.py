"""Le contenu figé d'une remontée, mis à plat : une ligne de chiffres et de textes."""


class MiseAPlat:
    """Ce que chaque remontée redéfinit pour que son contenu s'exporte en colonnes."""

    def colonnes(self):
        """Rend les `socle.colonnes.Colonne` du contenu."""
        return []

    def valeurs(self, contenu):
        """Rend {nom de colonne: valeur} d'un contenu figé."""
        return {}

"""Les graphiques du portail, en SVG sans style ni script : les mêmes dans la page et le PDF.

Les bibliothèques de graphiques écrivent des styles ou des scripts en ligne, que la politique de
contenu du portail refuse (docs/adr/0008).
"""

from django import template

register = template.Library()

LARGEUR, HAUTEUR, MARGE = 600, 160, 24


@register.inclusion_tag("composants/courbe.html")
def courbe(points, titre, cible=None):
    """Dessine une série [(date, nombre), …] rangée par date, et la `cible` si elle est donnée."""
    nombres = [float(nombre) for _, nombre in points]
    maximum = max([*nombres, float(cible or 0)]) or 1
    premier = points[0][0].toordinal()
    etendue = max(points[-1][0].toordinal() - premier, 1)

    def hauteur(nombre):
        return round(HAUTEUR - MARGE - (HAUTEUR - 2 * MARGE) * float(nombre) / maximum, 1)

    def abscisse(date):
        return round(MARGE + (LARGEUR - 2 * MARGE) * (date.toordinal() - premier) / etendue, 1)

    return {
        "titre": titre,
        "largeur": LARGEUR,
        "hauteur": HAUTEUR,
        "base": HAUTEUR - MARGE,
        "points": [
            {"x": str(abscisse(date)), "y": str(hauteur(nombre)), "date": date, "nombre": nombre}
            for date, nombre in points
        ],
        "trace": " ".join(f"{abscisse(date)},{hauteur(nombre)}" for date, nombre in points),
        "cible": cible and {"y": str(hauteur(cible)), "nombre": cible},
    }


@register.inclusion_tag("composants/barres.html")
def barres(lignes, titre, unite=""):
    """Dessine [(libellé, nombre), …] en barres horizontales, à l'échelle de la plus longue."""
    maximum = max((nombre for _, nombre in lignes), default=0) or 1
    return {
        "titre": titre,
        "hauteur": 24 * len(lignes),
        "barres": [
            {
                "y": 24 * rang,
                "texte_y": 24 * rang + 15,
                "largeur": round(300 * nombre / maximum),
                "nombre_x": 240 + round(300 * nombre / maximum),
                "libelle": libelle,
                "nombre": nombre,
                "unite": unite,
            }
            for rang, (libelle, nombre) in enumerate(lignes)
        ],
    }

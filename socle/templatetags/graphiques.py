"""Les graphiques du portail, en SVG sans style ni script : les mêmes dans la page et le PDF.

Les bibliothèques de graphiques écrivent des styles ou des scripts en ligne, que la politique de
contenu du portail refuse (docs/adr/0008).
"""

from django import template
from django.template.loader import render_to_string

from ..dessins.cadre import HAUTEUR, HAUTEUR_APLATIE
from ..francais import ecrire_nombre
from ..sommes import garder_en_memoire
from ..typographie import sans_indentation

register = template.Library()

# Un dessin de barres, en unités de son cadre : sa largeur, sa plus longue barre, ce qui les sépare.
LARGEUR_DES_BARRES, LA_PLUS_LONGUE, PAS_DES_BARRES = 320, 260, 42

# Une étincelle tient dans une ligne de table.
ETINCELLE, BORD = (80, 20), 3


@register.simple_tag
def dessin(trace, imprime=False, aplati=False):
    """Montre un dessin (`socle.dessins`) : sa question, sa phrase, la table de ses nombres.

    Dans un PDF (`imprime`), la phrase est ce que lit qui ne voit pas le dessin ; `aplati`, il tient
    en moins de la moitié de sa hauteur. Le même ne s'écrit qu'une fois.
    """
    return garder_en_memoire(
        "dessin", (trace, imprime, aplati), lambda: _ecrire(trace, imprime, aplati)
    )


def _ecrire(trace, imprime, aplati):
    contexte = {"trace": trace, "imprime": imprime}
    if not trace.est_vide:
        contexte["dessin"] = trace.dessiner(HAUTEUR_APLATIE if aplati else HAUTEUR)
    return sans_indentation(render_to_string("composants/dessin.html", contexte), saisi=False)


@register.inclusion_tag("composants/etincelle.html")
def etincelle(valeurs):
    """Dessine une suite de nombres dans une ligne de texte, qui la dit ; rien à moins de deux."""
    connues = [float(valeur) for valeur in valeurs if valeur is not None]
    if len(connues) < 2:
        return {}
    (largeur, hauteur), bas = ETINCELLE, min(connues)
    etendue = (max(connues) - bas) or 1
    points = [
        (
            round(BORD + (largeur - 2 * BORD) * rang / (len(connues) - 1), 1),
            round(hauteur - BORD - (hauteur - 2 * BORD) * (valeur - bas) / etendue, 1),
        )
        for rang, valeur in enumerate(connues)
    ]
    return {
        "largeur": largeur,
        "hauteur": hauteur,
        "trace": " ".join(f"{x},{y}" for x, y in points),
        "bout": points[-1],
    }


@register.inclusion_tag("composants/barres.html")
def barres(lignes, titre, unite=""):
    """Dessine [(libellé, nombre), …] en barres horizontales, à l'échelle de la plus longue.

    Chaque libellé est au-dessus de sa barre : le dessin, étroit, se lit sur un téléphone.
    """
    maximum = max((nombre for _, nombre in lignes), default=0) or 1
    return {
        "titre": titre,
        "phrase": _dire_les_barres(titre, lignes),
        "largeur": LARGEUR_DES_BARRES,
        "hauteur": PAS_DES_BARRES * len(lignes),
        "barres": [
            {
                "y": PAS_DES_BARRES * rang,
                "largeur": round(LA_PLUS_LONGUE * nombre / maximum),
                "libelle": libelle,
                "nombre": nombre,
                "unite": unite,
            }
            for rang, (libelle, nombre) in enumerate(lignes)
        ],
    }


def _dire_les_barres(titre, lignes):
    """Rend la phrase que lit qui ne voit pas les barres : la plus longue, la plus courte, l'écart.

    Elles ne sont pas dans le temps : il n'y a pas de tendance à dire.
    """
    if not lignes:
        return titre
    (haut, maximum), (bas, minimum) = (f(lignes, key=lambda li: li[1]) for f in (max, min))
    return (
        f"{titre} : le plus, {haut}, {ecrire_nombre(maximum)} ; le moins, {bas}, "
        f"{ecrire_nombre(minimum)} ; écart, {ecrire_nombre(maximum - minimum)}."
    )

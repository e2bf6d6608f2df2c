"""Le tableau du DSFR, écrit une fois pour toutes les pages."""

import re

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

register = template.Library()


@register.simple_block_tag(takes_context=True)
def tableau(context, content, legende, classes=""):
    """Encadre des lignes de tableau : légende, défilement au clavier, classes de plus.

    Une légende qui redit le titre de la page ne se lit qu'à l'oreille.
    Usage : `{% tableau "Légende" %}<thead>…</thead><tbody>…</tbody>{% endtableau %}`.
    """
    if legende == context.get("titre"):
        classes = f"{classes} fr-table--no-caption"
    # L'indentation des gabarits ferait la moitié du poids d'un grand tableau ; le navigateur la
    # réduit de toute façon à une espace, dans un texte saisi aussi.
    # Ce contenu sort déjà d’un gabarit, qui l’a échappé.
    lignes = mark_safe(re.sub(r"\n[ \t]+", "\n", content))  # nosec B308 B703
    return render_to_string(
        "composants/tableau.html", {"lignes": lignes, "legende": legende, "classes": classes}
    )

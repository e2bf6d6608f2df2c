"""Le tableau du DSFR, écrit une fois pour toutes les pages."""

from django import template
from django.template.loader import render_to_string

register = template.Library()


@register.simple_block_tag
def tableau(content, legende, classes=""):
    """Encadre des lignes de tableau : légende, défilement au clavier, classes de plus.

    Usage : `{% tableau "Légende" %}<thead>…</thead><tbody>…</tbody>{% endtableau %}`.
    """
    return render_to_string(
        "composants/tableau.html", {"lignes": content, "legende": legende, "classes": classes}
    )

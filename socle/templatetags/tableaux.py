"""Le tableau du DSFR, écrit une fois pour toutes les pages."""

from django import template
from django.template.loader import render_to_string

from ..typographie import sans_indentation

register = template.Library()


@register.simple_block_tag(takes_context=True)
def tableau(context, content, legende, classes=""):
    """Encadre des lignes de tableau : légende, défilement au clavier, classes de plus.

    Une légende qui redit le titre de la page ne se lit qu'à l'oreille.
    Usage : `{% tableau "Légende" %}<thead>…</thead><tbody>…</tbody>{% endtableau %}`.
    """
    if legende == context.get("titre"):
        classes = f"{classes} fr-table--no-caption"
    contexte = {"lignes": sans_indentation(content), "legende": legende, "classes": classes}
    return render_to_string("composants/tableau.html", contexte)


@register.simple_block_tag
def sansretrait(content):
    """Écrit ce bloc, où rien ne se saisit, sans l'indentation de ses gabarits : une longue page
    pèse un dixième de moins.
    """
    return sans_indentation(content, saisi=False)

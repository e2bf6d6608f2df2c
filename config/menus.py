"""Le menu déroulant du DSFR."""

from django import template
from django.template.loader import render_to_string

register = template.Library()


@register.simple_block_tag
def groupe_menu(content, libelle, cle):
    """Range des liens du menu sous un bouton, qui dit si la page ouverte est l'une des leurs.

    Usage : `{% groupe_menu "PAQTE" "paqte" %}…liens…{% endgroupe_menu %}` ; `cle` est unique.
    """
    contexte = {"liens": content, "libelle": libelle, "cle": cle}
    contexte["courant"] = "aria-current" in content
    return render_to_string("config/groupe_menu.html", contexte)

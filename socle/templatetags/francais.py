"""Le français des gabarits (voir `socle.francais`), chargé pour tous (`TEMPLATES`, réglages)."""

from django import template

from .. import francais, noms

register = template.Library()

register.filter("pluralize", francais.accorder)
register.filter("jour", francais.ecrire_jour)
register.filter("instant", francais.ecrire_instant)
register.filter("nombre", francais.ecrire_nombre)
register.filter("mesure", francais.ecrire_mesure)
register.filter("phrase", francais.finir_la_phrase)
register.filter("structure", francais.mettre_en_forme)
register.filter("libelle", francais.nommer_champ)


@register.filter
def au_plus(nombre, plafond):
    """Rend le plus petit des deux : une barre ne sort pas de son cadre."""
    return min(nombre, plafond)


@register.simple_tag
def nom(forme, le=None):
    """Nomme un service de l'État : `{% nom "au cget" %}`, ou tel qu'il s'appelait `le` ce jour."""
    return noms.nommer(f"{{{forme}}}", le)

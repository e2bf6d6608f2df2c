"""Le français des gabarits (voir `socle.francais`), chargé pour tous (`TEMPLATES`, réglages)."""

from django import template
from django.template import defaultfilters

from .. import francais, noms, structure

register = template.Library()

register.filter("pluralize", francais.accorder)
register.filter("jour", francais.ecrire_jour)
register.filter("instant", francais.ecrire_instant)
register.filter("instant_d_avant", francais.ecrire_instant_d_avant)
register.filter("nombre", francais.ecrire_nombre)
register.filter("mesure", francais.ecrire_mesure)
register.filter("phrase", francais.finir_la_phrase)
register.filter("sans_point", francais.ouvrir_la_phrase)
register.filter("structure", structure.mettre_en_forme)
register.filter("en_ligne", structure.mettre_en_ligne)
register.filter("structure_d_avant", structure.mettre_en_forme_d_avant)
register.filter("libelle", francais.nommer_champ)


@register.filter(expects_localtime=True)
def date(valeur, forme=None):
    """Écrit une date comme Django, « 1er » compris : « 1er mars 2019 à 14:32 »."""
    ecrite = defaultfilters.date(valeur, forme)
    premier = forme and forme.startswith("j F") and ecrite.startswith("1 ")
    return f"1er{ecrite[1:]}" if premier else ecrite


@register.filter
def au_plus(nombre, plafond):
    """Rend le plus petit des deux : une barre ne sort pas de son cadre."""
    return min(nombre, plafond)


@register.simple_tag
def nom(forme, le=None):
    """Nomme un service de l'État : `{% nom "au cget" %}`, ou tel qu'il s'appelait `le` ce jour."""
    return noms.nommer(f"{{{forme}}}", le)

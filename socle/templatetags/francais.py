"""Le français des gabarits (voir `socle.francais`), chargé pour tous (`TEMPLATES`, réglages)."""

from django import template

from .. import francais

register = template.Library()

register.filter("pluralize", francais.accorder)
register.filter("jour", francais.ecrire_jour)
register.filter("instant", francais.ecrire_instant)
register.filter("nombre", francais.ecrire_nombre)
register.filter("structure", francais.mettre_en_forme)
register.filter("libelle", francais.nommer_champ)

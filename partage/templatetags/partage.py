"""Le contact au CGET d'un territoire, montré là où une préfecture peut en avoir besoin."""

from django import template

from ..models import ContactCget

register = template.Library()


@register.inclusion_tag("partage/_contacts.html")
def contacts_cget(code):
    """Montre les contacts au CGET qui suivent le département de ce `code`."""
    return {"contacts": ContactCget.objects.suivant([code])}

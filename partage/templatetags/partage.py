"""Le contact au CGET d'un territoire, montré là où une préfecture peut en avoir besoin."""

from django import template

from ..models import ContactCget

register = template.Library()


@register.inclusion_tag("partage/_contacts.html")
def contacts_cget(codes):
    """Montre les contacts au CGET qui suivent les départements de ces `codes`."""
    return {"contacts": ContactCget.objects.suivant(codes)}

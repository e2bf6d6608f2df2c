"""Ce qui se partage, montré là où il sert : annonces et contacts du CGET, exemples, journées."""

from django import template

from ..annonces import a_annoncer
from ..models import ContactCget, Exemple, Journee

register = template.Library()

# Au-delà, un lien mène au reste.
MONTRES = 3


@register.simple_tag(takes_context=True)
def annonces(context):
    """Rend les actualités à annoncer à qui regarde cette page ; aucune sans compte."""
    user = context.get("user")
    if user is None or not user.is_authenticated:
        return []
    return a_annoncer(context["request"])


@register.inclusion_tag("partage/_contacts.html")
def contacts_cget(departements):
    """Montre les contacts au CGET qui suivent ce département, ou ces départements (codes)."""
    return {"contacts": ContactCget.objects.suivant(_codes(departements))}


@register.inclusion_tag("partage/_exemples.html", takes_context=True)
def exemples_publies(context, axes, mesure, departement):
    """Montre les derniers exemples publiés sur ces axes, cette mesure, ou d'un département."""
    exemples = _exemples(context["user"])
    if axes:
        exemples = exemples.filter(axe__in=axes)
    if mesure:
        exemples = exemples.filter(mesure=mesure)
    if departement:
        exemples = exemples.filter(departement=departement)
    return {"exemples": exemples[:MONTRES], "mesure": mesure, "axes": axes}


@register.inclusion_tag("partage/_journees.html", takes_context=True)
def journees_a_venir(context, departements):
    """Montre les prochaines journées de la région de ces départements, ou de nulle région."""
    return {"journees": _journees(context["user"], departements)}


@register.inclusion_tag("partage/_volet.html", takes_context=True)
def exemples_et_journees(context, departements):
    """Montre sous un volet les derniers exemples, et les prochaines journées, s'il y en a."""
    return {
        "exemples": _exemples(context["user"])[:MONTRES],
        "journees": _journees(context["user"], departements),
    }


def _exemples(user):
    return Exemple.objects.visibles_par(user).publies().select_related("departement")


def _journees(user, departements):
    journees = Journee.objects.visibles_par(user).a_venir().pres_de(_codes(departements))
    return journees.order_by("debut")[:MONTRES]


def _codes(departements):
    return [departements] if isinstance(departements, str) else departements

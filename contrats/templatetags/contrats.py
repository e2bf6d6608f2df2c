"""Les contrats et les projets d'un quartier, montrés sur la page de celui-ci."""

from django import template

from ..models import ContratDeVille, GrandProjet

register = template.Library()


@register.inclusion_tag("contrats/_liens_du_quartier.html")
def liens_du_quartier(user, quartier):
    """Montre les contrats et projets de ce quartier, puis ceux de ses anciens quartiers.

    Ces derniers se lisent par la correspondance : rien ne les lui rattache, nul compte ne les
    ajoute.
    """
    contrats = ContratDeVille.objects.visibles_par(user)
    projets = GrandProjet.objects.visibles_par(user)
    return {
        "siens": [*contrats.filter(quartiers=quartier), *projets.filter(quartiers=quartier)],
        "des_anciens": [
            *contrats.filter(quartiers__nouveaux=quartier).distinct(),
            *projets.filter(quartiers__nouveaux=quartier).distinct(),
        ],
    }

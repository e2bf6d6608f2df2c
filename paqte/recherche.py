"""Ce que la recherche du portail trouve parmi les entreprises et leurs conventions."""

from socle.ordre import francais
from socle.rubriques import Rubrique, trouver

from .models import Convention, Entreprise


def _chercher(user, texte):
    entreprises = Entreprise.objects.visibles_par(user).chercher(texte)
    conventions = Convention.objects.filter(entreprise__in=entreprises)
    conventions = conventions.select_related("entreprise__departement")
    return trouver(
        conventions.order_by(francais("entreprise__nom"), "-date_signature"),
        lambda c: f"SIREN {c.entreprise.siren}, {c.entreprise.departement}",
    )


RUBRIQUE = Rubrique("Conventions du PAQTE", 30, _chercher, liste="paqte:conventions")

"""Ce que la recherche du portail trouve parmi les quartiers prioritaires."""

from socle.rubriques import Rubrique, trouver

from .models import Quartier


def _chercher(user, texte):
    quartiers = Quartier.objects.visibles_par(user).chercher(texte)
    quartiers = quartiers.select_related("departement").order_by("-millesime", "code")
    return trouver(quartiers, lambda q: f"{q.communes}, {q.get_millesime_display().lower()}")


RUBRIQUE = Rubrique("Quartiers prioritaires", 10, _chercher, liste="quartiers:liste")

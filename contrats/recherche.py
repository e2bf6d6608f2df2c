"""Ce que la recherche du portail trouve parmi les contrats de ville."""

from socle.rubriques import Rubrique, trouver

from .models import ContratDeVille


def _chercher(user, texte):
    contrats = ContratDeVille.objects.visibles_par(user).chercher(texte)
    return trouver(contrats.select_related("departement"), lambda c: str(c.departement))


RUBRIQUE = Rubrique("Contrats de ville", 20, _chercher, liste="contrats:contrats")

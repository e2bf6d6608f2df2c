"""Ce que la recherche du portail trouve parmi les mesures et leurs indicateurs."""

from socle.recherche import contient
from socle.rubriques import Rubrique, Trouve

from .models import Mesure


def _chercher(user, texte):
    mesures = Mesure.objects.visibles_par(user).prefetch_related("indicateurs")
    for mesure in mesures:
        trouves = [str(i) for i in mesure.indicateurs.all() if contient(str(i), texte)]
        if trouves or contient(f"mesure {mesure}", texte):
            yield Trouve(str(mesure), mesure.get_absolute_url(), " ; ".join(trouves))


RUBRIQUE = Rubrique("Mesures", 40, _chercher)

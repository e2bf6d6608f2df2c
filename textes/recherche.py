"""Ce que la recherche du portail trouve dans les textes de référence, alinéa par alinéa."""

from django.utils.text import Truncator

from socle.recherche import contient
from socle.rubriques import Rubrique, Trouve

from .models import Texte


def _chercher(user, texte):
    for trouve in Texte.objects.visibles_par(user).chercher(texte):
        adresse = trouve.get_absolute_url()
        if contient(f"{trouve} {trouve.objet}", texte):
            yield Trouve(str(trouve), adresse, trouve.objet)
        for numero, alinea in enumerate(trouve.page.alineas, start=1):
            if contient(alinea, texte):
                extrait = Truncator(alinea.replace("*", "")).chars(200)
                yield Trouve(f"{trouve}, alinéa {numero}", f"{adresse}#alinea-{numero}", extrait)


RUBRIQUE = Rubrique("Textes de référence", 60, _chercher)

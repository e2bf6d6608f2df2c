"""Ce que la recherche du portail trouve parmi les remontées : par territoire, nom et période."""

from socle.recherche import contient
from socle.rubriques import Rubrique, Trouve

from . import registre


def _chercher(user, texte):
    mots = texte.split()
    for modele in registre.remontees():
        # Peu de territoires, beaucoup de remontées : un mot au moins est celui d'un territoire.
        territoires = [
            territoire.pk
            for territoire in modele.Territoire.objects.visibles_par(user)
            if any(contient(str(territoire), mot) for mot in mots)
        ]
        remontees = modele.objects.visibles_par(user).touchant(territoires)
        for remontee in remontees.select_related(*modele.relations):
            if contient(f"{modele.libelle} {remontee}", texte):
                yield Trouve(str(remontee), remontee.get_absolute_url())


RUBRIQUE = Rubrique("Remontées", 50, _chercher)

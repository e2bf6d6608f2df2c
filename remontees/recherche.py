"""Ce que la recherche du portail trouve parmi les remontées : par territoire, nom et période."""

from socle.recherche import contient
from socle.rubriques import Rubrique, Trouve

from . import registre

# Ce que disent aussi les périodes.
SEMESTRE = "1er 2d semestre"


def _chercher(user, texte):
    mots = texte.split()
    for modele in registre.remontees():
        # Peu de territoires, beaucoup de remontées : un mot est celui d'un territoire, ou la nomme.
        territoires = modele.Territoire.objects.visibles_par(user)
        nommes = [t.pk for t in territoires if any(contient(str(t), mot) for mot in mots)]
        if not nommes and any(contient(f"{modele.libelle} {SEMESTRE}", mot) for mot in mots):
            nommes = [territoire.pk for territoire in territoires]
        remontees = modele.objects.visibles_par(user).touchant(nommes).order_by("-periode", "pk")
        for remontee in remontees.select_related(*modele.relations):
            if contient(f"{modele.libelle} {remontee}", texte):
                yield Trouve(str(remontee), remontee.get_absolute_url())


RUBRIQUE = Rubrique("Remontées", 50, _chercher)

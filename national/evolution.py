"""Ce qui change dans le temps : PAQTE, mesures, protocoles, délais ; une question par dessin."""

from contrats.couverture import couvrir
from contrats.dijon import couverture
from contrats.evolution import lire_les_protocoles, tracer_les_protocoles
from contrats.models import ContratDeVille
from mesures.evolution import tracer_les_niveaux
from paqte.sommes import additionner_tout, dresser_paqte
from paqte.trajectoire import tracer
from remontees import registre
from remontees.delais import tracer_les_delais
from remontees.models import Campagne
from remontees.periodes import Semestre

from .suivi import arrete_au


def dresser_evolution(departements, periodes):
    """Rend les dessins de ces `departements` (requête, région lue), aux périodes choisies.

    `paqte` : [(axe, dessins)] ; `ensemble` : les autres. Les niveaux sont ceux de la nation.
    """
    au = arrete_au(periodes)
    contrats = ContratDeVille.objects.en_vigueur(au).des(departements)
    axes = {}
    sommes = additionner_tout(departements, periodes[Semestre])
    resultats = dresser_paqte(sommes)["resultats"]
    for indicateur, courbe in tracer(resultats, periodes[Semestre]):
        axes.setdefault(indicateur.axe, []).append(courbe)
    campagnes = list(Campagne.objects.prefetch_related("destinataires"))
    delais = (tracer_les_delais(m, departements, campagnes, au) for m in registre.remontees())
    return {
        "semestre": periodes[Semestre],
        "couverture": couvrir(contrats, departements, au),
        "dijon": couverture(contrats, au),
        "paqte": [*axes.items()],
        "ensemble": [
            tracer_les_niveaux(au),
            tracer_les_protocoles(lire_les_protocoles(contrats, au), au),
            *filter(None, delais),
        ],
    }

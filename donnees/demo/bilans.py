"""Des bilans dans tous leurs états (fixtures/demo_bilans.csv)."""

from paqte.models import Bilan
from quartiers.models import Departement
from remontees.periodes import Semestre
from socle.fixtures import lire_fixture

from .remontees import mener

STRATEGIE = (
    "Les entreprises de plus de cinquante salariés proches d’un quartier prioritaire sont visitées "
    "d’abord, avec le club d’entreprises et Pôle emploi."
)
EXEMPLES = "Un forum des métiers a réuni trente habitants et huit entreprises signataires."
OBSTACLES = "Les petites entreprises manquent de temps pour suivre les indicateurs."


def departements_des_bilans():
    """Rend les codes des départements qui ont un bilan dans la démonstration."""
    return {ligne["departement"] for ligne in lire_fixture("demo_bilans")}


def creer_bilans(departements):
    """Crée les bilans du fichier puis, ailleurs, un brouillon pour 2019 ; rend leur nombre."""
    connus = {d.code: d for d in Departement.objects.select_related("region")}
    lignes = lire_fixture("demo_bilans")
    for ligne in lignes:
        mener(_ecrire(connus[ligne["departement"]], ligne), ligne)
    ailleurs = [d for d in departements if d.code not in departements_des_bilans()]
    brouillons = [Bilan(departement=d, semestre="2019-s1", strategie=STRATEGIE) for d in ailleurs]
    Bilan.objects.bulk_create(brouillons)
    return len(lignes) + len(brouillons)


def _ecrire(departement, ligne):
    courant = ligne["semestre"] == "courant"
    return Bilan.objects.create(
        departement=departement,
        semestre=str(Semestre.courant()) if courant else ligne["semestre"],
        exemples=EXEMPLES,
        strategie=STRATEGIE,
        obstacles="" if ligne["etat"] == Bilan.Etat.BROUILLON else OBSTACLES,
    )

"""Des bilans dans tous leurs états (fixtures/demo_bilans.csv)."""

from quartiers.models import Departement
from remontees.demonstration import lignes_de_demonstration, mener
from remontees.periodes import Semestre

from .models import Bilan

STRATEGIE = (
    "Les entreprises de plus de cinquante salariés proches d’un quartier prioritaire sont visitées "
    "d’abord, avec le club d’entreprises et Pôle emploi."
)
EXEMPLES = "Un forum des métiers a réuni trente habitants et huit entreprises signataires."
OBSTACLES = "Les petites entreprises manquent de temps pour suivre les indicateurs."


def creer_bilans(departements):
    """Crée les bilans du fichier puis, ailleurs, un brouillon pour 2019 ; rend leur nombre."""
    connus = {d.code: d for d in Departement.objects.select_related("region")}
    lignes = lignes_de_demonstration(Bilan)
    for ligne in lignes:
        mener(_ecrire(connus[ligne["departement"]], ligne), ligne)
    servis = {ligne["departement"] for ligne in lignes}
    ailleurs = [d for d in departements if d.code not in servis]
    brouillons = [Bilan(departement=d, periode="2019-s1", strategie=STRATEGIE) for d in ailleurs]
    Bilan.objects.bulk_create(brouillons)
    return len(lignes) + len(brouillons)


def _ecrire(departement, ligne):
    courant = ligne["semestre"] == "courant"
    return Bilan.objects.create(
        departement=departement,
        periode=Semestre.courant() if courant else ligne["semestre"],
        exemples=EXEMPLES,
        strategie=STRATEGIE,
        obstacles="" if ligne["etat"] == Bilan.Etat.BROUILLON else OBSTACLES,
    )

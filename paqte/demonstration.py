"""Des bilans dans tous leurs états (fixtures/demo_bilans.csv)."""

from remontees.demonstration import creer

from .models import Bilan

STRATEGIE = (
    "Les entreprises de plus de cinquante salariés proches d’un quartier prioritaire sont visitées "
    "d’abord, avec le club d’entreprises et Pôle emploi."
)
EXEMPLES = "Un forum des métiers a réuni trente habitants et huit entreprises signataires."
OBSTACLES = "Les petites entreprises manquent de temps pour suivre les indicateurs."


def creer_bilans(departements):
    """Crée les bilans du fichier puis, ailleurs, un brouillon pour 2019 ; rend leur nombre."""
    lignes = creer(Bilan, _rediger)
    servis = {ligne["departement"] for ligne in lignes}
    ailleurs = [d for d in departements if d.code not in servis]
    brouillons = [Bilan(departement=d, periode="2019-s1", strategie=STRATEGIE) for d in ailleurs]
    Bilan.objects.bulk_create(brouillons)
    return len(lignes) + len(brouillons)


def _rediger(ligne):
    obstacles = "" if ligne["etat"] == Bilan.Etat.BROUILLON else OBSTACLES
    return {"exemples": EXEMPLES, "strategie": STRATEGIE, "obstacles": obstacles}

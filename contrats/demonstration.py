"""Des synthèses du 15 mars dans tous leurs états (fixtures/demo_syntheses.csv)."""

from remontees.demonstration import creer

from .models import Synthese

TEXTES = {
    "demarches": "Le préfet a réuni le collège des chefs de service et **tous les maires** "
    "concernés.\n\n- Un calendrier de rénovation par contrat.\n- Une équipe projet par territoire.",
    "declinaison": "La sécurité et l’éducation sont les premières mesures déclinées.",
    "echeances": "Les derniers contrats seront signés avant l’échéance nationale.",
    "difficultes": "L’ingénierie manque dans les plus petites communes.",
}
EXEMPLES = "À la cité éducative, **120 enfants** sont accueillis chaque soir jusqu’à 18 h 30."


def creer_syntheses(departements):
    """Crée les synthèses du fichier ; rend leur nombre."""
    return len(creer(Synthese, _rediger))


def _rediger(ligne):
    return TEXTES | {"exemples": "" if ligne["etat"] == Synthese.Etat.BROUILLON else EXEMPLES}

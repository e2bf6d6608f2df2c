"""Des synthèses régionales dans leurs états (fixtures/demo_syntheses_regionales.csv)."""

from remontees.demonstration import creer

from .models import SyntheseRegionale

TEXTES = {
    "appreciation": "Les préfets de département ont réuni leurs collèges et **les maires** des "
    "communes concernées. La rénovation des contrats avance ; les agglomérations entraînent les "
    "communes voisines.",
    "attentions": "- **Partout** : l’ingénierie manque dans les plus petites communes.\n"
    "- **Aux chefs-lieux** : les stages de 3e demandent un relais des rectorats.",
}
PROPOSITIONS = "Un séminaire régional des signataires, avant l’été, sur les cités éducatives."


def creer_syntheses_regionales(departements):
    """Crée les synthèses du fichier ; rend leur nombre."""
    return len(creer(SyntheseRegionale, _rediger))


def _rediger(ligne):
    brouillon = ligne["etat"] == SyntheseRegionale.Etat.BROUILLON
    return TEXTES | {"propositions": "" if brouillon else PROPOSITIONS}

"""Des synthèses régionales dans leurs états (fixtures/demo_syntheses_regionales.csv)."""

from django.utils import timezone

from quartiers.models import Region
from remontees.demonstration import lignes_de_demonstration, mener
from remontees.periodes import Annee

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
    connues = Region.objects.in_bulk()
    lignes = lignes_de_demonstration(SyntheseRegionale)
    for ligne in lignes:
        courante = ligne["annee"] == "courante"
        synthese = SyntheseRegionale.objects.create(
            region=connues[ligne["region"]],
            periode=Annee(timezone.localdate().year) if courante else ligne["annee"],
            propositions="" if ligne["etat"] == SyntheseRegionale.Etat.BROUILLON else PROPOSITIONS,
            **TEXTES,
        )
        mener(synthese, ligne)
    return len(lignes)

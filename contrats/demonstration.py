"""Des synthèses du 15 mars dans tous leurs états (fixtures/demo_syntheses.csv)."""

from django.utils import timezone

from quartiers.models import Departement
from remontees.demonstration import lignes_de_demonstration, mener
from remontees.periodes import Annee

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
    connus = Departement.objects.select_related("region").in_bulk()
    lignes = lignes_de_demonstration(Synthese)
    for ligne in lignes:
        courante = ligne["annee"] == "courante"
        synthese = Synthese.objects.create(
            departement=connus[ligne["departement"]],
            periode=Annee(timezone.localdate().year) if courante else ligne["annee"],
            exemples="" if ligne["etat"] == Synthese.Etat.BROUILLON else EXEMPLES,
            **TEXTES,
        )
        mener(synthese, ligne)
    return len(lignes)

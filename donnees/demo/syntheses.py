"""Des synthèses du 15 mars dans tous leurs états (fixtures/demo_syntheses.csv)."""

from django.utils import timezone

from contrats.models import Synthese
from quartiers.models import Departement
from socle.fixtures import lire_fixture

from .remontees import mener

TEXTES = {
    "demarches": "Le préfet a réuni le collège des chefs de service et **tous les maires** "
    "concernés.\n\n- Un calendrier de rénovation par contrat.\n- Une équipe projet par territoire.",
    "declinaison": "La sécurité et l’éducation sont les premières mesures déclinées.",
    "echeances": "Les derniers contrats seront signés avant l’échéance nationale.",
    "difficultes": "L’ingénierie manque dans les plus petites communes.",
}
EXEMPLES = "À la cité éducative, **120 enfants** sont accueillis chaque soir jusqu’à 18 h 30."


def departements_des_syntheses():
    """Rend les codes des départements qui ont une synthèse dans la démonstration."""
    return {ligne["departement"] for ligne in lire_fixture("demo_syntheses")}


def creer_syntheses():
    """Crée les synthèses du fichier ; rend leur nombre."""
    connus = Departement.objects.select_related("region").in_bulk()
    lignes = lire_fixture("demo_syntheses")
    for ligne in lignes:
        courante = ligne["annee"] == "courante"
        synthese = Synthese.objects.create(
            departement=connus[ligne["departement"]],
            annee=timezone.localdate().year if courante else int(ligne["annee"]),
            exemples="" if ligne["etat"] == Synthese.Etat.BROUILLON else EXEMPLES,
            **TEXTES,
        )
        mener(synthese, ligne)
    return len(lignes)

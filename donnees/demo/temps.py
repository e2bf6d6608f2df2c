"""Ce qui change d'une année à l'autre : niveaux des mesures, valeurs de la nation.

Sans quoi les dessins de l'évolution seraient plats.
"""

import datetime
import random

from django.utils import timezone

from comptes.models import Utilisateur
from mesures.models import ChangementDeNiveau, Indicateur, Mesure, Niveau, Valeur
from remontees.periodes import Annee

SOURCE = "Suivi national de démonstration"
# Le ministère de l'emploi donne les siennes par département ; celui de l'éducation n'en doit aucune
# d'avance : il est en dette.
PROGRAMMES = ("Sécurité", "Logement", "Lien social")
MOTIFS = {
    Niveau.ATTEINT: "L’objectif est tenu dans tous les départements concernés.",
    Niveau.FINALISATION: "Les derniers territoires sont en cours d’équipement.",
    Niveau.DEPLOIEMENT: "Les premiers territoires sont engagés.",
    Niveau.LANCEMENT: "Le marché est relancé : le déploiement reprendra ensuite.",
}
# Du premier pas au but.
CHEMIN = [Niveau.LANCEMENT, Niveau.DEPLOIEMENT, Niveau.FINALISATION, Niveau.ATTEINT]
DEPART = datetime.date(2019, 4, 1)


def creer_le_temps():
    """Crée les changements de niveau et les séries nationales, d'un tirage à part."""
    hasard, cget = random.Random(2019), Utilisateur.objects.get(username="cget")
    _avancer(hasard, cget)
    _mesurer(hasard, cget)


def _avancer(hasard, cget):
    """Chaque mesure avance de zéro à trois pas ; une sur huit recule une fois."""
    changements = []
    for mesure in Mesure.objects.principales().prefetch_related("changements"):
        actuel, jour = mesure.changements.all()[0].niveau, DEPART
        for sens in _pas(hasard):
            rang = CHEMIN.index(actuel) + sens
            jour += datetime.timedelta(days=hasard.randrange(250, 1100))
            if not 0 <= rang < len(CHEMIN) or jour > timezone.localdate():
                break
            actuel = CHEMIN[rang]
            changements.append(
                ChangementDeNiveau(
                    mesure=mesure, niveau=actuel, le=jour, motif=MOTIFS[actuel], par=cget
                )
            )
    ChangementDeNiveau.objects.bulk_create(changements)


def _pas(hasard):
    (nombre,) = hasard.choices(range(4), weights=[15, 35, 35, 15])
    return [*[1] * nombre, *([-1] if hasard.random() < 1 / 8 else [])]


def _mesurer(hasard, cget):
    """Une valeur par an et par indicateur, de 2019 à l'an dernier, vers sa cible ou au-delà."""
    indicateurs = Indicateur.objects.chiffres().filter(
        complementaire=False, mesure__thematique__programme__nom__in=PROGRAMMES
    )
    annees = sorted(annee for annee in Annee.ouvertes() if annee < Annee(timezone.localdate().year))
    valeurs = []
    for indicateur in indicateurs:
        base = 1000 if indicateur.nature in Indicateur.COMPARABLES else None
        but = float(indicateur.cible or hasard.randrange(200, 2000)) * hasard.uniform(0.5, 1.1)
        if base:
            but = min(base * but / 100, base) if indicateur.cible else hasard.randrange(300, 900)
        for rang, annee in enumerate(annees, start=1):
            avancee = (
                rang / len(annees)
                if indicateur.releve == Indicateur.Releve.SITUATION
                else (1 / len(annees))
            )
            valeur = Valeur(
                indicateur=indicateur,
                le=annee.fin,
                nombre=round(but * avancee * hasard.uniform(0.85, 1)),
                base=base,
                source=SOURCE,
                par=cget,
            )
            valeur.situer()
            valeurs.append(valeur)
    Valeur.objects.bulk_create(valeurs)

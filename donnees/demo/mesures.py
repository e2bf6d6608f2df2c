"""Un ministère chef de file, des valeurs par département, une contestation, des appréciations."""

import datetime

from comptes.models import Utilisateur
from mesures.models import Appreciation, Contestation, Indicateur, Mesure, Ministere, Niveau, Valeur
from remontees.periodes import Semestre

SOURCE = "Remontée de démonstration"
SEMESTRES = [Semestre(2019, 1), Semestre(2019, 2), Semestre(2020, 1)]


def creer_mesures(hasard, departements):
    """Crée des valeurs pour les mesures du programme Emploi ; rend leur nombre."""
    membre = Utilisateur.objects.get(username="ministere-emploi")
    ministere = Ministere.objects.create(nom="Ministère de l’emploi (démonstration)")
    ministere.membres.add(membre)
    mesures = Mesure.objects.filter(thematique__programme__nom="Emploi")
    mesures.update(chef_de_file=ministere)
    indicateurs = Indicateur.objects.chiffres().filter(mesure__in=mesures, complementaire=False)
    valeurs = [
        _valeur(hasard, indicateur, departement, semestre, membre)
        for indicateur in indicateurs
        for departement in departements
        for semestre in [*SEMESTRES, Semestre.courant().precedent]
    ]
    Valeur.objects.bulk_create(valeurs, batch_size=1000)
    _contester(membre)
    _apprecier(hasard)
    return len(valeurs)


def _valeur(hasard, indicateur, departement, semestre, membre):
    est_une_part = indicateur.nature == Indicateur.Nature.PART
    base = hasard.randrange(200, 2000) if est_une_part else None
    valeur = Valeur(
        indicateur=indicateur,
        departement=departement,
        le=semestre.fin,
        nombre=hasard.randrange(20, base or 900),
        base=base,
        source=SOURCE,
        par=membre,
    )
    valeur.situer()
    return valeur


def _contester(membre):
    valeur = Valeur.objects.filter(departement="59").latest("le", "pk")
    Contestation.objects.create(
        valeur=valeur,
        departement=valeur.departement,
        nombre=valeur.nombre + 12,
        base=valeur.base and valeur.base + 12,
        motif="Un opérateur n’a pas été compté.",
        source="Fichier de la mission locale",
        par=Utilisateur.objects.get(username="agent-59"),
    )


def _apprecier(hasard):
    agent = Utilisateur.objects.get(username="agent-59")
    for mesure in Mesure.objects.filter(
        engagements__protocole__contrat__departement="59"
    ).distinct():
        Appreciation.objects.create(
            mesure=mesure,
            departement_id="59",
            niveau=hasard.choice(Niveau.values),
            commentaire="Appréciation de démonstration.",
            le=datetime.date(2019, 7, 1),
            par=agent,
        )

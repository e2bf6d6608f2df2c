"""Deux ministères chefs de file, dont un en dette, des valeurs par département, une contestation,
des appréciations.
"""

import datetime

from django.utils import timezone

from comptes.models import Utilisateur
from mesures.models import (
    Appreciation,
    Collecte,
    Contestation,
    Indicateur,
    Mesure,
    Ministere,
    Niveau,
    PartDeCible,
    Valeur,
)
from remontees.periodes import Semestre

SOURCE = "Remontée de démonstration"
SEMESTRES = [Semestre(2019, 1), Semestre(2019, 2), Semestre(2020, 1)]
# Ce que le ministère n'a plus donné depuis 2020, et ce qu'il n'a jamais donné.
PERIMES, JAMAIS = {"25-1", "25-2", "25-3"}, {"22-1"}
# Le jour où le CGET attend les valeurs du semestre passé, compté de sa fin.
DELAI_D_UNE_COLLECTE = datetime.timedelta(days=75)


def creer_mesures(hasard, departements):
    """Crée des valeurs pour les mesures du programme Emploi ; rend leur nombre.

    Le ministère de l'éducation, qui mène aussi des mesures, n'en a donné aucune.
    """
    membre = Utilisateur.objects.get(username="ministere-emploi")
    ministere = Ministere.objects.create(nom="Ministère de l’emploi (démonstration)")
    ministere.membres.add(membre)
    mesures = Mesure.objects.filter(thematique__programme__nom="Emploi")
    mesures.update(chef_de_file=ministere)
    indicateurs = Indicateur.objects.chiffres().filter(mesure__in=mesures, complementaire=False)
    valeurs = [
        _valeur(hasard, indicateur, departement, semestre, membre)
        for indicateur in indicateurs.exclude(code__in=JAMAIS)
        for departement in departements
        for semestre in [*SEMESTRES, Semestre.courant().precedent]
        if semestre in SEMESTRES or indicateur.code not in PERIMES
    ]
    Valeur.objects.bulk_create(valeurs, batch_size=1000)
    _repartir(hasard, departements)
    _endetter()
    _contester(membre)
    _apprecier(hasard)
    return len(valeurs)


def _repartir(hasard, departements):
    """Les postes d'adultes-relais, que la lettre veut répartis : aucune source ne dit comment."""
    relais = Indicateur.objects.get(code="30-1")
    PartDeCible.objects.bulk_create(
        PartDeCible(
            indicateur=relais,
            departement=departement,
            valeur=hasard.randrange(5, 60),
            pour_le=relais.cible_le,
            source="Répartition de démonstration",
        )
        for departement in departements
    )


def _endetter():
    """Un ministère qui n'a rien donné, et la collecte dont l'échéance l'attend."""
    education = Ministere.objects.create(nom="Ministère de l’éducation (démonstration)")
    menees = Mesure.objects.filter(thematique__programme__nom="Éducation")
    menees.update(chef_de_file=education)
    semestre = Semestre.courant().precedent
    Collecte.objects.create(
        periode=str(semestre),
        ouverture_le=semestre.fin,
        echeance_le=semestre.fin + DELAI_D_UNE_COLLECTE,
        consignes="Le modèle à remplir est sur la page « Importer des valeurs ».",
    )
    Indicateur.objects.filter(code="24-1").update(
        definition="Jeunes résidant en QPV en contrat d’apprentissage le dernier jour du semestre.",
        methode="Adresses des contrats enregistrés, rapprochées des contours des QPV.",
        source="Fichier de gestion des contrats",
        proprietaire="Service statistique du ministère",
    )


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
    valideur = Utilisateur.objects.get(username="prefet-59")
    declinees = Mesure.objects.filter(engagements__protocole__contrat__departement="59").distinct()
    for rang, mesure in enumerate(declinees):
        # Une proposition, la première, attend encore son valideur.
        validee = {"validee_par": valideur, "validee_le": timezone.now()} if rang else {}
        Appreciation.objects.create(
            mesure=mesure,
            departement_id="59",
            niveau=hasard.choice(Niveau.values),
            commentaire="Appréciation de démonstration.",
            le=datetime.date(2019, 7, 1),
            par=agent,
            **validee,
        )

"""Les données de démonstration : départements réels, tout le reste généré.

Le tirage est fixé : deux chargements à la même échelle, le même jour, donnent les mêmes données.
"""

import random

from django.db import connection, transaction
from django.db.models import F
from django.test import override_settings

from comptes.models import Utilisateur
from donnees.campagnes import courantes, datees_par_la_circulaire, ouvrir
from donnees.referentiels import charger_referentiels
from remontees import registre
from remontees.demonstration import creer_remontees, departements_demontres
from remontees.models import Campagne, Transmission

from .animation import creer_animation
from .comptes import creer_comptes
from .contrats import creer_contrats
from .conventions import creer_conventions
from .mesures import creer_mesures
from .partage import creer_contacts, creer_exemples, creer_journee
from .quartiers import creer_quartiers
from .temps import creer_le_temps
from .tirage import choisir_departements, repartir

QUARTIERS = 1514
CONVENTIONS = 2200
CONTRATS = 435


def est_chargee():
    """Dit si les données de démonstration sont déjà dans la base."""
    return Utilisateur.objects.filter(username="agent-59").exists()


# Un historique généré n'écrit à personne : ses courriels n'ont pas de serveur.
@override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend")
def charger(echelle):
    """Crée toutes les données, ou rien ; rend leurs comptes par nom.

    `echelle` est la part de la taille nationale, de 0 exclu à 1 ; ceux qui ont une remontée
    dans la démonstration sont toujours là.
    """
    with transaction.atomic():
        charger_referentiels()
        hasard = random.Random(6057)
        indispensables = departements_demontres()
        departements = choisir_departements(hasard, echelle, indispensables)
        comptes = creer_comptes()
        campagnes = ouvrir([*datees_par_la_circulaire(), *courantes()])
        quartiers = creer_quartiers(
            hasard, repartir(hasard, departements, round(QUARTIERS * echelle))
        )
        creer_animation(hasard, departements, indispensables=indispensables)
        conventions = creer_conventions(
            hasard, repartir(hasard, departements, round(CONVENTIONS * echelle)), echelle
        )
        contrats = creer_contrats(hasard, repartir(hasard, departements, round(CONTRATS * echelle)))
        valeurs = creer_mesures(hasard, departements)
        creer_le_temps()
        # Les tables viennent de se remplir : sans nouveau compte, PostgreSQL les croirait vides et
        # choisirait, pour la suite, des plans qui durent des minutes.
        with connection.cursor() as curseur:
            curseur.execute("ANALYZE")
        remontees = creer_remontees(departements)
        Transmission.objects.update(courriel_envoye_le=F("transmise_le"))
        # Recueillie, la première année des régions est fermée : ce qui fut renvoyé part encore.
        *_, derniere = registre.remontees()
        Campagne.objects.get(genre=derniere.genre, periode="2019").fermer()
        exemples = creer_exemples()
        creer_contacts()
        creer_journee()
    return {
        "comptes": comptes,
        "départements": len(departements),
        "quartiers prioritaires (deux listes)": quartiers,
        "conventions": conventions,
        "contrats de ville": contrats,
        "valeurs d’indicateurs": valeurs,
        "campagnes": campagnes,
        **remontees,
        "exemples partagés": exemples,
    }

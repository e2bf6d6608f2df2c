"""Ce que partagent ces tests."""

import datetime

import pytest

from contrats.models import Abattement, Decision, Etape, Exoneration
from donnees.referentiels import charger_les_controles
from paqte.models import Bilan, Charte
from tests.factories import (
    CibleFactory,
    ConventionFactory,
    EngagementFactory,
    MesureFactory,
    ProjetFactory,
    QuartierFactory,
    ReferentFactory,
    ReponseFactory,
    ResultatFactory,
    ValeurFactory,
    bilan_complet,
    synthese_complete,
    synthese_regionale_complete,
)


@pytest.fixture
def donnees(valideur_59, valideur_region_32):
    """Au moins une ligne dans chaque jeu, dont des textes difficiles."""
    bilan = bilan_complet()
    resultat = ResultatFactory(convention__entreprise__departement=bilan.departement)
    CibleFactory(convention=resultat.convention, indicateur=resultat.indicateur)
    ReponseFactory(convention=resultat.convention, autres_valeur=12.5, autres_unite="ateliers")
    cle = f"resultat-{resultat.indicateur.code}"
    bilan.corrections.create(cle=cle, valeur=12.5, calcule=10, motif="Recompté.")
    # L'accueil d'une préfecture lit les corrections d'avance.
    Bilan.objects.get(pk=bilan.pk).transmettre(valideur_59)
    synthese_complete().transmettre(valideur_59)
    synthese_regionale_complete().transmettre(valideur_region_32)
    projet = ProjetFactory(contrat__nom='=SOMME(A1) "guillemets" ; point-virgule')
    engagement = EngagementFactory(
        protocole__contrat=projet.contrat,
        mesures=[MesureFactory()],
        projet=projet,
        cible=12.5,
        indicateur="Actions\nsur deux lignes",
    )
    ValeurFactory(code="59", indicateur__nature="part", nombre=1, base=3)
    ValeurFactory(indicateur__nature="oui_non", nombre=None, oui_non=True)
    ConventionFactory(entreprise__departement__code="59")
    ancien = QuartierFactory(departement__code="59", retire_le="2019-01-01")
    ancien.nouveaux.add(QuartierFactory(departement__code="59", code="QN05901M", millesime=2024))
    _fiscalite_et_suites(engagement)
    charger_les_controles()
    Charte.objects.create(
        entreprise=resultat.convention.entreprise, fin_le=datetime.date(2018, 12, 31)
    )
    ReferentFactory.reset_sequence()


def _fiscalite_et_suites(engagement):
    """Une ligne de chaque jeu de ce que l'on note autour d'un engagement et de son contrat."""
    contrat = engagement.protocole.contrat
    Abattement.objects.create(
        contrat=contrat,
        bailleur='Bailleur "HLM" ; Nord',
        annee=2019,
        usages="Propreté\nLien social",
    )
    Exoneration.objects.create(contrat=contrat, impot=Exoneration.Impot.values[0], annee=2019)
    Etape.objects.create(
        engagement=engagement, libelle="Diagnostic", prevue_le=datetime.date(2019, 3, 15)
    )
    Decision.objects.create(
        departement=contrat.departement,
        organe="college",
        prise_le=datetime.date(2019, 2, 1),
        texte="Nommer un correspondant\npar quartier",
        porteur="Sous-préfet ville",
        engagement=engagement,
    )

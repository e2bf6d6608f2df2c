"""Ce que partagent ces tests."""

import pytest

from paqte.models import Bilan
from tests.factories import (
    CibleFactory,
    ConventionFactory,
    EngagementFactory,
    MesureFactory,
    ProjetFactory,
    QuartierFactory,
    ReferentFactory,
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
    cle = f"resultat-{resultat.indicateur.code}"
    bilan.corrections.create(cle=cle, valeur=12.5, motif="Recompté.")
    # L'accueil d'une préfecture lit les corrections d'avance.
    Bilan.objects.get(pk=bilan.pk).transmettre(valideur_59)
    synthese_complete().transmettre(valideur_59)
    synthese_regionale_complete().transmettre(valideur_region_32)
    projet = ProjetFactory(contrat__nom='=SOMME(A1) "guillemets" ; point-virgule')
    EngagementFactory(
        protocole__contrat=projet.contrat,
        mesures=[MesureFactory()],
        projet=projet,
        cible=12.5,
        indicateur="Actions\nsur deux lignes",
    )
    ValeurFactory(code="59", indicateur__nature="part", nombre=1, base=3)
    ValeurFactory(indicateur__nature="oui_non", nombre=None, oui_non=True)
    ConventionFactory(entreprise__departement__code="59")
    QuartierFactory(departement__code="59", retire_le="2019-01-01")
    ReferentFactory.reset_sequence()

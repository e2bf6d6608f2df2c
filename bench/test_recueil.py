"""Le recueil de 103 synthèses, face au temps de WeasyPrint pour les mêmes documents."""

import resource
import time

import pytest

from donnees import referentiels
from national import taches
from national.models import Recueil
from quartiers.models import Departement
from tests.factories import ProtocoleFactory, SyntheseFactory, UtilisateurFactory


@pytest.mark.django_db
def test_recueil_de_103_syntheses():
    referentiels.charger()
    texte = "Une phrase sur les habitants des quartiers.\n\n" * 30
    debut = time.perf_counter()
    for departement in Departement.objects.select_related("region"):
        ProtocoleFactory(contrat__departement=departement)
        SyntheseFactory(
            departement=departement, demarches=texte, difficultes=texte, exemples=texte
        ).transmettre(UtilisateurFactory(role="valideur", departements=[departement.code]))
    weasyprint = time.perf_counter() - debut
    recueil = Recueil.objects.create(
        genre="synthese",
        periode="2019",
        format="pdf",
        demande_par=UtilisateurFactory(role="cget", national=True),
    )
    debut = time.perf_counter()
    taches.fabriquer(recueil.pk)
    duree = time.perf_counter() - debut
    recueil.refresh_from_db()
    assert (recueil.etat, recueil.faits) == ("fait", 103)
    memoire = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print("\nRecueil de 103 synthèses, un travailleur :")
    print(f"  {duree:.1f} s ; transmettre les mêmes documents {weasyprint:.1f} s", end=" ; ")
    print(f"rapport {duree / weasyprint:.2f} (attendu : 1,3 au plus) ; {memoire:.0f} Mo au plus")

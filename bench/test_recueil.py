"""Les recueils de 103 synthèses, à un puis à deux travailleurs, face à leur transmission."""

import time

import pytest
from django_q.tasks import async_task, result

from bench.processus import lancer
from bench.rapport import noter
from donnees import referentiels
from national.models import Recueil
from quartiers.models import Departement
from tests.factories import ProtocoleFactory, SyntheseFactory, UtilisateurFactory

RECUEILS = 2
ATTENTE = 300


def _transmettre_partout():
    """Transmet une synthèse par département ; rend les secondes passées."""
    texte = "Une phrase sur les habitants des quartiers.\n\n" * 8
    debut = time.perf_counter()
    for departement in Departement.objects.select_related("region"):
        ProtocoleFactory(contrat__departement=departement)
        SyntheseFactory(
            departement=departement, demarches=texte, difficultes=texte, exemples=texte
        ).transmettre(UtilisateurFactory(role="valideur", departements=[departement.code]))
    return time.perf_counter() - debut


def _fabriquer(travailleurs):
    """Demande les recueils à de vrais travailleurs ; rend les secondes jusqu'au dernier fait."""
    demandeur = UtilisateurFactory(role="cget", national=True)
    recueils = [
        Recueil.objects.create(
            genre="synthese", periode="2019", format="pdf", demande_par=demandeur
        )
        for _ in range(RECUEILS)
    ]
    faits = Recueil.objects.filter(pk__in=[recueil.pk for recueil in recueils], etat="fait")
    with lancer("manage.py", "qcluster", TRAVAILLEURS=str(travailleurs)):
        # Une tâche sans poids : les travailleurs sont prêts quand elle est rendue.
        assert result(async_task("math.sqrt", 4), wait=ATTENTE * 1000) == 2
        debut = time.perf_counter()
        for recueil in recueils:
            recueil.lancer()
        while faits.count() < RECUEILS and time.perf_counter() < debut + ATTENTE:
            time.sleep(0.2)
        duree = time.perf_counter() - debut
    assert [recueil.faits for recueil in faits] == [103] * RECUEILS
    return duree


@pytest.mark.django_db(transaction=True)
def test_recueils_de_103_syntheses():
    referentiels.charger_referentiels()
    transmission = _transmettre_partout()
    un, deux = _fabriquer(1), _fabriquer(2)
    noter(
        f"{RECUEILS} recueils de 103 synthèses",
        ["", "durée", "face à un travailleur", "par recueil, face à transmettre les synthèses"],
        [
            ("un travailleur", f"{un:.1f} s", "", f"{un / RECUEILS / transmission:.2f}"),
            (
                "deux travailleurs",
                f"{deux:.1f} s",
                f"{deux / un:.2f}",
                f"{deux / RECUEILS / transmission:.2f}",
            ),
            ("transmettre 103 synthèses", f"{transmission:.1f} s"),
        ],
    )

"""Les engagements de contrats, lus une fois : les comptes d'une synthèse et ceux des autres pages
s'accordent."""

import datetime

import pytest

from contrats.comptes import compter_les_engagements
from contrats.dijon import matrice
from contrats.models import ContratDeVille, Engagement
from tests.factories import (
    ContratFactory,
    EngagementDijonFactory,
    EngagementFactory,
    MesureFactory,
    ProtocoleFactory,
)

pytestmark = pytest.mark.django_db

LE = datetime.date(2019, 3, 15)


@pytest.fixture
def signe(db):
    return ProtocoleFactory(avancement="signe", signe_le=datetime.date(2019, 2, 1))


@pytest.fixture
def negocie(db):
    return ProtocoleFactory(avancement="en_negociation")


@pytest.fixture
def mesures(db):
    return [MesureFactory(code=code) for code in ("1", "2", "3")]


def compter():
    return compter_les_engagements(ContratDeVille.objects.values_list("pk", flat=True), LE)


def test_un_engagement_de_deux_mesures_se_compte_une_fois(signe, mesures):
    retard = datetime.date(2019, 3, 1)
    EngagementFactory(protocole=signe, echeance_le=retard).mesures.set(mesures[:2])
    comptes = compter()
    assert (comptes.engagements, comptes.en_retard) == ({signe.contrat_id: 1}, 1)


@pytest.mark.parametrize(
    ("champs", "en_retard"),
    [
        ({"echeance_le": LE}, 0),
        ({"echeance_le": None}, 0),
        ({"echeance_le": datetime.date(2019, 3, 14)}, 1),
        ({"echeance_le": datetime.date(2019, 3, 14), "etat": "realise"}, 0),
    ],
)
def test_est_en_retard_ce_dont_l_echeance_est_passee_et_n_est_pas_fini(signe, champs, en_retard):
    EngagementFactory(protocole=signe, **champs)
    assert compter().en_retard == en_retard


def test_un_engagement_abandonne_ou_d_un_autre_contrat_ne_compte_pas(signe, mesures):
    EngagementFactory(protocole=signe, etat="abandonne").mesures.set(mesures)
    EngagementFactory()
    comptes = compter_les_engagements([signe.contrat_id], LE)
    assert (comptes.engagements, comptes.par_mesure, comptes.pacte) == ({}, {}, {})


def test_les_mesures_et_le_pacte_se_comptent_comme_sur_leurs_pages(signe, negocie, mesures):
    du_pacte = [EngagementDijonFactory() for _ in range(3)]
    for protocole, rangs in ((signe, (0, 1)), (negocie, (1, 2)), (negocie, (1,))):
        for rang in rangs:
            engagement = EngagementFactory(protocole=protocole, engagement_dijon=du_pacte[rang])
            engagement.mesures.set(mesures[: rang + 1])
    reuni = ContratFactory(reuni_dans=signe.contrat, departement=signe.contrat.departement)
    EngagementFactory(protocole__contrat=reuni, engagement_dijon=du_pacte[2])
    comptes = compter()
    assert comptes.par_mesure == Engagement.objects.contrats_par_mesure(LE)
    for ligne in matrice(ContratDeVille.objects.all(), LE):
        declinants = comptes.pacte[ligne.engagement.pk]
        assert declinants.contrats == {contrat.pk for contrat in ligne.contrats}
        assert declinants.signes == {contrat.pk for contrat in ligne.signes}

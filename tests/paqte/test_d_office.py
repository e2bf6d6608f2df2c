"""Au lendemain d'un semestre, ses résultats se demandent d'office, là où la préfecture le veut."""

import datetime

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from paqte.d_office import demander_d_office
from paqte.demandes import envoyer_les_courriers
from paqte.models import Demande, Organisation, Referent, ReunionComite
from paqte.taches import envoyer
from remontees.models import Campagne
from tests.factories import (
    CampagneFactory,
    ReponseFactory,
    ResultatFactory,
    UtilisateurFactory,
    bilan_complet,
)
from tests.factories.demandes import acier_du_nord
from tests.formulaires import rempli

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _en_juillet_2019():
    with time_machine.travel("2019-07-01T09:00:00+02:00", tick=False):
        yield


@pytest.fixture
def bilan():
    return bilan_complet()


@pytest.fixture
def convention(bilan):
    CampagneFactory(genre="bilan", periode="2019-s1")
    Organisation.objects.update(demande_d_office=True)
    return acier_du_nord(bilan.departement)


def test_le_semestre_fini_se_demande_a_qui_n_a_rien_donne(convention):
    assert demander_d_office() == 1
    assert Demande.objects.get().semestre == "2019-s1"
    envoyer_les_courriers(timezone.now() + datetime.timedelta(days=1))
    assert mail.outbox[0].to == ["rse@acier.example"]
    assert "camille.lefevre@exemple.gouv.fr" in mail.outbox[0].body


def test_une_seule_fois(convention):
    assert [demander_d_office(), demander_d_office()] == [1, 0]


def test_le_travailleur_le_fait_puis_attend_l_heure_des_courriers(convention):
    assert envoyer() == 0
    assert Demande.objects.get().courriers.count() == 1


def sans_le_vouloir(convention):
    Organisation.objects.update(demande_d_office=False)


def sans_referent(convention):
    Referent.objects.all().delete()


def sans_adresse(convention):
    type(convention.entreprise).objects.update(courriel="")


def resultats_saisis(convention):
    ResultatFactory(convention=convention, semestre="2019-s1")


def dite_non_communiquee(convention):
    ReponseFactory(convention=convention, semestre="2019-s1", absence="non_communique")


def periode_fermee(convention):
    Campagne.objects.update(fermee_le=datetime.date(2019, 6, 30))


def bilan_transmis(convention):
    departement = convention.entreprise.departement
    valideur = UtilisateurFactory(role="valideur", departements=[departement.code])
    departement.bilan_set.get().transmettre(valideur)


@pytest.mark.parametrize(
    "empechement",
    [
        sans_le_vouloir,
        sans_referent,
        sans_adresse,
        resultats_saisis,
        dite_non_communiquee,
        periode_fermee,
        bilan_transmis,
    ],
)
def test_rien_ne_se_demande(convention, empechement):
    empechement(convention)
    assert demander_d_office() == 0


@time_machine.travel("2019-06-30T20:00:00+02:00")
def test_un_semestre_qui_court_ne_se_demande_pas(convention):
    assert demander_d_office() == 0


def test_la_prefecture_le_choisit_dans_son_organisation(client, agent_59, bilan):
    client.force_login(agent_59)
    adresse = reverse("paqte:organisation", args=["59"])
    client.post(adresse, rempli(client, adresse, demande_d_office="on"))
    assert Organisation.objects.get().demande_d_office
    reponses = reverse("paqte:reponses", args=["2019-s1", "59"])
    acier_du_nord(bilan.departement)
    assert "se demandent d’office" in client.get(reponses).text


@time_machine.travel("2019-05-02")
def test_une_reunion_prevue_se_lit_dans_la_saisie_et_pas_dans_le_bilan(client, agent_59, bilan):
    ReunionComite.objects.create(
        departement=bilan.departement, date=datetime.date(2019, 6, 3), lieu="Lille"
    )
    ReunionComite.objects.create(departement=bilan.departement, date=datetime.date(2019, 9, 3))
    client.force_login(agent_59)
    page = client.get(bilan.get_absolute_url()).text
    assert "le bilan les dira une fois tenues" in page
    assert ("du 03/06/2019" in page, "du 03/09/2019" in page) == (True, False)
    assert bilan.contenu()["organisation"]["reunions"] == []

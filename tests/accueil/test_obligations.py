"""Les obligations de la circulaire hors des remontées : constatées, montrées, relancées."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from contrats.models import Avancement
from quartiers.models import Departement
from remontees import registre
from remontees.models import Campagne
from remontees.obligation import avec_obligations, obligations_dues
from remontees.relances import relancer
from tests.factories import (
    CollegeFactory,
    ContratFactory,
    DepartementFactory,
    OrganisationFactory,
    ProtocoleFactory,
    ReferentFactory,
)

pytestmark = pytest.mark.django_db

PERIODES = {
    "referent": "2019",
    "protocoles": "2019",
    "chartes": "2020",
    "comite": "2019-s1",
    "college": "2019-s1",
}


@pytest.fixture(autouse=True)
def _le_14_fevrier_2019():
    with time_machine.travel("2019-02-14T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def campagne():
    """Ouvre la campagne d'un genre."""

    def ouvrir(genre, **champs):
        return Campagne.objects.create(
            genre=genre,
            periode=PERIODES[genre],
            ouverture_le="2019-01-22",
            **{"echeance_le": datetime.date(2019, 2, 15)} | champs,
        )

    return ouvrir


def dues(code="59"):
    ouvertes = Campagne.objects.ouvertes()
    departements = avec_obligations(Departement.objects.filter(pk=code), ouvertes)
    return [due.libelle for due in obligations_dues(departements, ouvertes)]


def test_chaque_genre_de_campagne_est_attendu_une_fois():
    genres = [attendu.genre for attendu in registre.attendus()]
    assert sorted(genres) == sorted(
        genre for genre, _ in Campagne._meta.get_field("genre").flatchoices
    )


def test_un_departement_sans_referent_le_doit(campagne):
    campagne("referent")
    nord = DepartementFactory(code="59", nom="Nord")
    assert dues() == ["Référent PAQTE à désigner, Nord (59)"]
    ReferentFactory(departement=nord)
    assert dues() == []


def test_un_contrat_sans_protocole_signe_est_du(campagne):
    campagne("protocoles")
    contrat = ContratFactory(departement=DepartementFactory(code="59"))
    protocole = ProtocoleFactory(contrat=contrat)
    assert len(dues()) == 1
    protocole.avancement, protocole.signe_le = Avancement.SIGNE, datetime.date(2019, 2, 1)
    protocole.save()
    assert dues() == []


def test_le_lien_des_protocoles_mene_aux_contrats_a_signer(campagne, client, agent_59):
    campagne("protocoles")
    nord = DepartementFactory(code="59")
    ProtocoleFactory(contrat__departement=nord, avancement=Avancement.SIGNE, signe_le="2019-02-01")
    a_signer = ContratFactory(departement=nord)
    client.force_login(agent_59)
    (due,) = client.get(reverse("accueil")).context["a_faire"]
    assert list(client.get(due.lien).context["page_obj"]) == [a_signer]


def test_un_departement_sans_contrat_ne_doit_pas_de_protocole(campagne):
    campagne("protocoles")
    DepartementFactory(code="59")
    assert dues() == []


@pytest.mark.parametrize(("restantes", "nombre"), [(None, 1), (3, 1), (0, 0)])
def test_les_chartes_sont_dues_tant_que_la_prefecture_n_en_dit_pas_zero(
    campagne, restantes, nombre
):
    campagne("chartes")
    OrganisationFactory(departement=DepartementFactory(code="59"), chartes_restantes=restantes)
    assert len(dues()) == nombre


def test_le_college_est_du_une_fois_par_semestre(campagne):
    campagne("college")
    nord = DepartementFactory(code="59")
    CollegeFactory(departement=nord, date=datetime.date(2018, 12, 31))
    assert len(dues()) == 1
    CollegeFactory(departement=nord, date=datetime.date(2019, 1, 31))
    assert dues() == []


def test_le_comite_de_pilotage_est_du_tant_qu_il_ne_s_est_pas_tenu(campagne):
    campagne("comite")
    reunions = DepartementFactory(code="59", nom="Nord").reunions_paqte
    reunions.create(date="2019-01-10", objet="point_etape")
    reunions.create(date="2019-02-20", objet="comite")
    assert dues() == ["Comité de pilotage du PAQTE à réunir, Nord (59)"]
    reunions.create(date="2019-02-14", objet="comite")
    assert dues() == []


@pytest.mark.parametrize("genre", ["comite", "college"])
def test_une_reunion_prevue_se_lit_a_cote_de_ce_qui_est_du(campagne, client, agent_59, genre):
    campagne(genre)
    nord, jour = Departement.objects.get(pk="59"), datetime.date(2019, 3, 5)
    CollegeFactory(departement=nord, date=jour)
    nord.reunions_paqte.create(date=jour, objet="comite")
    client.force_login(agent_59)
    assert "Réunion prévue le 5 mars 2019" in client.get(reverse("accueil")).text


def test_une_campagne_n_attend_que_ses_destinataires(campagne):
    DepartementFactory(code="59")
    campagne("referent").destinataires.add(DepartementFactory(code="13"))
    assert dues() == []


def test_l_agent_lit_ce_qui_est_du_et_ou_le_faire(campagne, client, agent_59):
    campagne("referent")
    client.force_login(agent_59)
    page = client.get(reverse("accueil")).text
    assert "Référent PAQTE à désigner" in page
    assert reverse("paqte:referent", args=["59"]) in page


@pytest.mark.parametrize(
    "obligation", registre.obligations(), ids=lambda obligation: obligation.genre
)
def test_le_lien_de_chaque_obligation_mene_a_une_page(obligation, client, agent_59):
    client.force_login(agent_59)
    assert client.get(obligation.adresse("59")).status_code == 200


def test_le_cget_lit_combien_il_en_reste(campagne, client, cget):
    campagne("referent")
    ReferentFactory(departement=DepartementFactory(code="59"))
    DepartementFactory(code="13")
    client.force_login(cget)
    (ligne,) = client.get(reverse("accueil")).context["obligations"]
    assert (ligne["attendues"], len(ligne["restantes"])) == (2, 1)


def test_une_obligation_se_relance_jusqu_a_ce_qu_elle_soit_remplie(campagne, agent_59, mailoutbox):
    campagne("referent")
    relancer()
    (message,) = mailoutbox
    assert "Référent PAQTE à désigner" in message.body
    ReferentFactory(departement=Departement.objects.get(pk="59"))
    with time_machine.travel("2019-02-16T12:00:00+01:00", tick=False):
        assert relancer() == []

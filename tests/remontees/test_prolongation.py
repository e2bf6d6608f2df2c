"""Un délai pour un territoire : demandé, accordé ou refusé avec une raison ; son retard le suit."""

import datetime

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from paqte.models import Bilan
from quartiers.models import Departement
from remontees.models import Campagne, Prolongation
from remontees.periodes import Semestre
from remontees.relances import relancer
from tests.factories import ContactCgetFactory, DepartementFactory, UtilisateurFactory

pytestmark = pytest.mark.django_db

DELAI = datetime.date(2019, 9, 2)


@pytest.fixture(autouse=True)
def _le_20_juillet_2019():
    with time_machine.travel("2019-07-20T10:00:00+02:00", tick=False):
        yield


@pytest.fixture
def campagne(db):
    DepartementFactory(code="59", nom="Nord")
    return Campagne.objects.create(
        genre="bilan", periode="2019-s1", ouverture_le="2019-06-01", echeance_le="2019-07-31"
    )


@pytest.fixture
def demandee(campagne, agent_59):
    prolongation = Prolongation(
        campagne=campagne, departement_id="59", jusqu_au=DELAI, motif="Trois entreprises tardent."
    )
    prolongation.demander(agent_59)
    mail.outbox.clear()
    return prolongation


def demander(client, campagne, **champs):
    saisie = {"jusqu_au": "2019-09-02", "motif": "Trois entreprises tardent."} | champs
    return client.post(reverse("prolongation_demander", args=[campagne.pk, "59"]), saisie)


def test_la_prefecture_demande_et_le_cget_accorde_avec_une_raison(client, campagne, agent_59, cget):
    client.force_login(agent_59)
    demander(client, campagne)
    client.force_login(cget)
    assert "1 délai demandé" in client.get(reverse("accueil")).text
    client.post(
        Prolongation.objects.get().get_absolute_url(),
        {"etat": "accordee", "jusqu_au": "2019-08-30", "raison": "Deux semaines suffisent."},
    )
    client.force_login(agent_59)
    page = client.get(reverse("accueil")).text
    assert "30 août 2019, délai accordé à votre territoire" in page
    decidee = Prolongation.objects.get()
    assert (decidee.decidee_par, decidee.raison) == (cget, "Deux semaines suffisent.")


def test_qui_suit_le_territoire_est_prevenu_de_la_demande_et_la_prefecture_de_la_reponse(
    client, campagne, agent_59, valideur_59, cget
):
    ContactCgetFactory(courriel="suivi@exemple.gouv.fr", departements=["59"])
    client.force_login(agent_59)
    demander(client, campagne)
    (message,) = mail.outbox
    assert message.to == ["suivi@exemple.gouv.fr"]
    assert "Trois entreprises tardent." in message.body
    Prolongation.objects.get().decider(cget, "refusee", DELAI, "Le ministre l’attend.")
    assert [m.to for m in mail.outbox[1:]] == [[agent_59.email], [valideur_59.email]]
    assert "Le ministre l’attend." in mail.outbox[-1].body


def test_sans_contact_la_demande_arrive_a_l_adresse_du_cget(client, campagne, agent_59, settings):
    client.force_login(agent_59)
    demander(client, campagne)
    assert mail.outbox[0].to == [settings.COURRIEL_CGET]


@pytest.mark.parametrize(("etat", "en_retard"), [("accordee", False), ("refusee", True)])
def test_seul_un_delai_accorde_ote_le_retard(demandee, cget, etat, en_retard):
    demandee.decider(cget, etat, DELAI, "Parce que.")
    with time_machine.travel("2019-08-20T10:00:00+02:00", tick=False):
        campagne = Campagne.objects.avec_attendus().get()
        avancees = Bilan.objects.avancees(Departement.objects.all(), Semestre(2019, 1), campagne)
        assert [avancee.en_retard for avancee in avancees.values()] == [en_retard]


def test_un_delai_accorde_ne_vaut_que_pour_son_territoire(demandee, cget):
    DepartementFactory(code="62")
    demandee.decider(cget, "accordee", DELAI, "Parce que.")
    campagne = Campagne.objects.get()
    assert campagne.echeance_de("59").jour == DELAI
    assert campagne.echeance_de("62").jour == campagne.echeance_le


def test_la_relance_suit_le_delai_accorde(demandee, cget, agent_59):
    demandee.decider(cget, "accordee", DELAI, "Parce que.")
    mail.outbox.clear()
    with time_machine.travel("2019-08-01T10:00:00+02:00", tick=False):
        assert relancer() == []
    with time_machine.travel("2019-09-01T10:00:00+02:00", tick=False):
        relancer()
    assert "échéance le 2 septembre 2019" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("champs", "champ"),
    [
        ({"jusqu_au": "2019-07-31"}, "jusqu_au"),
        ({"jusqu_au": "2019-07-01"}, "jusqu_au"),
        ({"jusqu_au": "2021-07-31"}, "jusqu_au"),
        ({"motif": ""}, "motif"),
    ],
)
def test_une_demande_qui_ne_prolonge_rien_est_refusee_au_bon_champ(
    client, campagne, agent_59, champs, champ
):
    client.force_login(agent_59)
    reponse = demander(client, campagne, **champs)
    assert reponse.status_code == 422
    assert champ in reponse.context["form"].errors


def test_une_seule_demande_attend_a_la_fois(client, demandee, campagne, agent_59):
    client.force_login(agent_59)
    assert "Un délai est déjà demandé" in demander(client, campagne).text
    assert Prolongation.objects.count() == 1


def test_une_demande_ne_se_decide_qu_une_fois(client, demandee, cget):
    client.force_login(cget)
    adresse = demandee.get_absolute_url()
    saisie = {"etat": "refusee", "jusqu_au": "2019-09-02", "raison": "Non."}
    client.post(adresse, saisie)
    client.post(adresse, saisie | {"etat": "accordee"})
    demandee.refresh_from_db()
    assert demandee.etat == "refusee"


def test_on_ne_demande_que_pour_sa_prefecture_et_seul_le_cget_decide(
    client, demandee, campagne, agent_13, administrateur
):
    client.force_login(agent_13)
    assert demander(client, campagne).status_code == 404
    assert client.get(demandee.get_absolute_url()).status_code == 403
    client.force_login(UtilisateurFactory(role="cget", departements=["13"]))
    assert client.get(demandee.get_absolute_url()).status_code == 404
    client.force_login(administrateur)
    assert client.get(reverse("prolongations")).status_code == 403


def test_le_journal_des_delais_ne_compte_pas_ses_requetes_par_ligne(
    client, campagne, cget, django_assert_max_num_queries
):
    for code in ("13", "59", "62", "69", "74"):
        DepartementFactory(code=code)
        Prolongation.objects.create(
            campagne=campagne, departement_id=code, jusqu_au=DELAI, motif="Tard."
        )
    client.force_login(cget)
    with django_assert_max_num_queries(8):
        client.get(reverse("prolongations"))

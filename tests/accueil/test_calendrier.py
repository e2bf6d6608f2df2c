"""Le calendrier des échéances : par un lien secret, pour les seules campagnes de la personne."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from icalendar import Calendar

from comptes.models import Jeton
from quartiers.models import Departement
from remontees.models import Campagne, Prolongation
from tests.factories import JourneeFactory, synthese_complete

pytestmark = pytest.mark.django_db


@pytest.fixture
def campagne(db):
    return Campagne.objects.create(
        genre="synthese",
        periode="2019",
        ouverture_le="2019-01-22",
        echeance_le="2019-03-15",
        consignes="Cinq pages ; pas une de plus.",
    )


def echeances(client, user):
    _, secret = Jeton.objects.creer(user, "Agenda", Jeton.Portee.AGENDA)
    reponse = client.get(reverse("agenda", args=[secret]))
    assert reponse["Content-Type"].startswith("text/calendar")
    return [
        (str(e["summary"]), e.decoded("dtstart"), str(e.get("description", "")))
        for e in Calendar.from_ical(reponse.content).walk("VEVENT")
    ]


def test_une_echeance_par_campagne_ouverte(client, campagne, agent_59):
    (nord,) = Departement.objects.modifiables_par(agent_59)
    assert echeances(client, agent_59) == [
        (
            f"Échéance : Synthèse 2019, {nord}",
            datetime.date(2019, 3, 15),
            "État : à commencer\nCinq pages ; pas une de plus.",
        )
    ]


def test_une_echeance_mene_a_sa_page_et_sonne_avant(client, campagne, agent_59, settings):
    settings.ADRESSE_DU_PORTAIL = "https://quartiers.exemple.fr"
    _, secret = Jeton.objects.creer(agent_59, "Agenda", Jeton.Portee.AGENDA)
    agenda = Calendar.from_ical(client.get(reverse("agenda", args=[secret])).content)
    (evenement,) = agenda.walk("VEVENT")
    assert evenement["url"] == "https://quartiers.exemple.fr/syntheses/2019/59/"
    sonneries = [alarme.decoded("trigger") for alarme in agenda.walk("VALARM")]
    assert [evenement.decoded("dtstart") + s for s in sonneries] == [
        datetime.date(2019, 3, 8),
        datetime.date(2019, 3, 14),
    ]
    assert {s.seconds for s in sonneries} == {9 * 3600}


@pytest.mark.usefixtures("sans_rendu")
def test_ce_qui_est_transmis_n_est_plus_une_echeance(client, campagne, agent_59, valideur_59):
    synthese_complete().transmettre(valideur_59)
    assert echeances(client, agent_59) == []


@pytest.mark.usefixtures("campagne")
def test_le_cget_y_a_les_campagnes_et_ce_qu_il_doit_decider(client, cget, valideur_59, sans_rendu):
    with time_machine.travel("2019-03-11T10:00:00+01:00", tick=False):
        synthese = synthese_complete()
        synthese.transmettre(valideur_59)
    assert echeances(client, cget) == [
        (
            "Échéance : Synthèse annuelle 2019",
            datetime.date(2019, 3, 15),
            "Cinq pages ; pas une de plus.",
        ),
        ("À décider : 1 version", datetime.date(2019, 4, 10), str(synthese)),
    ]


@pytest.mark.parametrize(
    ("horaires", "debut"),
    [
        ("9 h 30 - 17 h.", datetime.datetime(2019, 6, 12, 9, 30)),
        ("de 14h à 16h30", datetime.datetime(2019, 6, 12, 14)),
        ("le matin", datetime.date(2019, 6, 12)),
        ("17 h - 9 h", datetime.date(2019, 6, 12)),
        ("9 h 75 - 17 h", datetime.date(2019, 6, 12)),
        ("", datetime.date(2019, 6, 12)),
    ],
)
def test_une_journee_est_a_ses_heures_si_elle_les_dit(client, agent_59, horaires, debut):
    JourneeFactory(horaires=horaires)
    ((_, commence, _),) = echeances(client, agent_59)
    assert commence == debut


def test_l_echeance_d_une_prefecture_est_celle_de_son_delai(client, campagne, agent_59, cget):
    Prolongation.objects.create(
        campagne=campagne, departement_id="59", jusqu_au="2019-03-29", motif="X", etat="accordee"
    )
    ((_, jour, _),) = echeances(client, agent_59)
    assert jour == datetime.date(2019, 3, 29)


def test_une_campagne_adressee_a_d_autres_n_y_est_pas(client, campagne, agent_59, agent_13):
    campagne.destinataires.add("13")
    assert echeances(client, agent_59) == []
    assert len(echeances(client, agent_13)) == 1


def test_un_lien_faux_ou_revoque_n_existe_pas(client, agent_59):
    jeton, secret = Jeton.objects.creer(agent_59, "Agenda", Jeton.Portee.AGENDA)
    jeton.delete()
    for lien in (secret, "faux"):
        assert client.get(reverse("agenda", args=[lien])).status_code == 404


@pytest.mark.usefixtures("sans_rendu")
def test_un_complement_demande_pour_un_jour_est_a_l_agenda_de_sa_prefecture(
    client, agent_59, agent_13, valideur_59, cget
):
    synthese = synthese_complete()
    synthese.transmettre(valideur_59)
    synthese.renvoyer(cget, "Précisez.", pour_le=datetime.date(2019, 4, 24))
    precisions = "État : à compléter\nPrécisez."
    attendu = (f"Complément attendu : {synthese}", datetime.date(2019, 4, 24), precisions)
    assert echeances(client, agent_59) == [attendu]
    assert echeances(client, agent_13) == []
    synthese.transmettre(valideur_59)
    assert echeances(client, agent_59) == []

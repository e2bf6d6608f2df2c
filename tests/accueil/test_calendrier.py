"""Le calendrier des échéances : par un lien secret, pour les seules campagnes de la personne."""

import datetime

import pytest
from django.urls import reverse
from icalendar import Calendar

from comptes.models import Jeton
from remontees.models import Campagne

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
    assert echeances(client, agent_59) == [
        (
            "Échéance : Synthèse annuelle 2019",
            datetime.date(2019, 3, 15),
            "Cinq pages ; pas une de plus.",
        )
    ]


def test_une_campagne_adressee_a_d_autres_n_y_est_pas(client, campagne, agent_59, agent_13):
    campagne.destinataires.add("13")
    assert echeances(client, agent_59) == []
    assert len(echeances(client, agent_13)) == 1


def test_un_lien_faux_ou_revoque_n_existe_pas(client, agent_59):
    jeton, secret = Jeton.objects.creer(agent_59, "Agenda", Jeton.Portee.AGENDA)
    jeton.delete()
    for lien in (secret, "faux"):
        assert client.get(reverse("agenda", args=[lien])).status_code == 404

"""L'agenda des journées de mobilisation."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from icalendar import Calendar

from accueil.calendrier import calendrier
from donnees import referentiels
from partage.models import Journee
from tests.factories import DepartementFactory, JourneeFactory, UtilisateurFactory

pytestmark = pytest.mark.django_db

LISTE = "partage:journees"
SAISIE = {"titre": "Journée de mobilisation", "debut": "2019-06-12", "ville": "Amiens"}


@pytest.fixture
def nord(db):
    return DepartementFactory(code="59", nom="Nord")


def agenda(user):
    return Calendar.from_ical(calendrier(user)).walk("VEVENT")


def test_le_cget_publie_une_journee_que_tous_lisent(client, cget, agent_59, ministere):
    client.force_login(cget)
    client.post(reverse("partage:journee_ajouter"), SAISIE | {"lieu": "Préfecture"})
    journee = Journee.objects.get()
    for user in (agent_59, ministere):
        client.force_login(user)
        assert "12 juin 2019" in client.get(reverse(LISTE)).text
        assert "Préfecture, Amiens" in client.get(journee.get_absolute_url()).text


def test_le_cget_modifie_puis_supprime_une_journee(client, nord, cget):
    journee = JourneeFactory()
    client.force_login(cget)
    adresse = reverse("partage:journee_modifier", args=[journee.pk])
    client.post(adresse, SAISIE | {"ville": "Lille", "lien": "programme.example.org"})
    journee.refresh_from_db()
    assert (journee.ville, journee.lien) == ("Lille", "https://programme.example.org")
    client.post(reverse("partage:journee_supprimer", args=[journee.pk]))
    assert not Journee.objects.exists()


def test_la_fin_ne_precede_pas_le_debut(client, nord, cget):
    client.force_login(cget)
    reponse = client.post(reverse("partage:journee_ajouter"), SAISIE | {"fin": "2019-06-11"})
    assert reponse.status_code == 422
    assert reponse.context["form"].errors["fin"] == ["La fin ne peut pas précéder le début."]


def test_sans_perimetre_aucune_journee(client):
    journee = JourneeFactory()
    client.force_login(UtilisateurFactory(role="agent"))
    assert not client.get(reverse(LISTE)).context["page_obj"].object_list
    assert client.get(journee.get_absolute_url()).status_code == 404


@time_machine.travel("2019-06-12")
def test_une_journee_reste_a_venir_jusqu_a_son_dernier_jour(client, agent_59):
    JourneeFactory(ville="Lille", debut="2019-06-11")
    JourneeFactory(ville="Lyon", debut="2019-06-11", fin="2019-06-12")
    client.force_login(agent_59)
    for moment, ville in (("a_venir", "Lyon"), ("passees", "Lille")):
        reponse = client.get(reverse(LISTE), {"moment": moment})
        assert [journee.ville for journee in reponse.context["page_obj"]] == [ville]


def test_les_journees_de_2018_sont_celles_de_la_circulaire(client, agent_59):
    referentiels.charger_referentiels()
    assert set(Journee.objects.values_list("ville", "quand")) == {
        ("Marseille", "2018"),
        ("Nantes", "2018"),
        ("Lyon", "2018"),
        ("Amiens", "2018"),
    }
    client.force_login(agent_59)
    assert "janvier 2018" not in client.get(reverse(LISTE)).text


def test_recharger_les_referentiels_garde_ce_que_le_cget_a_precise():
    referentiels.charger_referentiels()
    Journee.objects.filter(ville="Lyon").update(debut="2018-10-04", quand="")
    referentiels.charger_referentiels()
    assert Journee.objects.count() == 4
    assert Journee.objects.get(ville="Lyon").quand == ""


def test_l_agenda_porte_la_journee_du_premier_au_dernier_jour(agent_59):
    JourneeFactory(fin=datetime.date(2019, 6, 13), lieu="Préfecture", horaires="9 h - 17 h")
    (evenement,) = agenda(agent_59)
    assert evenement.decoded("dtstart") == datetime.date(2019, 6, 12)
    assert evenement.decoded("dtend") == datetime.date(2019, 6, 14)
    assert str(evenement["location"]) == "Préfecture, Amiens"
    assert str(evenement["description"]) == "9 h - 17 h"


def test_l_agenda_ignore_une_journee_dont_le_jour_n_est_pas_connu(agent_59):
    JourneeFactory(quand="juin 2019")
    assert agenda(agent_59) == []


def test_l_agenda_de_qui_n_a_pas_de_perimetre_est_vide(db):
    JourneeFactory()
    assert agenda(UtilisateurFactory(role="agent")) == []


def test_le_nombre_de_requetes_est_constant(client, agent_59, django_assert_max_num_queries):
    for _ in range(30):
        JourneeFactory(departement_id="59")
    client.force_login(agent_59)
    with django_assert_max_num_queries(8):
        client.get(reverse(LISTE))


def test_une_annee_absurde_est_refusee(client, nord, cget):
    client.force_login(cget)
    reponse = client.post(reverse("partage:journee_ajouter"), SAISIE | {"debut": "9999-12-31"})
    assert reponse.status_code == 422
    assert "vérifiez l’année" in reponse.text

"""La synthèse régionale dans tout le portail : accueil, relances, calendrier, recueil, exports."""

import io
import json
import zipfile

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from icalendar import Calendar

from comptes.models import Jeton
from national.models import Recueil
from national.taches import fabriquer
from remontees.models import Campagne
from remontees.relances import relancer
from tests.factories import (
    CampagneFactory,
    ContactCgetFactory,
    DepartementFactory,
    synthese_complete,
    synthese_regionale_complete,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def campagne():
    DepartementFactory(code="59")
    return Campagne.objects.create(
        genre="synthese_regionale",
        periode="2019",
        ouverture_le="2019-01-22",
        echeance_le="2019-03-15",
    )


def test_l_accueil_de_la_region_montre_ce_qu_elle_doit_et_ce_que_font_ses_departements(
    client, campagne, agent_region_32
):
    client.force_login(agent_region_32)
    page = client.get(reverse("accueil"))
    (ligne,) = page.context["anciennes"]
    assert ligne.remontee.get_absolute_url() == reverse("regions:synthese", args=["2019", "32"])
    suivies = [modele.genre for modele, _ in page.context["avancements"]]
    assert suivies == ["bilan", "synthese"]


def test_le_cget_compte_une_synthese_par_region(client, campagne, cget):
    DepartementFactory(code="62")
    DepartementFactory(code="13", region__code="93", region__nom="Provence")
    synthese_regionale_complete()
    client.force_login(cget)
    avancements = {m.genre: a for m, a in client.get(reverse("accueil")).context["avancements"]}
    (ligne,) = avancements["synthese_regionale"]
    assert (ligne["attendues"], ligne["a_commencer"], ligne["brouillon"]) == (2, 1, 1)


@pytest.mark.usefixtures("campagne", "agent_59", "region_32", "cget")
def test_la_relance_va_a_qui_ecrit_pour_la_region_et_a_nul_autre(
    agent_region_32, valideur_region_32
):
    with time_machine.travel("2019-03-08T12:00:00+01:00", tick=False):
        relancer()
    assert sorted(message.to[0] for message in mail.outbox) == sorted(
        [agent_region_32.email, valideur_region_32.email]
    )
    assert "Synthèse régionale 2019, Hauts-de-France (à commencer)" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("personne", "nombre"),
    [("agent_region_32", 1), ("region_32", 1), ("cget", 1), ("agent_59", 0), ("ministere", 0)],
)
def test_le_calendrier_ne_l_annonce_qu_a_qui_elle_regarde(
    client, request, campagne, personne, nombre
):
    _, secret = Jeton.objects.creer(request.getfixturevalue(personne), "A", Jeton.Portee.AGENDA)
    agenda = Calendar.from_ical(client.get(reverse("agenda", args=[secret])).content)
    assert len(agenda.walk("VEVENT")) == nombre


def test_le_contact_au_cget_est_celui_des_departements_de_la_region(
    client, campagne, agent_region_32
):
    contact = ContactCgetFactory(regions=["32"])
    client.force_login(agent_region_32)
    page = client.get(reverse("regions:synthese", args=["2019", "32"])).text
    assert contact.courriel in page


def test_le_recueil_des_syntheses_la_met_devant_celles_de_ses_departements(
    campagne, cget, valideur_59, valideur_region_32
):
    synthese_complete().transmettre(valideur_59)
    synthese_regionale_complete().transmettre(valideur_region_32)
    recueil = Recueil.objects.create(
        genre="synthese", periode="2019", format="zip", demande_par=cget
    )
    fabriquer(recueil.pk)
    recueil.refresh_from_db()
    assert zipfile.ZipFile(io.BytesIO(recueil.contenu)).namelist() == [
        "synthese-regionale-2019-32-v1.pdf",
        "synthese-regionale-2019-32-v1.json",
        "synthese-2019-59-v1.pdf",
        "synthese-2019-59-v1.json",
    ]


@pytest.mark.usefixtures("sans_rendu")
def test_ses_versions_s_exportent_avec_leur_region(client, cget, valideur_region_32):
    synthese_regionale_complete().transmettre(valideur_region_32)
    client.force_login(cget)
    reponse = client.get(reverse("export", args=["syntheses-regionales", "json"]))
    (ligne,) = json.loads(reponse.getvalue())
    assert (ligne["region"], ligne["departement"]) == ("32", None)
    assert ligne["nom_fichier"] == "synthese-regionale-2019-32-v1.pdf"


def test_la_liste_est_celle_des_regions_que_l_on_suit(
    client, cget, agent_region_32, agent_59, django_assert_max_num_queries
):
    CampagneFactory(genre="synthese_regionale", periode="2019")
    for code in ("59", "62"):
        DepartementFactory(code=code)
    DepartementFactory(code="13", region__code="93", region__nom="Provence")
    vues = {}
    for user in (cget, agent_region_32, agent_59):
        client.force_login(user)
        with django_assert_max_num_queries(13):
            page = client.get(reverse("regions:syntheses"), {"periode": "2019"})
        vues[user.username] = [ligne.territoire.pk for ligne in page.context["page_obj"]]
    assert vues == {"cget": ["32", "93"], "agent-region-32": ["32"], "agent-59": []}

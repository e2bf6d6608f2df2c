"""Les relances : à qui doit encore, au bon jour, une seule fois, même sur deux machines."""

import datetime
import os
import subprocess
import sys

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from courriels.models import Courriel
from remontees.models import Campagne, RefusDeRelances, Relance
from remontees.relances import relancer
from tests.factories import UtilisateurFactory, synthese_complete

ECHEANCE = datetime.date(2019, 3, 15)


@pytest.fixture
def campagne(db):
    return Campagne.objects.create(
        genre="synthese", periode="2019", ouverture_le="2019-01-22", echeance_le=ECHEANCE
    )


def le(jour):
    """Voyage à midi, heure de Paris, du `jour` (nombre de jours par rapport à l'échéance)."""
    date = ECHEANCE + datetime.timedelta(days=jour)
    return time_machine.travel(f"{date}T12:00:00+01:00", tick=False)


@pytest.mark.usefixtures("campagne")
@pytest.mark.parametrize(
    ("jour", "nombre"), [(-16, 0), (-15, 1), (-10, 1), (-7, 1), (-1, 1), (0, 1), (1, 1), (61, 0)]
)
def test_une_relance_part_a_partir_de_quinze_jours_avant(agent_59, jour, nombre):
    with le(jour):
        assert len(relancer()) == nombre
    assert len(mail.outbox) == nombre


@pytest.mark.usefixtures("campagne")
def test_chaque_palier_part_une_fois(agent_59):
    for jour, total in ((-15, 1), (-14, 1), (-7, 2), (-6, 2), (-1, 3), (1, 4)):
        with le(jour):
            relancer()
        assert len(mail.outbox) == total


@pytest.mark.usefixtures("campagne", "sans_rendu")
def test_qui_a_transmis_n_est_plus_relance(agent_59, valideur_59):
    with le(-7):
        synthese_complete().transmettre(valideur_59)
        assert relancer() == []


@pytest.mark.usefixtures("campagne", "sans_rendu")
def test_une_synthese_a_completer_est_relancee_avec_la_demande_du_cget(valideur_59, cget):
    with le(-7):
        synthese = synthese_complete()
        synthese.transmettre(valideur_59)
        synthese.renvoyer(cget, "Dites l’échéance de Denain.")
        relancer()
    assert "Dites l’échéance de Denain." in mail.outbox[-1].body


@pytest.mark.usefixtures("campagne", "sans_rendu")
def test_un_complement_se_relance_a_la_date_que_donne_le_cget(valideur_59, cget, settings):
    settings.ADRESSE_DU_PORTAIL = "https://quartiers.exemple.fr"
    with le(16):
        synthese = synthese_complete()
        synthese.transmettre(valideur_59)
        synthese.renvoyer(cget, "Précisez.", pour_le=ECHEANCE + datetime.timedelta(days=40))
        assert relancer() == []
    with le(39):
        assert len(relancer()) == 1
        assert relancer() == []
    corps = mail.outbox[-1].body
    assert "échéance le 24 avril 2019" in corps
    assert f"https://quartiers.exemple.fr{synthese.adresse()}" in corps


@pytest.mark.usefixtures("campagne")
def test_une_personne_recoit_un_seul_courriel_qui_liste_tout(agent_59):
    Campagne.objects.create(
        genre="bilan", periode="2018-s2", ouverture_le="2019-01-01", echeance_le=ECHEANCE
    )
    with le(-1):
        relancer()
    (message,) = mail.outbox
    assert "Synthèse 2019" in message.body
    assert "Bilan PAQTE" in message.body
    assert message.to == [agent_59.email]


def test_seuls_les_agents_actifs_des_departements_vises_sont_relances(campagne, agent_59, agent_13):
    UtilisateurFactory(role="agent", departements=["59"], is_active=False)
    UtilisateurFactory(role="cget", national=True)
    UtilisateurFactory(role="region", regions=["32"])
    campagne.destinataires.add("59")
    with le(-1):
        relancer()
    assert [message.to for message in mail.outbox] == [[agent_59.email]]


@pytest.mark.usefixtures("campagne")
def test_la_commande_dit_ce_qu_elle_ferait_sans_envoyer(agent_59, capsys):
    with le(-1):
        call_command("relances", simulation=True)
    assert "À envoyer : 1 courriel." in capsys.readouterr().out
    assert mail.outbox == []
    assert not Relance.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="la base des tests y est en mémoire")
def test_deux_processus_a_la_fois_n_envoient_chaque_relance_qu_une_fois(agent_59):
    for code in ("13", "62", "69", "74"):
        UtilisateurFactory(role="agent", departements=[code])
    aujourdhui = datetime.date.today()
    Campagne.objects.create(
        genre="synthese",
        periode=str(aujourdhui.year),
        ouverture_le=aujourdhui,
        echeance_le=aujourdhui + datetime.timedelta(days=1),
    )
    base = connection.settings_dict
    environnement = os.environ | {
        "DEBUG": "1",
        "DATABASE_URL": "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**base),
    }
    commande = [sys.executable, "manage.py", "relances"]
    processus = [subprocess.Popen(commande, env=environnement) for _ in range(2)]
    assert [p.wait(timeout=60) for p in processus] == [0, 0]
    assert Relance.objects.count() == 5
    assert Campagne.objects.get().annoncee_le == aujourdhui
    # À chacun sa relance, et l'annonce de la campagne, ouverte ce jour.
    courriels = Courriel.objects.values_list("destinataires", "sujet")
    assert len(courriels) == len(set(courriels)) == 10


@pytest.mark.parametrize(("obligatoire", "nombre"), [(True, 1), (False, 0)])
def test_seules_les_relances_facultatives_se_refusent(
    client, agent_59, campagne, obligatoire, nombre
):
    client.force_login(agent_59)
    client.post(reverse("relances_preference"), {"refuser": ""})
    Campagne.objects.update(obligatoire=obligatoire)
    with le(-1):
        assert len(relancer()) == nombre


@pytest.mark.usefixtures("campagne")
def test_qui_refusait_peut_recevoir_de_nouveau(client, agent_59):
    RefusDeRelances.objects.create(utilisateur=agent_59)
    client.force_login(agent_59)
    assert "Vous refusez les relances" in client.get(reverse("relances")).text
    client.post(reverse("relances_preference"), {"csrfmiddlewaretoken": "x"})
    assert not RefusDeRelances.objects.exists()


@pytest.mark.usefixtures("campagne")
def test_chacun_lit_ses_relances_et_le_cget_toutes(client, agent_59, agent_13, cget):
    with le(-1):
        relancer()
    for user, nombre in ((agent_59, 1), (agent_13, 1), (cget, 2)):
        client.force_login(user)
        assert client.get(reverse("relances")).context["page_obj"].paginator.count == nombre


@pytest.mark.usefixtures("campagne")
def test_le_journal_des_relances_ne_compte_pas_ses_requetes_par_ligne(
    client, cget, django_assert_max_num_queries
):
    for code in ("13", "59", "62", "69", "74"):
        UtilisateurFactory(role="agent", departements=[code])
    with le(-1):
        relancer()
    client.force_login(cget)
    with django_assert_max_num_queries(15):
        client.get(reverse("relances"))


@pytest.mark.usefixtures("sans_rendu")
def test_le_journal_se_lit_pour_une_seule_campagne(client, campagne, agent_59, cget):
    avant = Campagne.objects.create(
        genre="synthese", periode="2018", ouverture_le="2018-01-22", echeance_le="2018-03-15"
    )
    for une in (campagne, avant):
        Relance.objects.create(
            campagne=une,
            departement_id="59",
            palier=1,
            echeance_le=une.echeance_le,
            utilisateur=agent_59,
        )
    client.force_login(cget)
    page = client.get(reverse("relances"), {"campagne": avant.pk})
    assert [relance.campagne for relance in page.context["page_obj"]] == [avant]

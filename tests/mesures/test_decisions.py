"""Chaque décision est dite à qui elle concerne."""

import datetime

import pytest
from django.core import mail
from django.urls import reverse

from courriels.annonces import envoyer_les_resumes
from mesures.models import Appreciation
from tests.factories import (
    ContestationFactory,
    EngagementFactory,
    MesureFactory,
    UtilisateurFactory,
    ValeurFactory,
)

pytestmark = pytest.mark.django_db


def lus_par():
    """Rend les adresses de qui a reçu un courriel, celui du jour compris."""
    envoyer_les_resumes()
    return {adresse for message in mail.outbox for adresse in message.to}


@pytest.fixture
def declinee(indicateur):
    """La mesure du ministère connecté, qu'un contrat du Nord décline."""
    EngagementFactory(protocole__contrat__departement__code="59", mesures=[indicateur.mesure])
    return indicateur.mesure


def changer(client, mesure):
    saisie = {"niveau": "atteint", "le": "2019-06-01", "motif": "Toutes sont ouvertes"}
    client.post(reverse("mesures:niveau", args=[mesure.code]), saisie)


def test_un_niveau_change_se_dit_au_cget_et_aux_prefectures_qui_declinent_la_mesure(
    client, declinee, cget, agent_59, agent_13
):
    changer(client, declinee)
    assert lus_par() == {cget.email, agent_59.email}
    assert "Toutes sont ouvertes" in mail.outbox[0].body


def test_les_autres_membres_du_ministere_l_apprennent_aussi(client, declinee, chef_de_file):
    collegue = UtilisateurFactory(role="ministere", national=True)
    chef_de_file.membres.add(collegue)
    changer(client, declinee)
    assert lus_par() == {collegue.email}


def test_un_niveau_retire_se_dit_aussi(declinee, ministere, cget, agent_59):
    le = datetime.date(2019, 6, 1)
    faux = declinee.changements.create(niveau="atteint", le=le, motif="Fait", par=ministere)
    faux.retirer(ministere, "Faute de frappe")
    assert lus_par() == {cget.email, agent_59.email}
    assert "Faute de frappe" in mail.outbox[0].body


@pytest.mark.parametrize(("geste", "fait"), [("valider", "validée"), ("ecarter", "écartée")])
def test_l_agent_apprend_ce_que_devient_l_appreciation_qu_il_propose(
    nord, agent_59, valideur_59, geste, fait
):
    appreciation = Appreciation.objects.create(
        mesure=MesureFactory(), departement=nord, niveau="atteint", par=agent_59
    )
    getattr(appreciation, geste)(valideur_59)
    assert lus_par() == {agent_59.email}
    assert fait in mail.outbox[0].subject


def test_sans_chef_de_file_le_cget_apprend_la_contestation(client, agent_59, cget):
    valeur = ValeurFactory(code="59")
    client.force_login(agent_59)
    saisie = {"nombre": "120", "motif": "Un oubli", "source": "Recensement"}
    client.post(reverse("mesures:contester", args=[valeur.pk]), saisie)
    assert lus_par() == {cget.email}


def test_la_prefecture_lit_la_reponse_a_qui_est_parti(indicateur, ministere, agent_59):
    parti = UtilisateurFactory(departements=["59"], is_active=False)
    contestation = ContestationFactory(valeur__indicateur=indicateur, par=parti)
    contestation.trancher(ministere, False, "Vérifié.", contestation.valeur.affichage)
    assert lus_par() == {agent_59.email}

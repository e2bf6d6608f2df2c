"""Une campagne s'annonce le jour de son ouverture, une fois, à qui elle attend, pièces jointes."""

import pytest
import time_machine
from django.core import mail

from remontees.models import Campagne, PieceJointe
from remontees.ouvertures import annoncer_les_campagnes
from tests.factories import ReferentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _en_juillet_2019():
    with time_machine.travel("2019-07-02T08:00:00+02:00", tick=False):
        yield


@pytest.fixture
def campagne(agent_59):
    campagne = Campagne.objects.create(
        genre="bilan",
        periode="2019-s1",
        ouverture_le="2019-07-01",
        echeance_le="2019-07-31",
        consignes="Cinq pages au plus.",
    )
    PieceJointe.objects.create(campagne=campagne, nom="modele.odt", contenu=b"modele")
    return campagne


def test_une_campagne_s_annonce_une_fois_avec_ses_consignes_et_ses_pieces(campagne, agent_59):
    assert annoncer_les_campagnes() == 1
    assert annoncer_les_campagnes() == 0
    (message,) = mail.outbox
    assert message.to == [agent_59.email]
    assert message.subject.startswith("Pour le 31 juillet 2019 : Bilan semestriel du PAQTE")
    assert "Cinq pages au plus." in message.body
    assert "/paqte/bilans/2019-s1/59/" in message.body
    assert [(a.filename, a.content) for a in message.attachments] == [("modele.odt", b"modele")]


def test_elle_ne_s_annonce_ni_avant_son_jour_ni_a_d_autres(campagne, agent_13):
    campagne.destinataires.add("13")
    with time_machine.travel("2019-06-30T08:00:00+02:00", tick=False):
        assert annoncer_les_campagnes() == 0
    annoncer_les_campagnes()
    assert [message.to for message in mail.outbox] == [[agent_13.email]]


def test_une_campagne_ouverte_apres_son_echeance_ne_s_annonce_pas(campagne):
    with time_machine.travel("2026-07-02T08:00:00+02:00", tick=False):
        assert annoncer_les_campagnes() == 0
    assert mail.outbox == []


def test_le_referent_sans_compte_la_recoit_aussi(campagne, agent_59):
    (nord,) = agent_59.perimetres.all()
    ReferentFactory(departement=nord.departement, courriel="referent@exemple.gouv.fr")
    annoncer_les_campagnes()
    assert {message.to[0] for message in mail.outbox} == {
        agent_59.email,
        "referent@exemple.gouv.fr",
    }

"""Ce qui n'est pas urgent arrive au rythme que chacun a choisi, et en une fois par jour."""

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from comptes.annonces import annoncer_au_rythme
from courriels.annonces import envoyer_les_resumes
from courriels.models import Annonce

pytestmark = pytest.mark.django_db


def annoncer(*adresses, sujet="Acceptée : Synthèse 2019", par=None):
    annoncer_au_rythme(
        sujet, "C’est accepté.", adresses, chemin="/syntheses/", par=par, mot="Bravo"
    )


def test_tout_ce_qui_n_est_pas_urgent_arrive_en_un_courriel_par_jour(agent_59, cget, settings):
    settings.ADRESSE_DU_PORTAIL = "https://quartiers.exemple.fr"
    annoncer(agent_59.email, par=cget)
    annoncer(agent_59.email, sujet="Réponse à vos commentaires : Bilan")
    assert mail.outbox == []
    assert envoyer_les_resumes() == 1
    (message,) = mail.outbox
    assert message.to == [agent_59.email]
    assert "Acceptée : Synthèse 2019, et 1 de plus" in message.subject
    for dit in ("Réponse à vos commentaires", "« Bravo »", f"cget, {cget.email}"):
        assert dit in message.body
    assert "https://quartiers.exemple.fr/syntheses/" in message.body
    assert "https://quartiers.exemple.fr/mes-courriels/" in message.alternatives[0].content


def test_rien_ne_part_deux_fois(agent_59):
    annoncer(agent_59.email)
    call_command("relances")
    call_command("relances")
    assert len(mail.outbox) == 1
    assert not Annonce.objects.exists()


@pytest.mark.parametrize(("rythme", "aussitot", "par_jour"), [("aussitot", 1, 0), ("jamais", 0, 0)])
def test_chacun_choisit_son_rythme(client, agent_59, rythme, aussitot, par_jour):
    client.force_login(agent_59)
    client.post(reverse("mes_courriels"), {"rythme": rythme})
    annoncer(agent_59.email.upper())
    assert len(mail.outbox) == aussitot
    assert envoyer_les_resumes() == par_jour


def test_un_rythme_inconnu_est_refuse(client, agent_59):
    client.force_login(agent_59)
    assert client.post(reverse("mes_courriels"), {"rythme": "hebdomadaire"}).status_code == 422


def test_l_adresse_d_un_service_recoit_aussitot(settings):
    annoncer(settings.COURRIEL_CGET)
    assert [message.to for message in mail.outbox] == [[settings.COURRIEL_CGET]]


def test_deux_personnes_ont_chacune_le_leur(agent_59, valideur_59):
    annoncer(agent_59.email, valideur_59.email)
    assert envoyer_les_resumes() == 2
    assert {message.to[0] for message in mail.outbox} == {agent_59.email, valideur_59.email}

"""Le tableau en PDF arrive par courriel à qui l'a choisi, à son rythme et à son périmètre."""

import datetime

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from comptes.models import JournalAcces
from national import taches
from national.abonnement import Abonnement, dernier_rendez_vous
from tests.factories import DepartementFactory, UtilisateurFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]

ADRESSE = reverse("national:abonnement")
# Un mercredi.
CHOIX = "2019-03-06T10:00:00+01:00"
LUNDI, MARDI = "2019-03-11T07:00:00+01:00", "2019-03-12T09:00:00+01:00"
PREMIER = "2019-04-01T07:00:00+02:00"


def abonner(personne, rythme, quand=CHOIX):
    with time_machine.travel(quand):
        return Abonnement.objects.create(utilisateur=personne, rythme=rythme)


def envoyer(quand):
    with time_machine.travel(quand):
        return taches.envoyer_les_tableaux()


@pytest.mark.parametrize(
    ("rythme", "quand", "attendu"),
    [
        ("semaine", "2019-03-11T06:59:00+01:00", "2019-03-04T07:00:00+01:00"),
        ("semaine", LUNDI, LUNDI),
        ("semaine", "2019-03-17T23:00:00+01:00", LUNDI),
        ("mois", "2019-04-01T06:59:00+02:00", "2019-03-01T07:00:00+01:00"),
        ("mois", PREMIER, PREMIER),
    ],
)
def test_le_rendez_vous_est_le_lundi_ou_le_premier_du_mois_a_sept_heures(rythme, quand, attendu):
    lu = dernier_rendez_vous(rythme, datetime.datetime.fromisoformat(quand))
    assert lu == datetime.datetime.fromisoformat(attendu)


def test_il_part_une_fois_le_lundi_et_jamais_pour_un_rendez_vous_d_avant_le_choix(cget):
    abonner(cget, "semaine")
    assert [envoyer(quand) for quand in (CHOIX, LUNDI, LUNDI, MARDI)] == [0, 1, 0, 0]
    [message] = mail.outbox
    assert message.to == [cget.email]
    [(nom, _, genre)] = message.attachments
    assert (nom, genre) == ("tableau-national-2019-03-11.pdf", "application/pdf")
    assert "chaque semaine" in message.body
    assert f"{ADRESSE}\n" in message.body


def test_il_part_le_premier_du_mois_s_il_etait_choisi_ainsi(cget):
    abonner(cget, "mois")
    assert [envoyer(quand) for quand in (LUNDI, PREMIER, PREMIER)] == [0, 1, 0]


def test_une_horloge_qui_fut_en_avance_ne_le_retient_pas(cget):
    abonner(cget, "semaine", "2030-01-01T10:00:00+01:00")
    assert envoyer(LUNDI) == 1


def test_le_recevoir_se_note_au_journal_des_acces(cget):
    abonner(cget, "semaine")
    envoyer(LUNDI)
    acces = JournalAcces.objects.get()
    assert (acces.utilisateur, acces.page, acces.export) == (cget, "referents", "pdf")


def test_a_chacun_son_perimetre_et_le_meme_ne_s_imprime_qu_une_fois(cget, monkeypatch):
    DepartementFactory(code="59")
    imprimes = []
    monkeypatch.setattr(taches, "imprimer", lambda form: (imprimes.append(form.titre), b"%PDF"))
    collegue = UtilisateurFactory(role="cget", national=True)
    for personne in (cget, collegue, UtilisateurFactory(role="region", regions=["32"])):
        abonner(personne, "semaine")
    assert envoyer(LUNDI) == 3
    assert len(imprimes) == 2
    assert sorted(m.subject for m in mail.outbox)[-1] == (
        "Quartiers : Tableau national, au 11 mars 2019"
    )


@pytest.mark.parametrize(
    "perdu", [{"is_active": False}, {"email": ""}, {"role": "ministere"}, {"role": "agent"}]
)
def test_qui_ne_suit_plus_de_prefecture_ou_n_a_plus_d_adresse_ne_le_recoit_plus(cget, perdu):
    abonner(cget, "semaine")
    type(cget).objects.filter(pk=cget.pk).update(**perdu)
    assert envoyer(LUNDI) == 0


def test_deux_travailleurs_n_en_envoient_qu_un(cget):
    abonnement = abonner(cget, "semaine")
    maintenant = timezone.now()
    assert [abonnement.prendre(maintenant) for _ in range(2)] == [True, False]


def test_chacun_choisit_son_rythme_et_rien_ne_part_d_office(client, cget):
    client.force_login(cget)
    assert "Jamais" in client.get(ADRESSE).text
    assert not Abonnement.objects.exists()
    for rythme in ("semaine", "jamais"):
        client.post(ADRESSE, {"rythme": rythme})
        assert Abonnement.objects.get().rythme == rythme
    assert envoyer("2019-03-18T08:00:00+01:00") == 0


def test_changer_de_rythme_attend_le_prochain_rendez_vous(client, cget):
    abonner(cget, "mois", "2019-02-06T10:00:00+01:00")
    with time_machine.travel(MARDI):
        client.force_login(cget)
        client.post(ADRESSE, {"rythme": "semaine"})
    assert envoyer("2019-03-13T09:00:00+01:00") == 0


def test_mes_courriels_y_mene_qui_suit_des_prefectures(client, cget, agent_59):
    for personne, menee in ((cget, True), (agent_59, False)):
        client.force_login(personne)
        assert (ADRESSE in client.get(reverse("mes_courriels")).text) == menee

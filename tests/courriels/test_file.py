"""La file : un courriel écrit avec l'action, essayé de plus en plus rarement, jamais doublé."""

import datetime
import itertools
import logging
import time

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone
from django_q.models import OrmQ

from courriels import taches
from courriels.models import PAUSES, Courriel

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("file")]


def ecrire(numero=1, **options):
    """Écrit un courriel dans la file ; rend sa ligne."""
    message = EmailMultiAlternatives(
        f"Objet {numero}", "Un texte, sans plus.", to=[f"p{numero}@exemple.fr"], **options
    )
    message.attach_alternative("<p>Un texte, sans plus.</p>", "text/html")
    message.send()
    return Courriel.objects.latest("pk")


def dans(**duree):
    return time_machine.travel(time.time() + datetime.timedelta(**duree).total_seconds())


def essayer_jusqu_au_bout():
    """Essaie à chaque heure dite, tant qu'il y en a une ; rend ces heures."""
    heures = []
    while attendu := Courriel.objects.en_attente().first():
        heures.append(attendu.prochain_essai_le)
        with time_machine.travel(heures[-1] + datetime.timedelta(seconds=1), tick=False):
            taches.acheminer()
    return heures


def test_un_courriel_s_ecrit_avec_la_tache_qui_l_achemine():
    ecrire()
    assert mail.outbox == []
    assert [(tache.key, tache.func()) for tache in OrmQ.objects.all()] == [
        ("rapide", "courriels.taches.acheminer")
    ]


def test_une_action_annulee_n_ecrit_ni_courriel_ni_tache():
    with transaction.atomic():
        ecrire()
        transaction.set_rollback(True)
    assert not Courriel.objects.exists()
    assert not OrmQ.objects.exists()


def test_il_part_comme_il_fut_ecrit():
    courriel = ecrire(
        cc=["Élodie Martin <elodie@exemple.fr>"],
        bcc=["cache@exemple.fr"],
        reply_to=["prefet@nord.gouv.fr"],
        attachments=[("note – été.pdf", b"%PDF-1.7 \xff", "application/pdf")],
    )
    assert taches.acheminer() == 1
    (parti,) = mail.outbox
    assert (parti.subject, parti.body) == ("Objet 1", "Un texte, sans plus.")
    assert (parti.to, parti.bcc) == (["p1@exemple.fr"], ["cache@exemple.fr"])
    assert parti.cc == ["Élodie Martin <elodie@exemple.fr>"]
    assert parti.reply_to == ["prefet@nord.gouv.fr"]
    assert parti.alternatives[0] == ("<p>Un texte, sans plus.</p>", "text/html")
    assert parti.attachments[0] == ("note – été.pdf", b"%PDF-1.7 \xff", "application/pdf")
    assert parti.message()["Message-ID"] == courriel.identifiant


def test_parti_il_n_a_plus_ni_texte_ni_adresse():
    courriel = ecrire()
    taches.acheminer()
    courriel.refresh_from_db()
    assert courriel.envoye_le is not None
    assert not courriel.est_en_attente
    assert (bytes(courriel.contenu), courriel.destinataires) == (b"", "")


def test_chaque_essai_porte_le_meme_message_id(serveur, monkeypatch):
    portes = []
    serveur(ouvert=False)
    monkeypatch.setattr(
        "tests.courriels.conftest.Ferme.open",
        lambda connexion: (
            portes.append(Courriel.objects.get().message().message()["Message-ID"])
            or (_ for _ in ()).throw(ConnectionRefusedError)
        ),
    )
    courriel = ecrire()
    essayer_jusqu_au_bout()
    assert portes == [courriel.identifiant] * (len(PAUSES) + 1)


def test_les_essais_s_espacent_puis_cessent(serveur):
    serveur(ouvert=False)
    courriel = ecrire()
    heures = essayer_jusqu_au_bout()
    pauses = [suivante - heure for heure, suivante in itertools.pairwise(heures)]
    assert len(heures) == 9
    assert pauses == sorted(pauses)
    assert datetime.timedelta(days=3) < heures[-1] - heures[0] < datetime.timedelta(days=4)
    assert list(Courriel.objects.abandonnes()) == [courriel]
    with dans(days=30):
        assert taches.acheminer() == 0


def test_un_abandonne_se_remet_en_file_et_part(serveur):
    serveur(ouvert=False)
    ecrire()
    essayer_jusqu_au_bout()
    serveur(ouvert=True)
    assert Courriel.objects.relancer() == 1
    assert taches.acheminer() == 1
    assert Courriel.objects.relancer() == 0


def test_une_panne_finie_il_part_seul(serveur):
    serveur(ouvert=False)
    courriel = ecrire()
    taches.acheminer()
    courriel.refresh_from_db()
    assert (courriel.essais, courriel.erreur) == (1, "Connection refused")
    serveur(ouvert=True)
    assert taches.acheminer() == 0
    with dans(minutes=6):
        assert taches.acheminer() == 1
    courriel.refresh_from_db()
    assert courriel.erreur == ""


def test_un_courriel_fautif_n_arrete_pas_les_autres():
    fautif, sain = ecrire(1), ecrire(2)
    Courriel.objects.filter(pk=fautif.pk).update(sujet="Deux\nlignes")
    taches.acheminer()
    sain.refresh_from_db()
    assert sain.envoye_le is not None
    assert list(Courriel.objects.en_attente()) == [fautif]


def test_un_serveur_muet_ne_se_fait_pas_attendre_par_tous(serveur):
    serveur(ouvert=False)
    for numero in range(5):
        ecrire(numero)
    taches.acheminer()
    assert Courriel.objects.filter(essais=1).count() == 3
    serveur(ouvert=True)
    assert taches.acheminer() == 2


def test_deux_travailleurs_ne_prennent_pas_le_meme_essai():
    ecrire()
    un, autre = Courriel.objects.get(), Courriel.objects.get()
    assert un.prendre()
    assert not autre.prendre()


def test_un_travailleur_tue_pendant_l_envoi_l_essai_suivant_a_lieu():
    assert ecrire().prendre()
    assert taches.acheminer() == 0
    with dans(minutes=6):
        assert taches.acheminer() == 1


def test_un_courriel_qui_tue_son_travailleur_n_est_pas_essaye_sans_fin():
    courriel = ecrire()
    essais = 0
    while courriel.est_en_attente:
        assert courriel.prendre()
        essais += 1
    assert essais == 9
    assert list(Courriel.objects.abandonnes()) == [courriel]


def test_une_horloge_dereglee_puis_remise_ne_retient_rien(serveur):
    serveur(ouvert=False)
    with dans(days=365):
        ecrire()
        taches.acheminer()
    serveur(ouvert=True)
    assert taches.acheminer() == 1


def test_l_heure_d_un_essai_est_celle_de_la_file():
    courriel = ecrire()
    avant = timezone.now()
    courriel.prendre()
    assert courriel.prochain_essai_le >= avant + PAUSES[0]


@pytest.mark.parametrize("ouvert", [True, False])
def test_le_journal_du_travailleur_ne_nomme_aucun_destinataire(serveur, caplog, ouvert):
    caplog.set_level(logging.INFO)
    serveur(ouvert=ouvert)
    ecrire()
    taches.acheminer()
    assert "exemple.fr" not in caplog.text
    assert ("ConnectionRefusedError" in caplog.text) is not ouvert

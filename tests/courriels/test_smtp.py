"""Un serveur qui refuse une partie des destinataires : on le voit, et rien n'est doublé."""

import socketserver
import threading

import pytest
from django.core.mail import EmailMessage

from courriels import taches
from courriels.models import Courriel

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("file")]


class Session(socketserver.StreamRequestHandler):
    """Une conversation SMTP, le temps de nos messages."""

    def handle(self):
        self.dire("220 essai")
        while ligne := self.rfile.readline().decode().strip():
            verbe = ligne.split()[0].upper()
            if verbe == "RCPT":
                adresse = ligne.partition("<")[2].partition(">")[0]
                refusee = adresse in self.server.refusees
                if not refusee:
                    self.server.acceptees.append(adresse)
                self.dire("550 5.1.1 inconnu" if refusee else "250 ok")
            elif verbe == "DATA":
                self.dire("354 allez")
                while self.rfile.readline() != b".\r\n":
                    pass
                self.server.recus.append(self.server.acceptees)
                self.server.acceptees = []
                self.dire("250 ok")
            else:
                self.dire("221 fin" if verbe == "QUIT" else "250 ok")

    def dire(self, texte):
        self.wfile.write(f"{texte}\r\n".encode())


@pytest.fixture
def serveur(settings):
    """Un vrai serveur de courriel : ses `refusees`, et ceux qui ont reçu, message par message."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session) as ouvert:
        ouvert.daemon_threads = True
        ouvert.refusees, ouvert.acceptees, ouvert.recus = set(), [], []
        threading.Thread(target=ouvert.serve_forever, daemon=True).start()
        settings.EMAIL_HOST, settings.EMAIL_PORT = ouvert.server_address
        settings.COURRIEL_BACKEND = "courriels.smtp.EmailBackend"
        yield ouvert
        ouvert.shutdown()


def ecrire():
    """Écrit à deux cabinets ; rend la ligne de la file."""
    EmailMessage("Synthèse", "Un texte.", to=["a@ville.fr", "b@ville.fr"]).send()
    return Courriel.objects.get()


def test_il_part_quand_tous_sont_acceptes(serveur):
    courriel = ecrire()
    assert taches.acheminer() == 1
    courriel.refresh_from_db()
    assert courriel.envoye_le
    assert serveur.recus == [["a@ville.fr", "b@ville.fr"]]


def test_refuse_en_partie_il_n_est_pas_dit_parti_et_nomme_qui_ne_l_a_pas(serveur):
    serveur.refusees = {"b@ville.fr"}
    courriel = ecrire()
    assert taches.acheminer() == 0
    courriel.refresh_from_db()
    assert courriel.envoye_le is None
    assert courriel.est_en_attente
    assert courriel.erreur == "Reçu, sauf par b@ville.fr (550 5.1.1 inconnu)"
    assert courriel.destinataires == "b@ville.fr"


def test_l_essai_suivant_ne_va_qu_a_qui_ne_l_a_pas_recu(serveur, time_machine):
    serveur.refusees = {"b@ville.fr"}
    courriel = ecrire()
    taches.acheminer()
    courriel.refresh_from_db()
    serveur.refusees = set()
    time_machine.move_to(courriel.prochain_essai_le)
    assert taches.acheminer() == 1
    assert serveur.recus == [["a@ville.fr"], ["b@ville.fr"]]
    # Le message reste celui des deux.
    assert courriel.message().to == ["a@ville.fr", "b@ville.fr"]


def test_refuse_par_tous_il_garde_tous_ses_destinataires(serveur):
    serveur.refusees = {"a@ville.fr", "b@ville.fr"}
    courriel = ecrire()
    assert taches.acheminer() == 0
    courriel.refresh_from_db()
    assert courriel.destinataires == "a@ville.fr\nb@ville.fr"
    assert serveur.recus == []

"""Le disque est plein à l'instant de transmettre : rien ne part, rien ne se perd, on le dit."""

import errno
import resource
from unittest import mock

import pytest
from django.db import OperationalError

from courriels.models import Courriel
from remontees.models import Transmission
from tests.factories import UtilisateurFactory, bilan_complet

from .scenarios import transmettre, verifier_les_transmissions

PLEIN = OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.django_db
@pytest.mark.usefixtures("copie_neuve")
@pytest.mark.parametrize(
    ("ou", "erreur"),
    [
        ("weasyprint.document.Document.write_pdf", PLEIN),
        ("remontees.models.Transmission.save", OperationalError("database or disk is full")),
        ("courriels.backend.EnFile.send_messages", OperationalError("could not extend file")),
    ],
)
def test_disque_plein_en_transmettant(client, valideur_59, settings, ou, erreur):
    settings.EMAIL_BACKEND = "courriels.backend.EnFile"
    bilan = bilan_complet()
    client.force_login(valideur_59)
    client.raise_request_exception = False
    with mock.patch(ou, side_effect=erreur):
        page = client.post(
            bilan.adresse("transmettre"),
            {"lue": bilan.lecture(bilan.contenu())},
            headers={"accept": "text/html"},
        )
    assert page.status_code == 503
    assert "rien n’a été\n    enregistré ni transmis à moitié" in page.text
    bilan.refresh_from_db()
    assert (bilan.etat, bilan.verrou, bilan.strategie) == ("brouillon", 0, "Aller vers les PME.")
    assert not Transmission.objects.exists()
    assert not Courriel.objects.exists()


@pytest.mark.long
def test_le_systeme_refuse_d_ecrire_et_le_brouillon_reste(sqlite, servir, connecter):
    bilan = bilan_complet()
    serveur = servir(taille_des_fichiers=96 * 1024)
    valideur = connecter(serveur, UtilisateurFactory(role="valideur", departements=["59"]))
    refus = transmettre(valideur, bilan)
    assert refus.status_code == 503
    bilan.refresh_from_db()
    assert (bilan.etat, bilan.strategie) == ("brouillon", "Aller vers les PME.")
    assert verifier_les_transmissions() == 0
    serveur.taille_des_fichiers = resource.RLIM_INFINITY
    serveur.relancer()
    assert transmettre(valideur, bilan).status_code == 302
    assert verifier_les_transmissions() == 1

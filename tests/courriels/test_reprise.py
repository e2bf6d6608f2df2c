"""Ce que django-mailer gardait passe dans la file, sans perte ni doublon ; ses tables s'en vont."""

import base64
import pickle
import sys
import types
from importlib import import_module

import pytest
from django.apps import apps
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, models
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState
from django.utils import timezone
from django_q.models import Schedule

from courriels import taches
from courriels.models import Courriel

migration = import_module("courriels.migrations.0002_reprise_de_django_mailer")
REUSSI, MANQUE = "1", "3"


class DontSendEntry(models.Model):
    to_address = models.CharField(max_length=254)

    class Meta:
        app_label = "mailer"


@pytest.fixture
def anciens(transactional_db):
    """Les tables de django-mailer, vides, et ses modèles d'alors."""
    MigrationRecorder(connection).ensure_schema()
    etat = ProjectState.from_apps(apps)
    for operation in migration.Migration.operations[:2]:
        operation.state_forwards("courriels", etat)
        del etat.models["courriels", operation.name_lower].options["managed"]
    message, journal = (
        etat.apps.get_model("courriels", nom) for nom in ("AncienMessage", "AncienJournal")
    )
    with connection.schema_editor() as editeur:
        for modele in (message, journal, DontSendEntry):
            editeur.create_model(modele)
    yield message, journal, etat.apps
    tables = connection.introspection.table_names()
    with connection.cursor() as curseur:
        for table in set(migration.TABLES) & set(tables):
            curseur.execute(f"DROP TABLE {table}")


def empaqueter(monkeypatch, sujet, **options):
    """Rend un courriel comme django-mailer l'écrivait : sa propre connexion comprise."""
    module = types.ModuleType("mailer.backend")
    module.DbBackend = type("DbBackend", (BaseEmailBackend,), {"__module__": "mailer.backend"})
    message = EmailMultiAlternatives(sujet, "Le texte.", to=["p@exemple.fr"], **options)
    message.attach("bilan.pdf", b"%PDF-1.7", "application/pdf")
    message.connection = module.DbBackend()
    with monkeypatch.context() as contexte:
        contexte.setitem(sys.modules, "mailer", types.ModuleType("mailer"))
        contexte.setitem(sys.modules, "mailer.backend", module)
        return base64.encodebytes(pickle.dumps(message)).decode()


def reprendre(apps):
    with connection.schema_editor() as editeur:
        migration.reprendre(apps, editeur)


def test_un_courriel_en_file_en_dix_exemplaires_part_une_fois(anciens, monkeypatch):
    ancien_message, _, anciennes = anciens
    porte = {"Message-ID": "<abc@quartiers>"}
    for _ in range(10):
        ancien_message.objects.create(
            message_data=empaqueter(monkeypatch, "Bilan", headers=porte), when_added=timezone.now()
        )
        ancien_message.objects.create(
            message_data=empaqueter(monkeypatch, "Accusé"), when_added=timezone.now()
        )
    reprendre(anciennes)
    assert taches.acheminer() == 2
    assert [message.subject for message in mail.outbox] == ["Bilan", "Accusé"]
    assert mail.outbox[0].extra_headers["Message-ID"] == "<abc@quartiers>"
    assert mail.outbox[0].attachments[0].content == b"%PDF-1.7"


def test_un_courriel_dont_un_exemplaire_est_parti_ne_repart_pas(anciens, monkeypatch):
    ancien_message, ancien_journal, anciennes = anciens
    porte = {"Message-ID": "<abc@quartiers>"}
    quand = timezone.now()
    for resultat in (MANQUE, REUSSI):
        ancien_journal.objects.create(
            message_id="<abc@quartiers>", when_added=quand, when_attempted=quand, result=resultat
        )
    ancien_message.objects.create(
        message_data=empaqueter(monkeypatch, "Bilan", headers=porte), when_added=quand
    )
    reprendre(anciennes)
    assert taches.acheminer() == 0
    courriel = Courriel.objects.get()
    assert (courriel.envoye_le, courriel.essais) == (quand, 2)


def test_les_tables_et_les_taches_de_django_mailer_s_en_vont(anciens):
    Schedule.objects.create(func="remontees.taches.acheminer", name="acheminement")
    reprendre(anciens[2])
    assert not set(migration.TABLES) & set(connection.introspection.table_names())
    assert not Schedule.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_une_base_neuve_n_a_rien_a_reprendre():
    reprendre(apps)
    assert not Courriel.objects.exists()

"""Les courriels que django-mailer gardait passent dans la file ; ses tables et ses tâches partent.

Un courriel encore en file est essayé aussitôt, une seule fois même s'il y était en plusieurs
exemplaires ; le journal garde, par « Message-ID », l'heure d'envoi et le nombre d'essais. Ce qu'il ne
pouvait rattacher à aucun « Message-ID » (un essai manqué, sans adresse ni sujet) n'est pas gardé, ni
la liste des adresses à ne pas servir, que le portail ne lisait pas.
"""

import base64
import pickle
from hashlib import sha256
from io import BytesIO

from django.core.mail.backends.base import BaseEmailBackend
from django.db import migrations, models
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Count, Max, Min, Q
from django.utils import timezone

TABLES = ("mailer_message", "mailer_messagelog", "mailer_dontsendentry")
TACHES = ("remontees.taches.acheminer", "remontees.taches.reessayer", "national.taches.reprendre")
REUSSI = "1"


class Lecteur(pickle.Unpickler):
    """Lit sans django-mailer ce qu'il écrivait : la connexion qu'il y gardait ne servait à rien."""

    def find_class(self, module, nom):
        if module.partition(".")[0] == "mailer":
            return BaseEmailBackend
        return super().find_class(module, nom)


def reprendre(apps, schema_editor):
    apps.get_model("django_q", "Schedule").objects.filter(func__in=TACHES).delete()
    if TABLES[0] not in schema_editor.connection.introspection.table_names():
        return
    Courriel = apps.get_model("courriels", "Courriel")
    partis = (
        apps.get_model("courriels", "AncienJournal")
        .objects.exclude(message_id=None)
        .values("message_id")
        .annotate(
            essais=Count("pk"),
            ajoute_le=Min("when_added"),
            envoye_le=Max("when_attempted", filter=Q(result=REUSSI)),
        )
        .exclude(envoye_le=None)
    )
    for parti in partis.order_by("envoye_le"):
        identifiant = parti.pop("message_id")
        Courriel.objects.create(identifiant=identifiant, prochain_essai_le=None, **parti)
    for ancien in apps.get_model("courriels", "AncienMessage").objects.order_by("pk"):
        message = Lecteur(BytesIO(base64.b64decode(ancien.message_data))).load()
        identifiant = message.extra_headers.setdefault("Message-ID", _identifiant(message))
        Courriel.objects.get_or_create(
            identifiant=identifiant,
            defaults={
                "sujet": message.subject,
                "destinataires": "\n".join(message.recipients()),
                "contenu": message.message().as_bytes(),
                "ajoute_le": ancien.when_added,
                "prochain_essai_le": timezone.now(),
            },
        )
    for table in TABLES:
        schema_editor.execute(f"DROP TABLE {table}")
    MigrationRecorder(schema_editor.connection).migration_qs.filter(app="mailer").delete()
    apps.get_model("contenttypes", "ContentType").objects.filter(app_label="mailer").delete()


def _identifiant(message):
    """Rend le même « Message-ID » pour deux exemplaires du même courriel, qui n'en avaient pas."""
    dit = repr((message.subject, message.recipients(), message.body))
    return f"<{sha256(dit.encode()).hexdigest()}@quartiers>"


class Migration(migrations.Migration):
    dependencies = [
        ("courriels", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        # Les tâches planifiées à supprimer y étaient créées.
        ("remontees", "0005_file_des_courriels"),
        ("national", "0002_reprise"),
    ]

    operations = [
        migrations.CreateModel(
            "AncienMessage",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("message_data", models.TextField()),
                ("when_added", models.DateTimeField()),
            ],
            options={"managed": False, "db_table": "mailer_message"},
        ),
        migrations.CreateModel(
            "AncienJournal",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("message_id", models.TextField(null=True)),
                ("when_added", models.DateTimeField()),
                ("when_attempted", models.DateTimeField()),
                ("result", models.CharField(max_length=1)),
            ],
            options={"managed": False, "db_table": "mailer_messagelog"},
        ),
        migrations.RunPython(reprendre, migrations.RunPython.noop),
        migrations.DeleteModel("AncienMessage"),
        migrations.DeleteModel("AncienJournal"),
    ]

"""Chaque minute les courriels en file partent ; chaque quart d'heure les refusés y reviennent."""

from django.db import migrations

TACHES = (
    ("acheminement des courriels", "remontees.taches.acheminer", 1),
    ("nouvel essai des courriels", "remontees.taches.reessayer", 15),
)


def planifier(apps, schema_editor):
    for nom, fonction, minutes in TACHES:
        apps.get_model("django_q", "Schedule").objects.get_or_create(
            name=nom, defaults={"func": fonction, "schedule_type": "I", "minutes": minutes}
        )


class Migration(migrations.Migration):
    dependencies = [
        ("remontees", "0004_commentaire"),
        ("django_q", "0019_alter_task_options_alter_ormq_key_alter_ormq_lock_and_more"),
    ]

    operations = [migrations.RunPython(planifier, migrations.RunPython.noop)]

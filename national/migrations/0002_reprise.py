"""Chaque minute, les recueils qu'un travailleur a laissés sont repris."""

from django.db import migrations


def planifier(apps, schema_editor):
    apps.get_model("django_q", "Schedule").objects.get_or_create(
        name="reprise des recueils",
        defaults={"func": "national.taches.reprendre", "schedule_type": "I", "minutes": 1},
    )


class Migration(migrations.Migration):
    dependencies = [("national", "0001_initial"), ("django_q", "0019_alter_task_options_alter_ormq_key_alter_ormq_lock_and_more")]

    operations = [migrations.RunPython(planifier, migrations.RunPython.noop)]

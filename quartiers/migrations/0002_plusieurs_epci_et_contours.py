import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("quartiers", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="quartier",
            name="epci",
            field=models.CharField(blank=True, help_text="Noms séparés par des virgules.", max_length=500, verbose_name="EPCI"),
        ),
        migrations.AlterField(
            model_name="quartier",
            name="siren_epci",
            field=models.CharField(blank=True, help_text="Séparés par des virgules.", max_length=60, verbose_name="SIREN des EPCI"),
        ),
        migrations.CreateModel(
            name="Contour",
            fields=[
                ("quartier", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="contour", serialize=False, to="quartiers.quartier")),
                ("polygones", models.JSONField(help_text="[[anneau, …], …] de [longitude, latitude] en degrés (WGS 84).", verbose_name="polygones")),
            ],
            options={
                "verbose_name": "contour d’un quartier",
                "verbose_name_plural": "contours des quartiers",
            },
        ),
    ]

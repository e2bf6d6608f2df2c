"""Une relance dit quelle échéance elle rappelle : celle de la campagne, ou d'un complément."""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery

PERSONNE = ("campagne", "utilisateur")


def dater(apps, schema_editor):
    """Les relances d'avant rappelaient l'échéance de leur campagne."""
    campagnes = apps.get_model("remontees", "Campagne").objects.filter(pk=OuterRef("campagne"))
    relances = apps.get_model("remontees", "Relance").objects
    relances.update(echeance_le=Subquery(campagnes.values("echeance_le")[:1]))


class Migration(migrations.Migration):



    dependencies = [("remontees", "0010_parapheur")]

    operations = [
        migrations.RemoveConstraint(model_name="relance", name="relance_unique"),
        migrations.RemoveConstraint(model_name="relance", name="relance_de_region_unique"),
        migrations.AddField(
            model_name="relance",
            name="echeance_le",
            field=models.DateField(null=True, verbose_name="échéance rappelée"),
        ),
        migrations.RunPython(dater, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="relance",
            name="echeance_le",
            field=models.DateField(verbose_name="échéance rappelée"),
        ),
        migrations.AddConstraint(
            model_name="relance",
            constraint=models.UniqueConstraint(
                fields=[*PERSONNE, "departement", "echeance_le", "palier"], name="relance_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="relance",
            constraint=models.UniqueConstraint(
                fields=[*PERSONNE, "region", "echeance_le", "palier"],
                name="relance_de_region_unique",
            ),
        ),
    ]

"""Toute remontée garde sa période dans une même colonne : c'était le semestre d'un bilan."""

from django.db import migrations, models

import remontees.periodes


class Migration(migrations.Migration):
    dependencies = [("paqte", "0011_faits_dates")]

    operations = [
        migrations.AlterModelOptions(
            name="bilan",
            options={"ordering": ["-periode", "departement"], "verbose_name": "bilan"},
        ),
        migrations.RemoveConstraint(model_name="bilan", name="bilan_unique"),
        *(
            operation
            for modele in ("bilan", "historicalbilan")
            for operation in (
                migrations.RenameField(model_name=modele, old_name="semestre", new_name="periode"),
                migrations.AlterField(
                    model_name=modele,
                    name="periode",
                    field=remontees.periodes.PeriodeField(max_length=7, verbose_name="période"),
                ),
            )
        ),
        migrations.AddConstraint(
            model_name="bilan",
            constraint=models.UniqueConstraint(
                fields=("departement", "periode"), name="bilan_unique"
            ),
        ),
    ]

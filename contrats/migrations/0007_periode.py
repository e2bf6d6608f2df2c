"""Toute remontée garde sa période dans une même colonne : c'était l'année d'une synthèse."""

from django.db import migrations, models

import remontees.periodes


class Migration(migrations.Migration):
    dependencies = [("contrats", "0006_faits_dates")]

    operations = [
        migrations.AlterModelOptions(
            name="synthese",
            options={"ordering": ["-periode", "departement"], "verbose_name": "synthèse"},
        ),
        migrations.RemoveConstraint(model_name="synthese", name="synthese_unique"),
        *(
            operation
            for modele in ("synthese", "historicalsynthese")
            for operation in (
                migrations.RenameField(model_name=modele, old_name="annee", new_name="periode"),
                migrations.AlterField(
                    model_name=modele,
                    name="periode",
                    field=remontees.periodes.PeriodeField(max_length=7, verbose_name="période"),
                ),
            )
        ),
        migrations.AddConstraint(
            model_name="synthese",
            constraint=models.UniqueConstraint(
                fields=("departement", "periode"), name="synthese_unique"
            ),
        ),
    ]

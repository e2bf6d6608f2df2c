"""Un contrat de ville succède à un autre."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contrats', '0009_nom_de_pole_emploi'),
    ]

    operations = [
        migrations.AddField(
            model_name='contratdeville',
            name='succede_a',
            field=models.ForeignKey(blank=True, help_text='Le contrat de la génération d’avant : il cesse de courir à la signature de celui-ci.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='successeurs', to='contrats.contratdeville', verbose_name='succède à'),
        ),
        migrations.AddField(
            model_name='historicalcontratdeville',
            name='succede_a',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Le contrat de la génération d’avant : il cesse de courir à la signature de celui-ci.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='contrats.contratdeville', verbose_name='succède à'),
        ),
    ]

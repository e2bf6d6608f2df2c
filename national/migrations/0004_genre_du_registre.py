"""Les genres d'un recueil sont ceux des remontées inscrites."""

from django.db import migrations, models

import remontees.registre


class Migration(migrations.Migration):
    dependencies = [("national", "0003_codes_et_essais")]

    operations = [
        migrations.AlterField(
            model_name="recueil",
            name="genre",
            field=models.CharField(
                choices=remontees.registre.choix_de_remontee, max_length=20, verbose_name="genre"
            ),
        ),
    ]

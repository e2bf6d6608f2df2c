"""La recherche que chacun garde pour une liste."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comptes", "0010_roles_de_region")]

    operations = [
        migrations.AddField(
            model_name="utilisateur",
            name="listes",
            field=models.JSONField(
                blank=True, default=dict, editable=False, verbose_name="listes habituelles"
            ),
        ),
    ]

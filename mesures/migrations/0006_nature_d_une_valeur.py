"""Le type d'une valeur se nomme sa nature : « genre » est la clé d'une remontée."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("mesures", "0005_valeur_contestee")]

    operations = [
        migrations.RenameField(model_name=modele, old_name="genre", new_name="nature")
        for modele in ("indicateur", "historicalindicateur")
    ]

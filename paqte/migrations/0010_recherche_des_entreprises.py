"""Prépare la recherche sans accents des entreprises."""

from anyascii import anyascii
from django.db import migrations, models


def preparer_la_recherche(apps, schema_editor):
    Entreprise = apps.get_model("paqte", "Entreprise")
    entreprises = list(Entreprise.objects.all())
    for entreprise in entreprises:
        texte = f"{entreprise.nom} {entreprise.siren} {entreprise.commune}"
        entreprise.recherche = anyascii(texte).casefold()
    Entreprise.objects.bulk_update(entreprises, ["recherche"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("paqte", "0009_ordre_des_entreprises")]

    operations = [
        migrations.AddField(
            model_name="entreprise",
            name="recherche",
            field=models.TextField(default="", editable=False),
        ),
        migrations.RunPython(preparer_la_recherche, migrations.RunPython.noop, elidable=True),
    ]

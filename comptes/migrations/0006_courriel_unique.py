import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('comptes', '0005_recherche_et_doublons'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='utilisateur',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), condition=models.Q(('email', ''), _negated=True), name='utilisateur_courriel_unique', violation_error_code='email', violation_error_message='Cette adresse est déjà celle d’un autre compte.'),
        ),
    ]

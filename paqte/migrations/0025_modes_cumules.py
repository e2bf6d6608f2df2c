from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('paqte', '0024_referents_et_modes'),
    ]

    operations = [
        migrations.RemoveField(model_name='ancienneorganisation', name='mode'),
        migrations.RemoveField(model_name='historicalancienneorganisation', name='mode'),
        migrations.RemoveField(model_name='historicalorganisation', name='mode'),
        migrations.RemoveField(model_name='organisation', name='mode'),
    ]

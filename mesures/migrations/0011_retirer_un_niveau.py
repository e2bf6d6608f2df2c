import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('mesures', '0010_secret_statistique'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='changementdeniveau',
            name='motif_du_retrait',
            field=models.TextField(blank=True, editable=False, verbose_name='motif du retrait'),
        ),
        migrations.AddField(
            model_name='changementdeniveau',
            name='retire_le',
            field=models.DateTimeField(editable=False, null=True, verbose_name='retiré le'),
        ),
        migrations.AddField(
            model_name='changementdeniveau',
            name='retire_par',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='retiré par'),
        ),
    ]

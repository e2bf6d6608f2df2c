"""Des indicateurs de stock, des fins avant l’heure, et ce que corrige une correction."""

import remontees.periodes
from django.db import migrations, models

STOCKS = ("alternants-qpv", "alternants-total", "fournisseurs-qpv")
CITEE = "circulaire, annexe 2 ("


def dire_ce_que_sont_les_indicateurs(apps, schema_editor):
    """Les stocks de la liste du projet en sont depuis le premier semestre ; la circulaire, qui n’en
    définit aucun, n’est plus leur source.
    """
    indicateurs = apps.get_model("paqte", "Indicateur").objects
    indicateurs.filter(code__in=STOCKS).update(stock_depuis="2019-s1")
    for indicateur in indicateurs.filter(source__startswith=CITEE):
        axe = indicateur.source.removeprefix(CITEE).removesuffix(")")
        indicateur.source = f"liste du projet, pour l’{axe} de l’annexe 2"
        indicateur.save(update_fields=["source"])


class Migration(migrations.Migration):

    dependencies = [
        ('paqte', '0013_reponses'),
    ]

    operations = [
        migrations.AddField(
            model_name='convention',
            name='fin_anticipee_le',
            field=models.DateField(blank=True, help_text='Ses résultats ne sont plus demandés ensuite.', null=True, verbose_name='prend fin plus tôt, le'),
        ),
        migrations.AddField(
            model_name='convention',
            name='motif_de_fin',
            field=models.CharField(blank=True, choices=[('fermeture', 'fermeture de l’établissement'), ('retrait', 'retrait de l’entreprise'), ('fusion', 'fusion ou rachat'), ('autre', 'autre motif')], max_length=10, verbose_name='motif de cette fin'),
        ),
        migrations.AddField(
            model_name='correction',
            name='calcule',
            field=models.DecimalField(decimal_places=2, editable=False, max_digits=14, null=True, verbose_name='valeur calculée alors'),
        ),
        migrations.AddField(
            model_name='historicalconvention',
            name='fin_anticipee_le',
            field=models.DateField(blank=True, help_text='Ses résultats ne sont plus demandés ensuite.', null=True, verbose_name='prend fin plus tôt, le'),
        ),
        migrations.AddField(
            model_name='historicalconvention',
            name='motif_de_fin',
            field=models.CharField(blank=True, choices=[('fermeture', 'fermeture de l’établissement'), ('retrait', 'retrait de l’entreprise'), ('fusion', 'fusion ou rachat'), ('autre', 'autre motif')], max_length=10, verbose_name='motif de cette fin'),
        ),
        migrations.AddField(
            model_name='historicalcorrection',
            name='calcule',
            field=models.DecimalField(decimal_places=2, editable=False, max_digits=14, null=True, verbose_name='valeur calculée alors'),
        ),
        migrations.AddField(
            model_name='indicateur',
            name='stock_depuis',
            field=models.CharField(blank=True, help_text='Le semestre (2019-s1) depuis lequel sa valeur se relève au lieu de s’additionner ; vide pour un flux.', max_length=7, validators=[remontees.periodes.valider_semestre], verbose_name='est un stock depuis'),
        ),
        migrations.AlterModelOptions(
            name='cible',
            options={'verbose_name': 'cible'},
        ),
        migrations.AlterModelOptions(
            name='historicalresultatconvention',
            options={'get_latest_by': ('history_date', 'history_id'), 'ordering': ('-history_date', '-history_id'), 'verbose_name': 'historical résultat', 'verbose_name_plural': 'historical résultats'},
        ),
        migrations.AlterModelOptions(
            name='resultatconvention',
            options={'verbose_name': 'résultat'},
        ),
        migrations.RunPython(dire_ce_que_sont_les_indicateurs, migrations.RunPython.noop),
    ]

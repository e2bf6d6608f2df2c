from django.db import migrations
from django.db.models import F

# « D’ici 2020 », « d’ici fin 2019 », « à la rentrée 2019 » : le dernier jour (décision 39).
ECHEANCES = {
    "1-2": "2020-12-31",
    "3-1": "2020-12-31",
    "8-1": "2019-12-31",
    "17-1": "2019-09-02",
    "19-1.3": "2021-12-31",
    "33-1": "2022-12-31",
}
ANNUELS = ("26-1", "35-1")
CIRCULAIRE = "Circulaire n° 6057/SG du 22 janvier 2019"


def poser(apps, schema_editor):
    """Donne aux indicateurs déjà chargés leur nature, sans toucher à ceux qui ont des valeurs."""
    indicateurs = apps.get_model("mesures.Indicateur").objects
    # Entre deux rangs, il y a désormais place pour les parties d’un indicateur.
    for indicateur in indicateurs.order_by("-rang"):
        indicateurs.filter(pk=indicateur.pk).update(rang=F("rang") * 10)
    for code, le in ECHEANCES.items():
        indicateurs.filter(code=code).update(cible_le=le)
    indicateurs.filter(code__in=ANNUELS).update(frequence="annee")
    indicateurs.filter(code="35-1").update(releve="annuel")
    indicateurs.filter(code="4-1", sens="baisse").update(sens="neutre")
    sans_valeur = indicateurs.filter(valeurs=None)
    sans_valeur.filter(code="3-1", nature="entier").update(nature="part", unite="%", cible=100)
    sans_valeur.filter(code="17-2", nature="part").update(
        nature="rapport",
        unite="élèves par classe",
        sens="baisse",
        cible_texte="des classes proches de douze élèves (lettre)",
    )
    deplacer_les_milliards(apps)


def deplacer_les_milliards(apps):
    """« Mis à disposition » n’est pas « conventionnés » : les quatre milliards changent d’indicateur."""
    valeurs = apps.get_model("mesures.Valeur").objects.filter(
        indicateur__code="8-1", territoire="FR", le="2019-01-22", source=CIRCULAIRE, par=None
    )
    indicateurs = apps.get_model("mesures.Indicateur").objects
    conventionnes = indicateurs.filter(code="8-1").first()
    if conventionnes is None or not valeurs.exists():
        return
    mis_a_disposition = indicateurs.create(
        mesure=conventionnes.mesure,
        code="8-c3",
        rang=700,
        libelle="Montant mis à disposition des collectivités et des bailleurs pour accélérer le NPNRU",
        nature="euros",
        unite="euros",
        complementaire=True,
    )
    valeurs.update(indicateur=mis_a_disposition, base=None)


class Migration(migrations.Migration):

    dependencies = [
        ("mesures", "0012_fiche_d_un_indicateur_et_collectes"),
    ]

    operations = [migrations.RunPython(poser, migrations.RunPython.noop)]

"""Prépare la recherche des comptes existants, et refuse d'aller plus loin avec des doublons."""

from collections import defaultdict

from anyascii import anyascii
from django.core.management.base import CommandError
from django.db import migrations


def preparer_la_recherche(apps, schema_editor):
    Utilisateur = apps.get_model("comptes", "Utilisateur")
    for compte in Utilisateur.objects.all():
        texte = f"{compte.first_name} {compte.last_name} {compte.username} {compte.email}"
        Utilisateur.objects.filter(pk=compte.pk).update(recherche=anyascii(texte).casefold())


def refuser_les_doublons(apps, schema_editor):
    """Ne choisit pas à la place de l'administrateur : effacer l'adresse d'un compte le priverait,
    sans bruit, de ses relances et du mot de passe oublié.
    """
    par_adresse = defaultdict(list)
    for compte in apps.get_model("comptes", "Utilisateur").objects.exclude(email=""):
        par_adresse[compte.email.lower()].append(compte.username)
    doublons = [
        f"{adresse} : {', '.join(sorted(comptes))}"
        for adresse, comptes in sorted(par_adresse.items())
        if len(comptes) > 1
    ]
    if doublons:
        raise CommandError(
            "Une adresse électronique ne peut plus être celle de deux comptes. Corrigez ces comptes "
            "dans l’administration, puis relancez migrate :\n" + "\n".join(doublons)
        )


class Migration(migrations.Migration):
    dependencies = [("comptes", "0004_coordonnees_et_invitation")]

    operations = [
        migrations.RunPython(preparer_la_recherche, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(refuser_les_doublons, migrations.RunPython.noop, elidable=True),
    ]

"""Les adresses en double d'avant l'unicité : la migration les nomme, elle n'en efface aucune."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import CommandError
from django.db import IntegrityError, connection, transaction

from comptes.models import Utilisateur
from tests.factories import UtilisateurFactory

migration = import_module("comptes.migrations.0005_recherche_et_doublons")


def test_une_adresse_ne_sert_qu_a_un_compte(db):
    UtilisateurFactory(email="c.durand@nord.gouv.fr")
    with pytest.raises(IntegrityError), transaction.atomic():
        UtilisateurFactory(email="C.Durand@nord.gouv.fr")


def test_plusieurs_comptes_peuvent_n_avoir_pas_d_adresse(db):
    UtilisateurFactory.create_batch(2, email="")
    assert Utilisateur.objects.filter(email="").count() == 2


@pytest.mark.django_db(transaction=True)
def test_la_migration_nomme_les_doublons():
    contrainte = Utilisateur._meta.constraints[0]
    with connection.schema_editor() as editeur:
        editeur.remove_constraint(Utilisateur, contrainte)
    try:
        for identifiant in ("ancien", "actuel"):
            UtilisateurFactory(username=identifiant, email=f"{identifiant[0]}@nord.gouv.fr")
        with pytest.raises(CommandError, match="actuel, ancien"):
            migration.refuser_les_doublons(apps, None)
        assert Utilisateur.objects.filter(email="a@nord.gouv.fr").count() == 2
    finally:
        Utilisateur.objects.all().delete()
        with connection.schema_editor() as editeur:
            editeur.add_constraint(Utilisateur, contrainte)


def test_la_migration_prepare_la_recherche(db):
    compte = UtilisateurFactory(first_name="Chloé")
    Utilisateur.objects.update(recherche="")
    migration.preparer_la_recherche(apps, None)
    assert Utilisateur.objects.chercher("CHLOE").get() == compte

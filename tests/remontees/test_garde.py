"""Ce qui est transmis ne se supprime pas, quel que soit le chemin."""

import pytest
from django.contrib import admin
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.urls import reverse

from contrats.models import Synthese
from paqte.models import Bilan
from quartiers.admin import EnLectureSeuleAdmin
from remontees.models import Transmission
from tests.factories import BilanFactory, SyntheseFactory, bilan_complet, synthese_complete

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]

REFUS = "gardé pour toujours"


def executer(ordre, *parametres):
    with connection.cursor() as curseur:
        curseur.execute(ordre, parametres)


CHEMINS = {
    "objet": lambda remontee: remontee.delete(),
    "requête": lambda remontee: type(remontee).objects.filter(pk=remontee.pk).delete(),
    "toute la table": lambda remontee: type(remontee).objects.all().delete(),
    "requête sans contrôle": lambda remontee: type(remontee).objects.all()._raw_delete("default"),
    "SQL": lambda remontee: executer(
        f"DELETE FROM {remontee._meta.db_table} WHERE id = %s", remontee.pk
    ),
    "version, objet": lambda remontee: remontee.transmissions.first().delete(),
    "version, relation": lambda remontee: remontee.transmissions.all().delete(),
    "version, toute la table": lambda remontee: Transmission.objects.all().delete(),
    "version, SQL": lambda remontee: executer("DELETE FROM remontees_transmission"),
}


@pytest.mark.parametrize("complete", [bilan_complet, synthese_complete])
@pytest.mark.parametrize("chemin", CHEMINS)
def test_une_remontee_transmise_et_ses_versions_restent(complete, chemin, valideur_59):
    remontee = complete()
    remontee.transmettre(valideur_59)
    with pytest.raises((ProtectedError, IntegrityError), match=REFUS), transaction.atomic():
        CHEMINS[chemin](remontee)
    assert remontee.transmissions.count() == 1
    assert type(remontee).objects.filter(pk=remontee.pk).exists()


@pytest.mark.parametrize("fabrique", [BilanFactory, SyntheseFactory])
@pytest.mark.parametrize("chemin", ["objet", "requête", "requête sans contrôle", "SQL"])
def test_un_brouillon_jamais_transmis_se_supprime(fabrique, chemin, valideur_59):
    # Un même numéro dans l'autre table a une version : elle n'est pas à lui.
    autre = synthese_complete if fabrique is BilanFactory else bilan_complet
    transmise = autre()
    transmise.transmettre(valideur_59)
    brouillon = fabrique(pk=transmise.pk, departement__code="13")
    CHEMINS[chemin](brouillon)
    assert not type(brouillon).objects.filter(pk=brouillon.pk).exists()


@pytest.fixture
def supprimable(monkeypatch):
    """Une administration qui laisserait supprimer les bilans."""
    monkeypatch.setattr(EnLectureSeuleAdmin, "has_delete_permission", lambda *_: True)
    assert admin.site.is_registered(Bilan)


@pytest.mark.usefixtures("supprimable")
def test_l_administration_dit_pourquoi_elle_ne_supprime_pas(client, administrateur, valideur_59):
    bilan = bilan_complet()
    bilan.transmettre(valideur_59)
    client.force_login(administrateur)
    adresse = reverse("admin:paqte_bilan_delete", args=[bilan.pk])
    page = client.post(adresse, {"post": "yes"})
    assert str(bilan.transmissions.get()) in page.text
    assert Bilan.objects.filter(pk=bilan.pk).exists()


@pytest.mark.usefixtures("supprimable")
def test_l_administration_ne_supprime_rien_en_lot(client, administrateur, valideur_59):
    bilan = bilan_complet()
    bilan.transmettre(valideur_59)
    client.force_login(administrateur)
    saisie = {"action": "delete_selected", "_selected_action": [bilan.pk], "post": "yes"}
    client.post(reverse("admin:paqte_bilan_changelist"), saisie)
    assert Bilan.objects.filter(pk=bilan.pk).exists()


def test_l_administration_ne_propose_pas_de_supprimer_une_remontee(client, administrateur):
    bilan = BilanFactory(departement__code="59")
    client.force_login(administrateur)
    adresse = reverse("admin:paqte_bilan_delete", args=[bilan.pk])
    assert client.post(adresse, {"post": "yes"}).status_code == 403
    assert not admin.site.is_registered(Synthese)
    assert not admin.site.is_registered(Transmission)

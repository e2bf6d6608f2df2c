"""La somme des départements, gardée en mémoire : juste après toute écriture, et refaite alors."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mesures.models import ImportValeurs, Indicateur, Valeur
from tests.factories import DepartementFactory, IndicateurNationalFactory, ValeurFactory

pytestmark = pytest.mark.django_db

ADRESSE = reverse("mesures:tableau")


@pytest.fixture
def valeur(client, chef_de_file, cget):
    """30 dans le Nord ; le CGET est connecté."""
    client.force_login(cget)
    indicateur = IndicateurNationalFactory(code="18-1", mesure__chef_de_file=chef_de_file)
    return ValeurFactory(indicateur=indicateur, code="59", nombre=30)


@pytest.fixture
def importer(ministere):
    """Fait confirmer par le ministère une valeur du Pas-de-Calais, et rend le journal."""

    def importer():
        DepartementFactory(code="62")
        navigateur = Client()
        navigateur.force_login(ministere)
        entete = "indicateur;territoire;date;valeur;total;source;precision"
        texte = f"{entete}\n18-1;62;2019-s1;12;;Enquête;\n"
        fichier = SimpleUploadedFile("valeurs.csv", texte.encode())
        page = navigateur.post(reverse("mesures:import"), {"fichier": fichier}, follow=True)
        lu = page.context["form"]["apercu_lu"].value()
        navigateur.post(page.redirect_chain[-1][0], {"apercu_lu": lu})
        return ImportValeurs.objects.get()

    return importer


def somme(client):
    """Rend la somme que montre le tableau, ou None."""
    (ligne,) = client.get(ADRESSE).context["lignes"]
    lue = ligne.indicateurs[0].somme
    return lue and lue.nombre


def corriger(objet, **valeurs):
    for champ, valeur in valeurs.items():
        setattr(objet, champ, valeur)
    objet.save()


ECRITURES = {
    "une valeur de plus": (lambda v, _: ValeurFactory(indicateur=v.indicateur, code="62"), 130),
    "une valeur plus récente": (
        lambda v, _: ValeurFactory(
            indicateur=v.indicateur, departement=v.departement, le="2020-06-30", nombre=40
        ),
        40,
    ),
    "une valeur corrigée": (lambda v, _: corriger(v, nombre=31), 31),
    "une valeur retirée": (lambda v, cget: v.retirer(cget, "Saisie deux fois."), None),
}


@pytest.mark.parametrize(("ecrire", "attendue"), ECRITURES.values(), ids=ECRITURES)
def test_une_ecriture_se_voit_aussitot(client, valeur, cget, ecrire, attendue):
    assert somme(client) == 30
    ecrire(valeur, cget)
    assert somme(client) == attendue


def test_un_import_et_son_annulation_se_voient_aussitot(client, valeur, ministere, importer):
    assert somme(client) == 30
    journal = importer()
    assert somme(client) == 42
    journal.annuler(ministere)
    assert somme(client) == 30


def test_ce_qu_on_change_d_un_indicateur_se_voit_aussitot(client, valeur):
    ValeurFactory(
        indicateur=valeur.indicateur, departement=valeur.departement, le="2018-12-31", nombre=5
    )
    assert somme(client) == 30
    corriger(valeur.indicateur, releve=Indicateur.Releve.ANNUEL, cible=60)
    (ligne,) = client.get(ADRESSE).context["lignes"]
    assert ligne.indicateurs[0].somme.progres == 50


def test_un_flux_s_additionne_des_qu_il_en_est_un(client, valeur):
    ValeurFactory(
        indicateur=valeur.indicateur, departement=valeur.departement, le="2019-03-31", nombre=5
    )
    assert somme(client) == 30
    corriger(valeur.indicateur, releve=Indicateur.Releve.ANNUEL)
    assert somme(client) == 35


def test_rien_n_est_additionne_deux_fois(client, valeur):
    somme(client)
    with CaptureQueriesContext(connection) as requetes:
        somme(client)
    table = f'SUM("{Valeur._meta.db_table}"'
    assert not [r for r in requetes if table in r["sql"]]

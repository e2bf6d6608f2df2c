"""Un chiffre sous secret statistique se garde comme tel : ni un nombre, ni un oubli."""

import datetime
import json

import pytest
from django.urls import reverse

from mesures import imports
from mesures.lecture import lire_valeurs
from mesures.models import ImportValeurs, Valeur
from mesures.releve import sommer
from tests.factories import ContestationFactory, IndicateurNationalFactory, ValeurFactory

JUIN = datetime.date(2019, 6, 30)
ENTETE = "indicateur;territoire;date;valeur;total;source\n"


@pytest.fixture
def indicateur(client, db, chef_de_file, ministere):
    client.force_login(ministere)
    return IndicateurNationalFactory(code="18-1", mesure__chef_de_file=chef_de_file)


def lire(ligne):
    return lire_valeurs(f"{ENTETE}{ligne}\n".encode(), "v.csv")


@pytest.mark.parametrize("ecrit", ["<5", "< 10", "secret"])
def test_un_chiffre_secret_s_importe_et_se_relit(client, indicateur, ministere, ecrit):
    liste = lire(f"18-1;FR;2019-06-30;{ecrit};;X")
    imports.appliquer_valeurs(liste, ImportValeurs(fait_par=ministere, fichier="v"), ministere)
    valeur = Valeur.objects.get()
    assert (valeur.secret, valeur.nombre, valeur.affichage) == (True, None, "Secret statistique")
    export = client.get("/exports/valeurs.csv").getvalue()
    apercu = imports.analyser_valeurs(lire_valeurs(export, "export.csv"), ministere)
    assert (apercu.inchanges, apercu.refus) == (1, [])
    (ligne,) = json.loads(client.get("/exports/valeurs.json").getvalue())
    assert (ligne["valeur"], ligne["nombre"]) == ("secret", None)


def test_une_part_secrete_garde_son_total(indicateur, ministere):
    indicateur.nature = "part"
    indicateur.save()
    apercu = imports.analyser_valeurs(lire("18-1;FR;2019-s1;<5;120;X"), ministere)
    assert [(v.secret, v.base) for v in apercu.crees] == [(True, 120)]


def test_un_nombre_connu_remplace_un_secret(indicateur, ministere):
    ValeurFactory(indicateur=indicateur, nombre=None, secret=True, source="X")
    apercu = imports.analyser_valeurs(lire("18-1;FR;2019-06-30;12;;X"), ministere)
    ((valeur, _),) = apercu.modifies
    assert (valeur.secret, valeur.nombre) == (False, 12)


def test_un_secret_n_entre_dans_aucune_somme(indicateur):
    ValeurFactory(indicateur=indicateur, code="59", nombre=None, secret=True)
    ValeurFactory(indicateur=indicateur, code="13", nombre=8)
    sommes, territoires = sommer(Valeur.objects.all(), JUIN, {indicateur.pk: indicateur})
    assert (sommes[indicateur.pk].nombre, sommes[indicateur.pk].departements) == (8, 1)
    assert territoires == {indicateur.pk: 2}


def test_un_chiffre_secret_se_saisit_sans_nombre(client, indicateur):
    adresse = reverse("mesures:valeur_ajouter", args=["18-1"])
    champs = {"france_entiere": "on", "le": "2019-06-30", "source": "X", "secret": "on"}
    page = client.post(adresse, champs | {"nombre": "4"})
    assert "ne s’écrit pas" in page.context["form"].errors["secret"][0]
    assert client.post(adresse, champs).status_code == 302
    assert Valeur.objects.get().secret


def test_une_contestation_acceptee_leve_le_secret(indicateur, ministere):
    valeur = ValeurFactory(indicateur=indicateur, code="59", nombre=None, secret=True)
    proposee = ContestationFactory(valeur=valeur, nombre=7)
    proposee.trancher(ministere, True, "Entendu.", valeur.affichage)
    valeur.refresh_from_db()
    assert (valeur.secret, valeur.nombre) == (False, 7)

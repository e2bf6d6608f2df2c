"""Ce que dit une valeur : situation, flux, rapport, pourcentage d'enquête."""

import datetime

import pytest
from django.urls import reverse

from mesures import imports
from mesures.lecture import lire_valeurs
from mesures.models import Indicateur, Valeur
from mesures.releve import relever, sommer
from tests.factories import IndicateurNationalFactory, ValeurFactory
from tests.tableaux import lire_csv

pytestmark = pytest.mark.django_db

ENTETE = "indicateur;territoire;date;valeur;total;source;precision\n"


def jour(texte):
    return datetime.date.fromisoformat(texte)


def serie(indicateur, code=None, **nombres):
    """Donne des valeurs à ces jours (« le_2019_06_30 »)."""
    for le, nombre in nombres.items():
        le = jour(le.removeprefix("le_").replace("_", "-"))
        ValeurFactory(indicateur=indicateur, code=code, le=le, nombre=nombre)


def releve(indicateur, au):
    return relever(Valeur.objects.all(), jour(au), ["FR"], Indicateur.objects.in_bulk()).get(
        ("FR", indicateur.pk)
    )


@pytest.mark.parametrize(
    ("sorte", "au", "grandeur"),
    [
        ("situation", "2020-06-30", 30),
        ("flux", "2020-06-30", 60),
        ("flux", "2019-12-31", 30),
        ("annuel", "2020-06-30", 30),
        ("annuel", "2019-12-31", 30),
        ("annuel", "2019-06-30", 10),
    ],
)
def test_une_situation_se_releve_un_flux_s_additionne(sorte, au, grandeur):
    indicateur = IndicateurNationalFactory(releve=sorte)
    serie(indicateur, le_2019_06_30=10, le_2019_12_31=20, le_2020_06_30=30)
    assert releve(indicateur, au).grandeur == grandeur


def test_la_somme_d_un_flux_dit_ses_dates_et_son_chemin():
    indicateur = IndicateurNationalFactory(releve="flux", cible=100, unite="actions")
    serie(indicateur, le_2019_06_30=10, le_2019_12_31=20)
    somme = releve(indicateur, "2019-12-31")
    assert (somme.du, somme.le) == (jour("2019-06-30"), jour("2019-12-31"))
    assert (somme.affichage, somme.progres) == ("30\xa0actions", 30)


def test_les_departements_additionnent_leurs_flux():
    flux, situation = (IndicateurNationalFactory(releve=r) for r in ("flux", "situation"))
    for indicateur in (flux, situation):
        serie(indicateur, "59", le_2019_06_30=10, le_2019_12_31=20)
        serie(indicateur, "62", le_2019_06_30=5)
    sommes, _ = sommer(Valeur.objects.all(), jour("2019-12-31"), Indicateur.objects.in_bulk())
    lues = {cle: (s.nombre, s.departements) for cle, s in sommes.items()}
    assert lues == {flux.pk: (35, 2), situation.pk: (25, 2)}


def test_un_rapport_n_est_pas_borne_a_son_total(client, indicateur):
    indicateur.nature, indicateur.unite = "rapport", "élèves par classe"
    indicateur.save()
    adresse = reverse("mesures:valeur_ajouter", args=[indicateur.code])
    saisie = {"france_entiere": "on", "le": "2019-06-30", "nombre": "1 234", "base": "100"}
    client.post(adresse, saisie | {"source": "Rectorats"})
    valeur = Valeur.objects.get()
    assert valeur.affichage.replace("\xa0", " ") == "12,3 élèves par classe (1 234 sur 100)"
    assert float(valeur.grandeur) == 12.3


def test_un_rapport_demande_ses_deux_nombres(client, indicateur):
    indicateur.nature = "rapport"
    indicateur.save()
    adresse = reverse("mesures:valeur_ajouter", args=[indicateur.code])
    saisie = {"france_entiere": "on", "le": "2019-06-30", "nombre": "12", "source": "Rectorats"}
    assert "base" in client.post(adresse, saisie).context["form"].errors


@pytest.fixture
def part(indicateur):
    """Un indicateur du ministère connecté, qui est une part."""
    indicateur.nature, indicateur.code = "part", "19-1"
    indicateur.save()
    return indicateur


def saisir(client, part, **champs):
    adresse = reverse("mesures:valeur_ajouter", args=[part.code])
    saisie = {"departement": "59", "le": "2019-06-30", "source": "Enquête"}
    return client.post(adresse, saisie | champs)


def test_le_pourcentage_d_une_enquete_se_saisit_tel_quel(client, part):
    saisir(client, part, pourcentage="43,2")
    valeur = Valeur.objects.get()
    assert valeur.affichage.replace("\xa0", " ") == "43,2 % (enquête)"
    assert float(valeur.grandeur) == 43.2


@pytest.mark.parametrize(
    ("champs", "faux"),
    [
        ({"pourcentage": "101"}, "pourcentage"),
        ({"pourcentage": "43", "nombre": "4", "base": "10"}, "pourcentage"),
        ({"base": "10"}, "nombre"),
        ({}, "nombre"),
    ],
)
def test_une_part_a_un_nombre_et_un_total_ou_un_pourcentage(client, part, champs, faux):
    assert faux in saisir(client, part, **champs).context["form"].errors
    assert not Valeur.objects.exists()


def test_un_pourcentage_d_enquete_n_entre_pas_dans_la_somme(part):
    ValeurFactory(indicateur=part, code="59", nombre=10, base=100)
    ValeurFactory(indicateur=part, code="62", nombre=None, pourcentage=90)
    sommes, _ = sommer(Valeur.objects.all(), jour("2019-12-31"), Indicateur.objects.in_bulk())
    somme = sommes[part.pk]
    assert (somme.grandeur, somme.departements, somme.enquetes) == (10, 1, 1)


def analyser(lignes, user):
    return imports.analyser_valeurs(lire_valeurs((ENTETE + lignes).encode(), "valeurs.csv"), user)


def test_un_pourcentage_s_importe_et_se_reexporte(client, part, ministere):
    [valeur] = analyser("19-1;59;2019-s1;43,2 %;;Enquête;\n", ministere).crees
    assert (float(valeur.pourcentage), valeur.nombre) == (43.2, None)
    valeur.save()
    [ligne] = lire_csv(client.get(reverse("mesures:valeurs"), {"format": "csv"}))
    assert ligne["valeur"] == "43,2 %"
    assert analyser("19-1;59;30/06/2019;43,2 %;;Enquête;\n", ministere).inchanges == 1


def test_un_indicateur_de_plusieurs_chiffres_ne_s_importe_pas_d_un_bloc(part, ministere):
    IndicateurNationalFactory(code="19-1.1", partie_de=part, mesure=part.mesure)
    [refus] = analyser("19-1;59;2019-s1;3;10;E;\n", ministere).refus
    assert "19-1.1" in refus.motif


def test_un_indicateur_de_plusieurs_chiffres_n_a_pas_de_valeur_a_lui(client, part):
    IndicateurNationalFactory(code="19-1.1", partie_de=part, mesure=part.mesure)
    adresse = reverse("mesures:valeur_ajouter", args=[part.code])
    assert client.get(adresse).status_code == 404

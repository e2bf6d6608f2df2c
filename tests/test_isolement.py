"""Chaque adresse, ouverte par chacun, répond ce que dit `matrice.csv`, relue à la main.

Une ligne par adresse (voir `tests.adresses`), une colonne par personne : ce que répondent GET puis
POST, « entrer » voulant dire la page de connexion. Les objets sont ceux du Nord (59, région 32).
Pour une adresse nouvelle : `ECRIRE_MATRICE=1 pytest -p no:xdist tests/test_isolement.py`, puis
relire chaque ligne ajoutée avant de la garder.
"""

import csv
import os
import re
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.adresses import BROUILLON, BROUILLON_REGIONAL, DU_NORD, LISTES, adresses, noms
from tests.factories import DepartementFactory, RegionFactory, UtilisateurFactory

pytestmark = pytest.mark.django_db

MATRICE = Path(__file__).parent / "matrice.csv"
# Qui lit quoi : les textes que ces personnes ne doivent jamais voir.
GROUPES = {
    "sa préfecture": (("agent_59", "valideur_59"), (BROUILLON_REGIONAL,)),
    "sa préfecture de région": (("agent_region_32", "valideur_region_32"), (BROUILLON,)),
    "qui les suit": (
        ("region_32", "ministere", "cget", "administrateur"),
        (BROUILLON, BROUILLON_REGIONAL),
    ),
    "ailleurs": (
        ("agent_13", "region_93", "sans_perimetre", "inactif", "anonyme"),
        (DU_NORD, BROUILLON, BROUILLON_REGIONAL),
    ),
}
PERSONNES = [personne for personnes, _ in GROUPES.values() for personne in personnes]


@pytest.fixture
def region_93(db):
    return UtilisateurFactory(username="region-93", role="region", regions=["93"])


@pytest.fixture
def sans_perimetre(db):
    return UtilisateurFactory(username="sans-perimetre", role="agent")


@pytest.fixture
def inactif(agent_59):
    """L'agent du Nord, dont la session était ouverte quand son compte a été désactivé."""
    return agent_59


@pytest.fixture
def anonyme():
    return None


@pytest.fixture
def posees(sans_rendu, sans_classeur, valideur_59):
    """{ligne: adresse} sur les objets du Nord."""
    DepartementFactory(code="13", region=RegionFactory(code="93", nom="Provence"))
    return adresses(valideur_59)


def demander(client, methode, adresse):
    """Rend la réponse d'une adresse, sans rien laisser derrière elle."""
    temoins = client.cookies.copy()
    with transaction.atomic():
        saisie = {"csrfmiddlewaretoken": "x"} if methode == "post" else {}
        reponse = getattr(client, methode)(adresse, saisie)
        transaction.set_rollback(True)
    client.cookies = temoins
    return reponse


def code(reponse):
    """Rend le code d'une réponse, « entrer » pour la page de connexion."""
    portes = (reverse("connexion"), reverse("admin:login"))
    vers_la_porte = reponse.status_code == 302 and reponse.url.startswith(portes)
    return "entrer" if vers_la_porte else str(reponse.status_code)


def corps(reponse):
    """Rend ce qu'une réponse laisse lire."""
    octets = b"".join(reponse) if reponse.streaming else reponse.content
    return octets.decode(errors="replace")


def lire_la_matrice():
    with MATRICE.open(encoding="utf-8", newline="") as fichier:
        return {ligne.pop("adresse"): ligne for ligne in csv.DictReader(fichier)}


def ecrire_la_matrice(personne, observes):
    """Remplace la colonne d'une personne par ce qui vient d'être observé."""
    lignes = lire_la_matrice() if MATRICE.exists() else {}
    with MATRICE.open("w", encoding="utf-8", newline="") as fichier:
        redacteur = csv.DictWriter(fichier, ["adresse", *PERSONNES], lineterminator="\n")
        redacteur.writeheader()
        for adresse in sorted(observes):
            ligne = lignes.get(adresse, {}) | {personne: observes[adresse]}
            redacteur.writerow({"adresse": adresse} | ligne)


@pytest.fixture
def client_de(request):
    """Rend le client d'une personne nommée de `PERSONNES`."""

    def client_de(personne):
        client, compte = Client(raise_request_exception=False), request.getfixturevalue(personne)
        if compte:
            client.force_login(compte)
        if personne == "inactif":
            compte.is_active = False
            compte.save()
        return client

    return client_de


def observer(client, posees, interdites):
    """Rend {ligne: codes} et les (ligne, marque) interdites que le client a pu lire."""
    observes, lus = {}, []
    for ligne, adresse in posees.items():
        # Un export n'a pas d'action ; celles de l'administration sont à Django.
        sans_action = " " in ligne or ligne.startswith("admin:")
        methodes = ["get"] if sans_action else ["get", "post"]
        reponses = [demander(client, methode, adresse) for methode in methodes]
        observes[ligne] = " ".join(map(code, reponses))
        textes = "".join(map(corps, reponses))
        lus += [(ligne, marque) for marque in interdites if marque in textes]
        if "composants/exports.html" in [gabarit.name for gabarit in reponses[0].templates]:
            assert ligne in LISTES, f"{ligne} est une liste : dites-le dans LISTES"
    return observes, lus


@pytest.mark.parametrize("groupe", GROUPES)
def test_chaque_adresse_repond_a_chacun_ce_que_dit_la_matrice(posees, client_de, groupe):
    personnes, interdites = GROUPES[groupe]
    for personne in personnes:
        observes, lus = observer(client_de(personne), posees, interdites)
        if os.environ.get("ECRIRE_MATRICE"):
            ecrire_la_matrice(personne, observes)
        attendus = {ligne: colonnes[personne] for ligne, colonnes in lire_la_matrice().items()}
        assert observes.keys() == attendus.keys()
        ecarts = {
            ligne: f"{codes}, et non {attendus[ligne]}"
            for ligne, codes in observes.items()
            if codes != attendus[ligne]
        }
        assert (personne, ecarts) == (personne, {})
        assert (personne, lus) == (personne, [])


def test_la_matrice_a_une_ligne_par_adresse():
    decrites = {re.split("[ @]", ligne)[0] for ligne in lire_la_matrice()}
    assert {nom for nom in decrites if not nom.startswith("admin:")} == set(noms())


def test_nulle_adresse_ne_tombe_en_panne():
    pannes = [
        (adresse, personne)
        for adresse, colonnes in lire_la_matrice().items()
        for personne, codes in colonnes.items()
        if "500" in codes
    ]
    assert pannes == []

"""Chaque adresse, ouverte par chacun, répond ce que dit `matrice.csv`, avec ses en-têtes.

La matrice est relue à la main. Une ligne par adresse (voir `tests.adresses`), une colonne par
personne : ce que répondent GET puis POST, « entrer » voulant dire la page de connexion. Les objets
sont ceux du Nord (59, région 32).
Pour une adresse nouvelle : `ECRIRE_MATRICE=1 pytest -p no:xdist tests/test_isolement.py`, puis
relire chaque ligne ajoutée avant de la garder.
"""

import csv
import os
import re

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from socle.formats import FORMATS
from tests.adresses import BROUILLON, BROUILLON_REGIONAL, DU_NORD, LISTES, adresses, noms
from tests.entetes import defauts
from tests.factories import DepartementFactory, RegionFactory, UtilisateurFactory
from tests.matrice import MATRICE, lire_la_matrice

pytestmark = pytest.mark.django_db

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
# Qui lit le CSV d'une liste ou d'un jeu en lit les classeurs : ils n'ont pas leur ligne.
CLASSEURS = tuple(sorted(set(FORMATS) - {"csv"}))
PERSONNES = [personne for personnes, _ in GROUPES.values() for personne in personnes]
# Une personne de chaque sorte à chaque fois ; les autres dans `make epreuves` : c'est long.
A_CHAQUE_FOIS = {"agent_59", "ministere", "cget", "agent_13", "anonyme"}
CAS = [
    pytest.param(
        [personne for personne in personnes if (personne in A_CHAQUE_FOIS) is court],
        interdites,
        id=groupe if court else f"{groupe}, les autres",
        marks=() if court else pytest.mark.long,
    )
    for court in (True, False)
    for groupe, (personnes, interdites) in GROUPES.items()
    if court <= bool(A_CHAQUE_FOIS & {*personnes})
]


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
def toutes(refus_brefs, sans_contexte, sans_rendu, sans_classeur, valideur_59):
    """{ligne: adresse} sur les objets du Nord."""
    DepartementFactory(code="13", region=RegionFactory(code="93", nom="Provence"))
    return adresses(valideur_59)


@pytest.fixture
def posees(toutes):
    """{ligne: adresse}, classeurs exceptés."""
    return {ligne: toutes[ligne] for ligne in toutes if not ligne.endswith(CLASSEURS)}


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
    """Rend {ligne: codes}, et les (ligne, ce qui ne devait pas s'y lire ou devait y être)."""
    observes, fautes = {}, []
    for ligne, adresse in posees.items():
        # Un export n'a pas d'action ; celles de l'administration sont à Django.
        sans_action = " " in ligne or ligne.startswith("admin:")
        methodes = ["get"] if sans_action else ["get", "post"]
        reponses = [demander(client, methode, adresse) for methode in methodes]
        observes[ligne] = " ".join(map(code, reponses))
        textes = "".join(map(corps, reponses))
        fautes += [(ligne, marque) for marque in interdites if marque in textes]
        fautes += [(ligne, defaut) for defaut in defauts(adresse, reponses[0])]
        if "composants/exports.html" in [gabarit.name for gabarit in reponses[0].templates]:
            assert ligne in LISTES, f"{ligne} est une liste : dites-le dans LISTES"
    return observes, fautes


@pytest.mark.parametrize(("personnes", "interdites"), CAS)
def test_chaque_adresse_repond_a_chacun_ce_que_dit_la_matrice(
    posees, client_de, personnes, interdites
):
    for personne in personnes:
        observes, fautes = observer(client_de(personne), posees, interdites)
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
        assert (personne, fautes) == (personne, [])


@pytest.mark.parametrize("personne", ["agent_59", "agent_13"])
def test_un_classeur_repond_comme_le_csv(toutes, client_de, personne):
    client, attendus = client_de(personne), lire_la_matrice()
    for ligne in toutes:
        if ligne.endswith(CLASSEURS):
            observe = code(demander(client, "get", toutes[ligne]))
            assert (ligne, observe) == (ligne, attendus[re.sub("[a-z]+$", "csv", ligne)][personne])


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

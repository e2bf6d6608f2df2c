"""Ce que jouent ces tests et, plus longuement, le banc `bench/test_solidite.py`."""

import random
import time
from concurrent.futures import ThreadPoolExecutor

import requests
from django.db.models import Max
from django.urls import reverse

from courriels.models import Courriel
from donnees.integrite import fautes
from paqte.models import Bilan
from remontees.models import Transmission
from tests.factories import DepartementFactory, UtilisateurFactory, bilan_complet

# Ceux qu'admet une version figée : deux chiffres, puis l'outre-mer.
CODES = [*(f"{n:02}" for n in range(100)), *(str(n) for n in range(970, 990))]


def a_la_fois(gestes):
    """Fait tous les gestes (fonctions) en même temps ; rend leurs réponses."""
    with ThreadPoolExecutor(len(gestes)) as fils:
        return [futur.result() for futur in [fils.submit(geste) for geste in gestes]]


def tuer_pendant(serveur, geste, delai):
    """Tue et relance le serveur `delai` secondes après son début ; rend sa réponse, ou None."""
    with ThreadPoolExecutor(1) as fil:
        futur = fil.submit(geste)
        time.sleep(delai)
        serveur.relancer()
    try:
        return futur.result()
    except requests.ConnectionError:
        return None


def enregistrer_sous_les_coups(serveur, agent, bilan, *, nombre, tous_les):
    """Enregistre `nombre` fois un brouillon, le serveur tué une fois sur `tous_les`.

    Après chaque mort, le brouillon est celui d'avant ou celui qui partait, en entier.
    """
    numero = essais = 0
    while numero < nombre:
        texte = f"Enregistrement n° {numero + 1}."
        champs = {"verrou": numero, "strategie": texte, "partenaires": texte, "obstacles": texte}

        def envoyer(champs=champs):
            return agent.envoyer(bilan.get_absolute_url(), champs)

        essais += 1
        tue = essais % tous_les == 0
        reponse = tuer_pendant(serveur, envoyer, random.uniform(0, 0.3)) if tue else envoyer()
        bilan.refresh_from_db()
        assert bilan.strategie == bilan.partenaires == bilan.obstacles
        # Une ligne d'historique à la création, puis une par enregistrement.
        assert bilan.history.count() == bilan.verrou + 1
        assert bilan.verrou in ({numero + 1} if reponse is not None else {numero, numero + 1})
        numero = bilan.verrou


def bilans_a_transmettre(nombre):
    """Rend `nombre` couples (valideur, bilan complet), un par territoire."""
    departements = [DepartementFactory(code=c, nom=f"Territoire {c}") for c in CODES[:nombre]]
    return [
        (
            UtilisateurFactory(role="valideur", departements=[departement.code]),
            bilan_complet(departement),
        )
        for departement in departements
    ]


def transmettre(personne, bilan):
    """Demande la transmission d'un bilan tel qu'il vient d'être lu ; rend la réponse."""
    lue = bilan.lecture(bilan.contenu())
    return personne.envoyer(bilan.adresse("transmettre"), {"lue": lue})


def verifier_les_transmissions():
    """Chaque transmission est entière : état, version figée, courriel ; rend leur nombre."""
    assert list(fautes()) == []
    transmissions = Transmission.objects.all()
    assert {t.object_id for t in transmissions} == set(
        Bilan.objects.filter(etat=Bilan.Etat.TRANSMISE).values_list("pk", flat=True)
    )
    en_file = [c.identifiant for c in Courriel.objects.en_attente()]
    attendus = [t.identifiant_de_courriel for t in transmissions]
    # L'accusé et la copie du référent, eux, ne portent pas l'empreinte.
    assert set(attendus) <= set(en_file)
    assert len(en_file) == 3 * len(attendus)
    return len(attendus)


def transmettre_tous(serveur, connecter, nombre):
    """Fait transmettre `nombre` préfectures au même instant, puis vérifie chacune."""
    couples = [(connecter(serveur, valideur), b) for valideur, b in bilans_a_transmettre(nombre)]
    reponses = a_la_fois([lambda couple=couple: transmettre(*couple) for couple in couples])
    assert [reponse.status_code for reponse in reponses] == [302] * nombre
    assert verifier_les_transmissions() == nombre
    assert Transmission.objects.aggregate(dernier=Max("numero"))["dernier"] == 1


def confirmer_l_import(personne, journal, apercu):
    """Confirme l'import d'une liste déposée ; rend la réponse."""
    adresse = reverse("quartiers:confirmer", args=[journal.pk])
    return personne.envoyer(adresse, {"apercu_lu": apercu.empreinte})

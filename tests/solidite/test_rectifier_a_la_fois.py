"""Rectifier, renoncer, décider, rendre public : deux personnes à la fois, de vrais processus."""

import pytest
from django.urls import reverse

from paqte.models import Bilan
from remontees.models import Decision, LienPublic, Rectification, Transmission
from tests.factories import ProjetFactory, UtilisateurFactory, bilan_complet

from .conftest import POSTGRESQL
from .scenarios import a_la_fois

pytestmark = [POSTGRESQL, pytest.mark.django_db(transaction=True)]


def personne(role):
    ou = {"national": True} if role == "cget" else {"departements": ["59"]}
    return UtilisateurFactory(role=role, **ou)


@pytest.fixture
def transmis():
    bilan = bilan_complet()
    bilan.transmettre(personne("valideur"))
    return Bilan.objects.get()


def test_deux_agents_rectifient_au_meme_instant_une_seule_rectification(
    servir, connecter, transmis
):
    serveur = servir()
    agents = [connecter(serveur, personne("agent")) for _ in range(2)]
    motifs = ["Un total est faux.", "Un nom est faux."]
    a_la_fois(
        [
            lambda agent=agent, motif=motif: agent.envoyer(
                transmis.adresse("rectifier"), {"motif": motif}
            )
            for agent, motif in zip(agents, motifs, strict=True)
        ]
    )
    assert Rectification.objects.get().motif in motifs
    assert Bilan.objects.get().etat == "brouillon"


@pytest.mark.long
def test_le_cget_accepte_au_moment_ou_la_prefecture_rectifie_un_seul_etat_reste(
    servir, connecter, transmis
):
    serveur = servir()
    agent, cget = connecter(serveur, personne("agent")), connecter(serveur, personne("cget"))
    a_la_fois(
        [
            lambda: agent.envoyer(transmis.adresse("rectifier"), {"motif": "Un total est faux."}),
            lambda: cget.envoyer(transmis.adresse("accepter"), {"lue": "on", "version": 1}),
        ]
    )
    # Acceptée d'abord, elle se rectifie ensuite ; rectifiée d'abord, elle ne s'accepte plus.
    assert Bilan.objects.get().etat == "brouillon"
    avant, decisions = Rectification.objects.get().avant["etat"], Decision.objects.count()
    assert (avant, decisions) in {("acceptee", 1), ("transmise", 0)}


@pytest.mark.long
def test_deux_examinateurs_decident_au_meme_instant_une_seule_decision(servir, connecter, transmis):
    serveur = servir()
    premier, second = (connecter(serveur, personne("cget")) for _ in range(2))
    renvoi = {"motif": "autre", "commentaire": "Précisez.", "version": 1}
    a_la_fois(
        [
            lambda: premier.envoyer(transmis.adresse("accepter"), {"lue": "on", "version": 1}),
            lambda: second.envoyer(transmis.adresse("renvoyer"), renvoi),
        ]
    )
    sens = {"acceptee": "acceptee", "a_completer": "renvoyee"}[Bilan.objects.get().etat]
    assert Decision.objects.get().sens == sens


def test_renoncer_a_rectifier_au_moment_ou_le_valideur_transmet_un_seul_gagne(
    servir, connecter, transmis
):
    serveur = servir()
    qui_rectifie = personne("agent")
    agent = connecter(serveur, qui_rectifie)
    valideur = connecter(serveur, personne("valideur"))
    transmis.rectifier(qui_rectifie, "Un total est faux.")
    Bilan.objects.update(strategie="Une stratégie corrigée.")
    bilan = Bilan.objects.get()
    lue = {"lue": bilan.lecture(bilan.contenu())}
    a_la_fois(
        [
            lambda: agent.envoyer(bilan.adresse("abandonner"), {}),
            lambda: valideur.envoyer(bilan.adresse("transmettre"), lue),
        ]
    )
    bilan = Bilan.objects.get()
    abandonnee = Rectification.objects.get().abandonnee_le is not None
    versions = Transmission.objects.count()
    assert (bilan.etat, abandonnee, versions) in {("transmise", True, 1), ("transmise", False, 2)}
    assert bilan.strategie == bilan.derniere_transmission().donnees["strategie"]


@pytest.mark.long
def test_rendre_public_deux_fois_au_meme_instant_donne_un_lien(servir, connecter):
    serveur = servir()
    projet = ProjetFactory(contrat__departement__code="59")
    agents = [connecter(serveur, personne("agent")) for _ in range(2)]
    adresse = reverse("lien_public", args=["projet", projet.pk])
    a_la_fois([lambda agent=agent: agent.envoyer(adresse, {}) for agent in agents])
    assert LienPublic.objects.de(projet).count() == 1

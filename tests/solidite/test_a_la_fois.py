"""Plusieurs personnes font la même chose au même instant, sur de vrais processus."""

import pytest
from django.db import transaction
from django.urls import reverse

from comptes.models import Utilisateur
from contrats.forms.protocole import ProtocoleForm
from contrats.models import Protocole
from remontees.models import Transmission
from tests.factories import ProtocoleFactory, UtilisateurFactory, bilan_complet

from .conftest import POSTGRESQL
from .scenarios import a_la_fois, transmettre, transmettre_tous, verifier_les_transmissions

pytestmark = [POSTGRESQL, pytest.mark.django_db(transaction=True)]


def test_vingt_agents_enregistrent_le_meme_brouillon_un_seul_gagne(servir, connecter):
    bilan = bilan_complet()
    serveur = servir()
    agents = [
        connecter(serveur, UtilisateurFactory(role="agent", departements=["59"])) for _ in range(20)
    ]
    textes = [f"Texte de l’agent {rang}." for rang in range(20)]
    reponses = a_la_fois(
        [
            lambda agent=agent, texte=texte: agent.envoyer(
                bilan.get_absolute_url(), {"verrou": 0, "strategie": texte}
            )
            for agent, texte in zip(agents, textes, strict=True)
        ]
    )
    gagnants = [
        t for t, reponse in zip(textes, reponses, strict=True) if reponse.status_code == 302
    ]
    perdants = [(t, r) for t, r in zip(textes, reponses, strict=True) if r.status_code == 409]
    assert (len(gagnants), len(perdants)) == (1, 19)
    bilan.refresh_from_db()
    assert (bilan.strategie, bilan.verrou) == (gagnants[0], 1)
    assert all(texte in reponse.text for texte, reponse in perdants)


def test_deux_agents_ecrivent_deux_champs_au_meme_instant_et_rien_ne_se_perd(servir, connecter):
    protocole = ProtocoleFactory(contrat__departement__code="59")
    adresse = reverse("contrats:protocole_modifier", args=[protocole.contrat_id])
    serveur = servir()
    agents = {
        champ: connecter(serveur, UtilisateurFactory(role="agent", departements=["59"]))
        for champ in ("enfance", "associations")
    }
    for tour in range(5):
        lus = {champ.html_name: champ.value() for champ in ProtocoleForm(instance=protocole)}
        lus = {nom: valeur for nom, valeur in lus.items() if valeur is not None}
        reponses = a_la_fois(
            [
                lambda agent=agent, saisie=lus | {champ: f"n° {tour}"}: agent.envoyer(
                    adresse, saisie
                )
                for champ, agent in agents.items()
            ]
        )
        assert [reponse.status_code for reponse in reponses] == [302, 302]
        protocole = Protocole.objects.get()
        assert (protocole.enfance, protocole.associations) == (f"n° {tour}", f"n° {tour}")


def test_un_objet_supprime_pendant_la_saisie_rend_la_saisie():
    form = ProtocoleForm({"enfance": "Un texte."}, instance=ProtocoleFactory())
    Protocole.objects.all().delete()
    with transaction.atomic():
        assert "copiez votre saisie" in str(form.errors)
    assert form["enfance"].value() == "Un texte."


def test_des_prefectures_transmettent_au_meme_instant(servir, connecter):
    transmettre_tous(servir(), connecter, nombre=12)


def test_deux_valideurs_transmettent_le_meme_bilan_une_version_part(servir, connecter):
    bilan = bilan_complet()
    serveur = servir()
    valideurs = [
        connecter(serveur, UtilisateurFactory(role="valideur", departements=["59"]))
        for _ in range(2)
    ]
    a_la_fois([lambda v=valideur: transmettre(v, bilan) for valideur in valideurs])
    assert verifier_les_transmissions() == 1
    assert Transmission.objects.get().numero == 1


def test_deux_administrateurs_se_desactivent_l_un_l_autre_il_en_reste_un(servir, connecter):
    serveur = servir()
    premier, second = (UtilisateurFactory(role="administrateur", national=True) for _ in range(2))
    personnes = [(connecter(serveur, premier), second), (connecter(serveur, second), premier)]
    a_la_fois(
        [
            lambda p=personne, a=autre: p.envoyer(reverse("personne_desactiver", args=[a.pk]), {})
            for personne, autre in personnes
        ]
    )
    assert Utilisateur.objects.administrateurs().count() == 1

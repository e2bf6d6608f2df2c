"""Plusieurs personnes font la même chose au même instant, sur de vrais processus."""

import pytest
from django.db import connection, transaction
from django.urls import reverse

from comptes.models import Utilisateur
from contrats.forms.protocole import ProtocoleForm
from contrats.models import Protocole
from paqte.models import Bilan, ResultatConvention
from remontees.differences import comparer
from remontees.models import Transmission
from tests.factories import (
    DepartementFactory,
    ProtocoleFactory,
    ResultatFactory,
    UtilisateurFactory,
    bilan_complet,
)

from .conftest import POSTGRESQL
from .scenarios import a_la_fois, transmettre, transmettre_tous, verifier_les_transmissions

pytestmark = [POSTGRESQL, pytest.mark.django_db(transaction=True)]


@pytest.mark.long
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


@pytest.mark.long
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


@pytest.mark.long
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


def test_un_chiffre_change_au_moment_de_transmettre_ne_part_jamais_sans_avoir_ete_lu(
    servir, connecter
):
    serveur = servir()
    valideur = connecter(serveur, UtilisateurFactory(role="valideur", departements=["59"]))
    bilan = bilan_complet()
    resultat = ResultatFactory(
        convention__entreprise__departement=bilan.departement,
        semestre=bilan.periode,
        valeur=401_000,
    )
    lu = Bilan.objects.get().contenu()

    def changer():
        ResultatConvention.objects.filter(pk=resultat.pk).update(valeur=1_108_777)
        connection.close()

    lue = bilan.lecture(lu)
    a_la_fois([lambda: valideur.envoyer(bilan.adresse("transmettre"), {"lue": lue}), changer])
    for transmission in Transmission.objects.all():
        assert comparer(transmission.donnees, lu) == []
    valideur.envoyer(bilan.adresse("transmettre"), {"lue": lue})
    assert all(comparer(t.donnees, lu) == [] for t in Transmission.objects.all())


def test_le_cget_n_accepte_jamais_une_version_que_personne_n_a_lue(servir, connecter):
    serveur = servir()
    agent = UtilisateurFactory(role="agent", departements=["59"])
    valideur = UtilisateurFactory(role="valideur", departements=["59"])
    cget = connecter(serveur, UtilisateurFactory(role="cget", national=True))
    for code in ("59", "62", "80"):
        bilan = bilan_complet(DepartementFactory(code=code))
        agent.poser_perimetres([bilan.code], [])
        valideur.poser_perimetres([bilan.code], [])
        bilan.transmettre(Utilisateur.objects.get(pk=valideur.pk))

        def remplacer(bilan=bilan):
            bilan.rectifier(Utilisateur.objects.get(pk=agent.pk), "Un total est faux.")
            bilan.transmettre(Utilisateur.objects.get(pk=valideur.pk))
            connection.close()

        def accepter(bilan=bilan):
            return cget.envoyer(bilan.adresse("accepter"), {"lue": "on", "version": 1})

        a_la_fois([accepter, remplacer])
        bilan.refresh_from_db()
        assert (bilan.etat, bilan.transmissions.count()) == ("transmise", 2)


def test_l_agent_reprend_au_moment_ou_le_valideur_signe_un_seul_gagne(servir, connecter):
    serveur = servir()
    qui_soumet = UtilisateurFactory(role="agent", departements=["59"])
    agent = connecter(serveur, qui_soumet)
    valideur = connecter(serveur, UtilisateurFactory(role="valideur", departements=["59"]))
    bilan = bilan_complet()
    bilan.soumettre(qui_soumet)
    bilan.refresh_from_db()
    lue = {"lue": bilan.lecture(bilan.contenu())}
    a_la_fois(
        [
            lambda: agent.envoyer(bilan.adresse("reprendre"), {}),
            lambda: valideur.envoyer(bilan.adresse("transmettre"), lue),
        ]
    )
    bilan.refresh_from_db()
    versions = Transmission.objects.count()
    issues = {("transmise", "transmise", 1), ("brouillon", "reprise", 0)}
    assert (bilan.etat, bilan.soumissions.get().issue, versions) in issues

"""Ce que l'examen garde de chaque décision, sur quelle version, et qui lit les commentaires."""

import datetime

import pytest
import time_machine
from django.core import mail
from django.utils import timezone
from lxml import html

from comptes.models import Utilisateur
from contrats.models import Synthese
from courriels.annonces import envoyer_les_resumes
from remontees.models import Conflit
from tests.factories import SyntheseFactory, UtilisateurFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]

MIDI = datetime.datetime(2019, 7, 10, 12, tzinfo=datetime.UTC)
UN_JOUR = datetime.timedelta(days=1)


@pytest.fixture
def examinee(valideur_59):
    """Une synthèse dont la seconde version attend le CGET ; rien n'en est vraiment figé."""
    synthese = SyntheseFactory(departement_id="59", etat="transmise")
    for numero in (1, 2):
        synthese.transmissions.create(
            departement=synthese.departement,
            numero=numero,
            donnees={},
            pdf=b"",
            transmise_le=timezone.now(),
            transmise_par=valideur_59,
        )
    return synthese


def decisions(synthese):
    """Ce qui fut décidé de sa dernière version, dans l'ordre : (décision, cause, qui)."""
    prises = synthese.derniere_transmission().decisions.order_by("pk")
    return [(prise.sens, prise.motif, prise.par) for prise in prises]


def test_chaque_decision_se_garde_avec_sa_cause_et_son_auteur(examinee, cget):
    autre = UtilisateurFactory(role="cget", national=True)
    examinee.accepter(cget)
    examinee.defaire(autre)
    examinee.renvoyer(cget, "Précisez.", motif="imprecis")
    assert decisions(examinee) == [
        ("acceptee", "", cget),
        ("defaite", "", autre),
        ("renvoyee", "imprecis", cget),
    ]


def test_un_renvoi_sans_cause_dite_en_a_une_autre(examinee, cget):
    examinee.renvoyer(cget, "Précisez.")
    assert decisions(examinee) == [("renvoyee", "autre", cget)]


def test_une_decision_est_celle_de_la_derniere_version(examinee, cget):
    examinee.accepter(cget)
    decidees = {v.numero: v.decisions.count() for v in examinee.transmissions.all()}
    assert decidees == {1: 0, 2: 1}


GESTES = {
    "commenter": lambda s, user, version: s.commenter(user, "exemples", "Où ?", version),
    "clore": lambda s, user, version: s.clore(user, s.commentaires.get(), version),
    "renvoyer": lambda s, user, version: s.renvoyer(user, "Précisez.", version=version),
    "accepter": lambda s, user, version: s.accepter(user, version),
    "aviser": lambda s, user, version: s.donner_un_avis(
        UtilisateurFactory(role="region", regions=[s.region.pk]), "favorable", "Bien.", version
    ),
}


@pytest.mark.parametrize("geste", GESTES.values(), ids=GESTES)
def test_nul_geste_ne_porte_sur_une_version_remplacee(examinee, cget, geste):
    examinee.commentaires.create(champ="exemples", texte="Où ?", auteur=cget)
    with pytest.raises(Conflit):
        geste(examinee, cget, 1)


@pytest.mark.parametrize("geste", GESTES.values(), ids=GESTES)
def test_chaque_geste_porte_sur_la_derniere_version(examinee, cget, geste):
    examinee.commentaires.create(champ="exemples", texte="Où ?", auteur=cget)
    geste(examinee, cget, 2)


# Revenir sur une acceptation.


@pytest.mark.parametrize(
    ("etat", "role", "depuis", "possible"),
    [
        ("acceptee", "cget", datetime.timedelta(hours=23), True),
        ("acceptee", "cget", UN_JOUR, False),
        ("acceptee", "valideur", datetime.timedelta(hours=1), False),
        ("transmise", "cget", datetime.timedelta(hours=1), False),
    ],
)
def test_seul_le_cget_revient_sur_une_acceptation_de_moins_d_un_jour(etat, role, depuis, possible):
    with time_machine.travel(MIDI, tick=False):
        synthese = Synthese(etat=etat, modifie_le=MIDI - depuis)
        assert synthese.se_defait_par(Utilisateur(role=role)) is possible


def test_une_acceptation_defaite_se_dit_a_la_prefecture_au_nom_de_qui_la_defait(
    examinee, cget, agent_59
):
    examinee.accepter(cget)
    envoyer_les_resumes()
    mail.outbox.clear()
    examinee.defaire(UtilisateurFactory(username="seconde", role="cget", national=True))
    envoyer_les_resumes()
    (dit,) = [message.body for message in mail.outbox if message.to == [agent_59.email]]
    assert "Acceptation défaite" in dit
    assert "seconde@exemple.gouv.fr" in dit


# Lire les commentaires.


def test_un_commentaire_garde_sa_partie_ce_qu_il_cite_son_texte_et_son_auteur(examinee, cget):
    examinee.commenter(cget, "exemples", "Où ?", citation="Cent enfants")
    garde = examinee.commentaires.get()
    assert (garde.champ, garde.citation, garde.texte) == ("exemples", "Cent enfants", "Où ?")
    assert garde.auteur == cget


@pytest.fixture
def commentee(transmise, cget):
    """Une synthèse renvoyée avec trois commentaires : un clos, un répondu, un sans réponse."""
    clos = transmise.commenter(cget, "exemples", "Où ?")
    repondu = transmise.commenter(cget, "exemples", "Quand ?")
    transmise.commenter(cget, "demarches", "Qui ?")
    transmise.clore(cget, clos)
    transmise.renvoyer(cget, "Précisez.")
    transmise.commentaires.filter(pk=repondu.pk).update(reponse="En mai.")
    return Synthese.objects.get()


def test_une_reponse_qui_n_est_pas_transmise_ne_se_lit_qu_a_sa_prefecture(
    commentee, agent_59, agent_13, cget
):
    for user, reponses in ((agent_59, ["", "En mai."]), (agent_13, ["", ""]), (cget, ["", ""])):
        lus = Synthese.objects.get().commentaires_par_partie(user)
        assert {champ: len(siens) for champ, siens in lus.items()} == {
            "exemples": 2,
            "demarches": 1,
        }
        assert [commentaire.reponse for commentaire in lus["exemples"]] == reponses


def test_une_note_refusee_place_sur_son_champ(client, commentee, cget):
    client.force_login(cget)
    page = client.post(commentee.adresse("noter"), {"note": ""})
    assert page.status_code == 422
    (champ,) = html.fromstring(page.text).xpath("//textarea[@name='note']")
    assert "autofocus" in champ.attrib


def test_les_commentaires_ouverts_se_comptent(commentee):
    assert commentee.nombre_d_ouverts == 2


def test_lire_les_commentaires_et_leurs_auteurs_coute_une_requete(
    commentee, django_assert_num_queries
):
    with django_assert_num_queries(1):
        lus = [(str(c.auteur), c.partie, c.texte) for c in commentee.commentaires_lus]
    assert lus[0] == ("cget", "exemples concrets pour incarner cette mobilisation", "Où ?")
    assert len(lus) == 3


def test_seul_examine_un_compte_du_cget_qui_couvre_le_territoire(cget, agent_59, region_32):
    synthese = SyntheseFactory(departement_id="59")
    d_ailleurs = UtilisateurFactory(role="cget", departements=["13"])
    examinent = [u for u in (cget, agent_59, region_32, d_ailleurs) if synthese.est_examinee_par(u)]
    assert examinent == [cget]

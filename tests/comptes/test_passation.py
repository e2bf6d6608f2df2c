"""La passation : le successeur reçoit la suite, l'histoire reste à qui l'a écrite."""

import pytest
from django.core import mail
from django.urls import reverse

from comptes.models import Jeton, Utilisateur
from mesures.models import Ministere
from partage.models import ContactCget
from tests.factories import DepartementFactory, UtilisateurFactory, bilan_complet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]


@pytest.fixture
def passer(client, administrateur):
    """Passe la main d'une personne par la page ; rend la réponse."""
    client.force_login(administrateur)

    def passer(personne, **champs):
        adresse = reverse("passation", args=[personne.pk])
        return client.post(adresse, {"csrfmiddlewaretoken": "x"} | champs)

    return passer


def test_le_successeur_recoit_les_perimetres(passer, agent_59, valideur_59):
    depart = UtilisateurFactory(departements=["59", "62"])
    reponse = passer(depart, successeur=valideur_59.pk, perimetres="on")
    assert reponse.url == valideur_59.get_absolute_url()
    assert set(valideur_59.codes_departements) == {"59", "62"}
    depart = Utilisateur.objects.get(pk=depart.pk)
    assert (depart.is_active, depart.codes_departements) == (False, ())


def test_un_successeur_ou_une_invitation_aucun_champ_ne_se_dit_optionnel(
    client, administrateur, agent_59
):
    client.force_login(administrateur)
    page = client.get(reverse("passation", args=[agent_59.pk])).text
    assert page.count("(facultatif)") == 1
    assert "Prénom (facultatif)" in page


def test_les_perimetres_peuvent_ne_pas_suivre(passer, agent_59, valideur_59):
    depart = UtilisateurFactory(departements=["59", "62"])
    passer(depart, successeur=valideur_59.pk)
    assert valideur_59.codes_departements == ("59",)


def test_l_histoire_reste_a_qui_l_a_ecrite_et_les_jetons_cessent(passer, agent_59, valideur_59):
    bilan = bilan_complet()
    transmission = bilan.transmettre(valideur_59)
    Jeton.objects.creer(valideur_59, "Agenda", "api")
    passer(valideur_59, successeur=agent_59.pk, perimetres="on")
    transmission.refresh_from_db()
    bilan.refresh_from_db()
    assert transmission.transmise_par == bilan.modifie_par == valideur_59
    assert not Jeton.objects.exists()


def test_agent_et_valideur_de_region_se_succedent_qui_ne_fait_que_lire_non(
    passer, agent_region_32, valideur_region_32, region_32
):
    DepartementFactory()
    assert passer(valideur_region_32, successeur=region_32.pk).status_code == 422
    reponse = passer(valideur_region_32, successeur=agent_region_32.pk)
    assert reponse.url == agent_region_32.get_absolute_url()


def test_le_successeur_tient_les_mesures_du_ministere(passer, ministere):
    emploi = Ministere.objects.create(nom="Emploi")
    emploi.membres.add(ministere)
    successeur = UtilisateurFactory(role="ministere", national=True)
    passer(ministere, successeur=successeur.pk)
    assert list(emploi.membres.all()) == [successeur]


def test_le_successeur_devient_le_contact_au_cget(passer, cget):
    contact = ContactCget.objects.create(nom="Alex Petit", courriel="CGET@exemple.gouv.fr")
    autre = ContactCget.objects.create(nom="Dominique Roy", courriel="roy@exemple.gouv.fr")
    successeur = UtilisateurFactory(role="cget", last_name="Durand", national=True)
    passer(cget, successeur=successeur.pk)
    contact.refresh_from_db()
    autre.refresh_from_db()
    assert (contact.nom, contact.courriel) == ("Durand", successeur.email)
    assert autre.nom == "Dominique Roy"


def test_le_successeur_peut_etre_invite(passer, agent_59):
    passer(agent_59, last_name="Durand", email="durand@nord.gouv.fr", perimetres="on")
    successeur = Utilisateur.objects.get(email="durand@nord.gouv.fr")
    assert (successeur.role, successeur.codes_departements) == ("agent", ("59",))
    assert successeur.est_en_attente
    assert [message.to for message in mail.outbox] == [["durand@nord.gouv.fr"]]


def test_on_ne_succede_que_dans_le_meme_territoire(passer, agent_59, agent_13, cget):
    UtilisateurFactory(departements=["59"], is_active=False)
    for autre in (agent_13, cget):
        assert passer(agent_59, successeur=autre.pk).status_code == 422
    assert Utilisateur.objects.get(pk=agent_59.pk).is_active


@pytest.mark.parametrize(
    ("champs", "champ"),
    [
        ({}, "email"),
        ({"last_name": "Durand"}, "email"),
        ({"email": "durand@nord.gouv.fr"}, "last_name"),
        ({"last_name": "Durand", "email": "Agent-13@exemple.gouv.fr"}, "email"),
    ],
)
def test_une_passation_incomplete_est_refusee(passer, agent_59, agent_13, champs, champ):
    reponse = passer(agent_59, **champs)
    assert reponse.status_code == 422
    assert champ in reponse.context["form"].errors
    assert Utilisateur.objects.get(pk=agent_59.pk).is_active


def test_un_successeur_qui_a_deja_un_compte_ailleurs_dit_comment_faire(passer, agent_59, agent_13):
    reponse = passer(agent_59, last_name="Durand", email=agent_13.email)
    assert reponse.status_code == 422
    assert "donne d’abord ce territoire" in reponse.text


def test_choisir_et_inviter_a_la_fois_est_refuse(passer, agent_59, valideur_59):
    reponse = passer(agent_59, successeur=valideur_59.pk, email="durand@nord.gouv.fr")
    assert "pas les deux" in reponse.text


def test_une_passation_refusee_n_ecrit_rien(passer, administrateur):
    second = UtilisateurFactory(role="administrateur", departements=["59"])
    reponse = passer(administrateur, successeur=second.pk, perimetres="on")
    assert "votre propre compte" in reponse.text
    assert administrateur.est_national
    assert not second.est_national

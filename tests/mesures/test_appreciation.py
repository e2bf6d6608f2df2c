"""L'appréciation du préfet : un agent la propose, un valideur la valide."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from mesures.models import Appreciation
from tests.factories import MesureFactory, UtilisateurFactory
from tests.formulaires import rempli

pytestmark = pytest.mark.django_db


@pytest.fixture
def mesure():
    return MesureFactory()


@pytest.fixture
def proposee(client, mesure, agent_59, valideur_59):
    """L'appréciation que l'agent du Nord propose à son préfet."""
    _apprecier(client, mesure, agent_59)
    return Appreciation.objects.get()


def _apprecier(client, mesure, user):
    client.force_login(user)
    adresse = reverse("mesures:apprecier", args=[mesure.code])
    client.post(adresse, rempli(client, adresse, niveau="lancement", commentaire="Tout débute."))


def test_celle_d_un_agent_ne_se_lit_que_dans_sa_prefecture(client, proposee, mesure, cget):
    assert "à valider" in client.get(mesure.get_absolute_url()).text
    client.force_login(cget)
    assert "Tout débute." not in client.get(mesure.get_absolute_url()).text
    assert not Appreciation.objects.dernieres(proposee.le)


def test_le_valideur_l_apprend_la_voit_sur_son_tableau_et_la_valide(
    client, proposee, mesure, valideur_59, cget
):
    (message,) = mail.outbox
    assert message.to == [valideur_59.email]
    assert f"{mesure.get_absolute_url()}#appreciations" in message.body
    client.force_login(valideur_59)
    assert "Appréciation du préfet" in client.get(reverse("accueil")).text
    client.post(reverse("mesures:appreciation_valider", args=[proposee.pk]))
    proposee.refresh_from_db()
    assert proposee.validee_par == valideur_59
    client.force_login(cget)
    assert "Tout débute." in client.get(mesure.get_absolute_url()).text


@pytest.fixture
def deux_proposees(nord, agent_59):
    """Deux appréciations que l'agent du Nord propose."""
    proposees = [
        Appreciation(mesure=MesureFactory(), departement=nord, niveau="atteint") for _ in range(2)
    ]
    for proposee in proposees:
        proposee.proposer(agent_59)
    return proposees


def test_une_proposition_garde_son_auteur_qui_apprend_par_qui_elle_est_tranchee(
    deux_proposees, agent_59, valideur_59
):
    validee, ecartee = deux_proposees
    assert {proposee.par for proposee in deux_proposees} == {agent_59}
    mail.outbox.clear()
    validee.valider(valideur_59)
    ecartee.ecarter(valideur_59)
    assert [message.reply_to for message in mail.outbox] == [[valideur_59.email]] * 2


def test_n_est_a_valider_que_ce_qui_attend_et_l_autre_proposition_attend_encore(
    deux_proposees, valideur_59, agent_59
):
    validee, autre = deux_proposees
    assert {*Appreciation.objects.a_valider_par(valideur_59)} == {validee, autre}
    validee.valider(valideur_59)
    assert [*Appreciation.objects.a_valider_par(valideur_59)] == [autre]
    assert not Appreciation.objects.a_valider_par(agent_59)


def test_celle_d_un_valideur_est_la_sienne(client, mesure, valideur_59):
    _apprecier(client, mesure, valideur_59)
    assert Appreciation.objects.get().validee_par == valideur_59
    assert mail.outbox == []


def test_une_proposition_s_ecarte(client, proposee, valideur_59):
    client.force_login(valideur_59)
    client.post(reverse("mesures:appreciation_valider", args=[proposee.pk]), {"ecarter": ""})
    assert not Appreciation.objects.exists()


def test_un_agent_ne_valide_rien(proposee, agent_59):
    for user in (agent_59, UtilisateurFactory(role="valideur", departements=["13"])):
        with pytest.raises(PermissionDenied):
            proposee.valider(user)
        with pytest.raises(PermissionDenied):
            proposee.ecarter(user)


def test_une_appreciation_ne_se_valide_qu_une_fois(client, proposee, valideur_59):
    proposee.valider(valideur_59)
    for geste in (proposee.valider, proposee.ecarter):
        with pytest.raises(ValidationError):
            geste(valideur_59)
    client.force_login(valideur_59)
    page = client.post(
        reverse("mesures:appreciation_valider", args=[proposee.pk]), follow=True
    ).text
    assert "n’attend plus d’être validée" in page

"""Rectifier ce qui est parti, revenir sur une acceptation, lire ce qui diffère désormais."""

import datetime

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from courriels.annonces import envoyer_les_resumes
from paqte.models import Bilan
from remontees.models import EtatInvalide
from tests.factories import ConventionFactory, ResultatFactory, UtilisateurFactory, bilan_complet
from tests.formulaires import caches

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]


@pytest.fixture
def transmis(valideur_59):
    bilan = bilan_complet()
    bilan.transmettre(valideur_59)
    mail.outbox.clear()
    return Bilan.objects.get()


def test_la_prefecture_rectifie_et_la_version_suivante_annule_et_remplace(
    client, transmis, agent_59, valideur_59, cget
):
    client.force_login(agent_59)
    client.post(transmis.adresse("rectifier"), {"motif": "Un total est faux."})
    assert Bilan.objects.get().etat == "brouillon"
    client.force_login(cget)
    page = client.get(transmis.adresse()).text
    assert "La version 1 est en cours de rectification" in page
    assert "Un total est faux." in page
    mail.outbox.clear()
    seconde = transmis.transmettre(valideur_59)
    assert seconde.numero == 2
    assert "annule et remplace la version 1 : « Un total est faux. »" in mail.outbox[0].body
    page = client.get(transmis.adresse()).text
    assert "en cours de rectification" not in page
    assert transmis.adresse("version_pdf", 1) in page


def test_rectifier_previent_le_cget_et_la_region(transmis, agent_59, settings):
    region = UtilisateurFactory(role="region", regions=[transmis.departement.region_id])
    transmis.rectifier(agent_59, "Un total est faux.")
    envoyer_les_resumes()
    assert {m.to[0] for m in mail.outbox} == {settings.COURRIEL_CGET, region.email}
    assert all("Un total est faux." in m.body for m in mail.outbox)


def test_ce_qui_est_accepte_se_rectifie_et_ses_commentaires_restent_clos(
    transmis, agent_59, valideur_59, cget
):
    transmis.commenter(cget, "obstacles", "Lesquels ?")
    transmis.accepter(cget)
    transmis.rectifier(agent_59, "Un total est faux.")
    assert transmis.transmettre(valideur_59).numero == 2
    assert not transmis.commentaires.ouverts().exists()


def test_une_rectification_demande_un_motif(client, transmis, agent_59):
    client.force_login(agent_59)
    assert client.post(transmis.adresse("rectifier"), {"motif": " "}).status_code == 422
    assert Bilan.objects.get().etat == "transmise"


def test_on_ne_rectifie_que_les_remontees_de_sa_prefecture(client, transmis, agent_13, cget):
    for user in (agent_13, cget):
        with pytest.raises(PermissionDenied):
            transmis.rectifier(user, "Non.")
    client.force_login(cget)
    assert client.get(transmis.adresse("rectifier")).status_code == 403


def test_ce_qui_se_rectifie_ne_s_accepte_pas(transmis, agent_59, cget):
    transmis.rectifier(agent_59, "Un total est faux.")
    with pytest.raises(EtatInvalide):
        transmis.accepter(cget)


def test_un_total_qui_bouge_apres_la_transmission_se_dit_a_la_prefecture_seule(
    client, transmis, agent_59, cget
):
    client.force_login(agent_59)
    assert "ont changé depuis cette version" not in client.get(transmis.adresse()).text
    convention = ConventionFactory(
        entreprise__departement=transmis.departement, entreprise__nom="Logistrans"
    )
    ResultatFactory(convention=convention, semestre=transmis.periode)
    page = client.get(transmis.adresse()).text
    assert "ont changé depuis cette version" in page
    assert "Logistrans" in page
    client.force_login(cget)
    assert "Logistrans" not in client.get(transmis.adresse()).text


def test_une_acceptation_se_defait_dans_la_journee(client, transmis, cget):
    transmis.accepter(cget)
    client.force_login(cget)
    assert transmis.adresse("defaire") in client.get(transmis.adresse()).text
    client.post(transmis.adresse("defaire"))
    assert Bilan.objects.get().etat == "transmise"


def test_une_acceptation_defaite_rouvre_ses_commentaires(client, transmis, cget):
    transmis.commenter(cget, "obstacles", "Lesquels ?")
    transmis.accepter(cget)
    client.force_login(cget)
    assert ", clos)" in client.get(transmis.adresse()).text
    transmis.defaire(cget)
    assert ", ouvert)" in client.get(transmis.adresse()).text


def test_une_acceptation_d_hier_ne_se_defait_plus(client, transmis, cget):
    transmis.accepter(cget)
    client.force_login(cget)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=1, minutes=1)):
        with pytest.raises(EtatInvalide, match="dans la journée"):
            transmis.defaire(cget)
        client.force_login(cget)
        assert transmis.adresse("defaire") not in client.get(transmis.adresse()).text


def test_seul_le_cget_defait_une_acceptation(client, transmis, cget, valideur_59):
    transmis.accepter(cget)
    with pytest.raises(PermissionDenied):
        transmis.defaire(valideur_59)
    with pytest.raises(PermissionDenied):
        transmis.defaire(UtilisateurFactory(role="cget", departements=["13"]))


GESTES = {
    "accepter": {"lue": "on"},
    "renvoyer": {"motif": "autre", "commentaire": "À revoir"},
    "commenter": {"champ": "obstacles", "texte": "À revoir"},
}


@pytest.mark.parametrize("geste", GESTES)
def test_une_decision_sur_une_version_remplacee_est_refusee_et_garde_le_texte(
    client, transmis, agent_59, valideur_59, cget, geste
):
    client.force_login(cget)
    lue = caches(client.get(transmis.adresse()))
    transmis.rectifier(agent_59, "Un total est faux.")
    transmis.transmettre(valideur_59)
    page = client.post(transmis.adresse(geste), GESTES[geste] | lue)
    assert page.status_code == 409
    assert "Une autre version est arrivée depuis votre lecture" in page.text
    assert Bilan.objects.get().etat == "transmise"
    assert not transmis.commentaires.exists()
    if geste != "accepter":
        assert "À revoir" in page.text
    assert caches(page)["version"] == "2"


def test_une_reponse_ne_sort_de_la_prefecture_qu_a_la_transmission(
    client, transmis, agent_59, valideur_59, cget, region_32
):
    transmis.commenter(cget, "obstacles", "Lesquels ?")
    transmis.renvoyer(cget, "À revoir")
    transmis.commentaires.update(reponse="Les banques.")
    ailleurs = (cget, UtilisateurFactory(role="region", regions=[transmis.departement.region_id]))
    for user in ailleurs:
        client.force_login(user)
        page = client.get(transmis.adresse()).text
        assert "Lesquels ?" in page
        assert "Les banques." not in page
    transmis.transmettre(valideur_59)
    for user in ailleurs:
        client.force_login(user)
        assert "Les banques." in client.get(transmis.adresse()).text


def test_le_cget_qui_a_commente_apprend_la_reponse(transmis, valideur_59, cget):
    transmis.commenter(cget, "obstacles", "Lesquels ?")
    transmis.renvoyer(cget, "À revoir")
    transmis.commentaires.update(reponse="Les banques.")
    mail.outbox.clear()
    transmis.transmettre(valideur_59)
    envoyer_les_resumes()
    (message,) = [m for m in mail.outbox if m.to == [cget.email]]
    assert "Réponse : Les banques." in message.body
    assert f"{transmis.adresse()}#commentaires" in message.body


@pytest.mark.parametrize("geste", ["renvoyer", "accepter"])
def test_la_prefecture_et_son_referent_apprennent_la_decision(
    transmis, agent_59, valideur_59, cget, geste
):
    arguments = ["Précisez les lieux."] if geste == "renvoyer" else []
    getattr(transmis, geste)(cget, *arguments)
    envoyer_les_resumes()
    referent = transmis.departement.referent.courriel
    assert {m.to[0] for m in mail.outbox} == {agent_59.email, valideur_59.email, referent}
    assert all(f"Pour répondre : cget, {cget.email}" in m.body for m in mail.outbox)
    assert all(transmis.adresse() in m.body for m in mail.outbox)
    if geste == "renvoyer":
        assert all("Précisez les lieux." in m.body for m in mail.outbox)

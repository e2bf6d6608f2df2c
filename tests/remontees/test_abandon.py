"""Renoncer à rectifier : la version transmise redevient la dernière, telle qu'elle était."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from contrats.models import Synthese
from courriels.annonces import envoyer_les_resumes
from paqte.models import Bilan
from remontees.models import EtatInvalide, Rectification
from tests.factories import UtilisateurFactory, bilan_complet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]


@pytest.fixture
def transmis(valideur_59):
    bilan = bilan_complet(strategie="Réunir les clubs d’entreprises.")
    bilan.corrections.create(
        cle="contexte-population", valeur=1300, calcule=1200, motif="Recomptée."
    )
    bilan.transmettre(valideur_59)
    mail.outbox.clear()
    return Bilan.objects.get()


def rectifie(bilan, agent):
    """Rouvre le bilan, puis change un texte, une correction et une réponse au CGET."""
    bilan.rectifier(agent, "Un total est faux.")
    Bilan.objects.update(strategie="Tout changer.")
    bilan.corrections.update(valeur=9)
    bilan.corrections.create(cle="contexte-defm", valeur=3, calcule=90, motif="Faux.")
    bilan.commentaires.update(reponse="Une réponse jamais transmise.")
    return Bilan.objects.get()


def test_la_prefecture_abandonne_et_la_version_transmise_tient(client, transmis, agent_59, cget):
    bilan = rectifie(transmis, agent_59)
    client.force_login(agent_59)
    assert bilan.adresse("abandonner") in client.get(bilan.adresse()).text
    assert "Tout changer." in client.get(bilan.adresse("abandonner")).text
    assert client.post(bilan.adresse("abandonner")).url == bilan.adresse()
    assert Bilan.objects.get().etat == "transmise"
    client.force_login(cget)
    page = client.get(bilan.adresse()).text
    assert "en cours de rectification" not in page
    assert f"par {agent_59}" in page
    assert "cette version tient" in " ".join(page.split())


def test_le_texte_les_corrections_et_les_reponses_redeviennent_celles_qui_partirent(
    transmis, agent_59, cget
):
    commentaire = transmis.commenter(cget, "obstacles", "Lesquels ?")
    bilan = rectifie(transmis, agent_59)
    bilan.abandonner_la_rectification(agent_59)
    rendu = Bilan.objects.get()
    assert rendu.strategie == "Réunir les clubs d’entreprises."
    assert list(rendu.corrections.values_list("cle", "valeur")) == [("contexte-population", 1300)]
    assert rendu.derniere_transmission().ecarts_avec(rendu.contenu()) == []
    commentaire.refresh_from_db()
    assert commentaire.reponse == ""


def test_ce_qui_etait_accepte_le_redevient_et_dit_qui_l_avait_accepte(
    client, transmis, agent_59, cget
):
    ouvert = transmis.commenter(cget, "obstacles", "Lesquels ?")
    transmis.accepter(cget)
    acceptee_le = Bilan.objects.get().modifie_le
    rectifie(transmis, agent_59).abandonner_la_rectification(agent_59)
    bilan = Bilan.objects.get()
    assert (bilan.etat, bilan.modifie_par, bilan.modifie_le) == ("acceptee", cget, acceptee_le)
    ouvert.refresh_from_db()
    assert not ouvert.clos


def test_l_abandon_garde_sa_trace(transmis, agent_59):
    rectifie(transmis, agent_59).abandonner_la_rectification(agent_59)
    rectification = Rectification.objects.get()
    assert rectification.abandonnee_par == agent_59
    assert rectification.abandonnee_le > rectification.demandee_le
    assert Bilan.history.filter(strategie="Tout changer.").exists() is False
    assert Bilan.history.latest().modifie_par == agent_59


def test_on_rectifie_de_nouveau_ce_dont_on_avait_renonce(transmis, agent_59, valideur_59):
    rectifie(transmis, agent_59).abandonner_la_rectification(agent_59)
    Bilan.objects.get().rectifier(agent_59, "Cette fois, oui.")
    seconde = Bilan.objects.get().transmettre(valideur_59)
    assert seconde.numero == 2
    assert seconde.rectification.motif == "Cette fois, oui."


def test_une_version_qui_suit_un_abandon_ne_dit_pas_qu_elle_annule(
    transmis, agent_59, valideur_59, cget
):
    rectifie(transmis, agent_59).abandonner_la_rectification(agent_59)
    bilan = Bilan.objects.get()
    bilan.renvoyer(cget, "Précisez.")
    assert Bilan.objects.get().rectification_en_cours is None
    assert Bilan.objects.get().transmettre(valideur_59).rectification is None


def test_l_abandon_previent_ceux_que_la_rectification_avait_prevenus(transmis, agent_59, settings):
    region = UtilisateurFactory(role="region", regions=[transmis.departement.region_id])
    bilan = rectifie(transmis, agent_59)
    envoyer_les_resumes()
    mail.outbox.clear()
    bilan.abandonner_la_rectification(agent_59)
    envoyer_les_resumes()
    assert {m.to[0] for m in mail.outbox} == {settings.COURRIEL_CGET, region.email}
    assert all("renonce à rectifier" in m.body for m in mail.outbox)


def test_on_n_abandonne_que_les_rectifications_de_sa_prefecture(
    client, transmis, agent_59, agent_13, cget
):
    bilan = rectifie(transmis, agent_59)
    for user in (agent_13, cget):
        with pytest.raises(PermissionDenied):
            bilan.abandonner_la_rectification(user)
    client.force_login(cget)
    assert client.post(bilan.adresse("abandonner")).status_code == 403
    assert "Abandonner la rectification" not in client.get(bilan.adresse()).text


def test_un_brouillon_jamais_transmis_n_a_rien_a_abandonner(client, agent_59):
    bilan = bilan_complet()
    client.force_login(agent_59)
    assert client.get(bilan.adresse("abandonner")).url == bilan.adresse()
    with pytest.raises(EtatInvalide, match="Aucune rectification"):
        bilan.abandonner_la_rectification(agent_59)


def test_ce_qui_attend_une_signature_se_reprend_avant_de_s_abandonner(client, transmis, agent_59):
    bilan = rectifie(transmis, agent_59)
    bilan.soumettre(agent_59)
    with pytest.raises(EtatInvalide, match="à signer"):
        bilan.abandonner_la_rectification(agent_59)


def test_une_synthese_se_rectifie_et_s_abandonne_de_meme(transmise, agent_59):
    synthese = Synthese.objects.get()
    avant = synthese.exemples
    synthese.rectifier(agent_59, "Un lieu est faux.")
    Synthese.objects.update(exemples="Ailleurs.")
    Synthese.objects.get().abandonner_la_rectification(agent_59)
    synthese = Synthese.objects.get()
    assert (synthese.etat, synthese.exemples) == ("transmise", avant)

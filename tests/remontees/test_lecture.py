"""Ce qui part est ce qui fut lu, et part à qui de droit."""

import pytest
from django.core import mail

from paqte.models import Bilan, ResultatConvention
from remontees.models import Conflit
from tests.factories import (
    ConventionFactory,
    ResultatFactory,
    UtilisateurFactory,
    synthese_complete,
)
from tests.formulaires import caches

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]


def test_un_chiffre_change_apres_la_lecture_empeche_de_transmettre(client, bilan, valideur_59):
    convention = ConventionFactory(entreprise__departement=bilan.departement)
    resultat = ResultatFactory(convention=convention, semestre=bilan.periode, valeur=401_000)
    client.force_login(valideur_59)
    adresse = bilan.adresse("transmettre")
    lue = caches(client.get(adresse))
    ResultatConvention.objects.filter(pk=resultat.pk).update(valeur=1_108_777)
    page = client.post(adresse, lue, follow=True)
    assert "Le document a changé depuis votre lecture, texte ou chiffres" in page.text
    assert not bilan.transmissions.exists()
    client.post(adresse, caches(page))
    assert bilan.transmissions.count() == 1


def test_une_reponse_changee_apres_la_lecture_empeche_de_transmettre(bilan, valideur_59, cget):
    bilan.transmettre(valideur_59)
    commentaire = bilan.commenter(cget, "obstacles", "Lesquels ?")
    bilan.renvoyer(cget, "Précisez.")
    bilan.commentaires.update(reponse="Les TPE.")
    lue = Bilan.objects.get()
    lecture = lue.lecture(lue.contenu())
    bilan.commentaires.filter(pk=commentaire.pk).update(reponse="Les banques.")
    with pytest.raises(Conflit):
        bilan.transmettre(valideur_59, lue=lecture)


def test_ce_que_l_agent_vient_de_reprendre_ne_part_pas_par_une_page_d_avant(
    client, soumis, agent_59, valideur_59
):
    client.force_login(valideur_59)
    lue = caches(client.get(soumis.adresse("transmettre")))
    soumis.reprendre_la_main(agent_59)
    client.post(soumis.adresse("transmettre"), lue)
    assert not soumis.transmissions.exists()


def test_la_page_dit_que_le_contenu_a_change_depuis_la_soumission(client, soumis, valideur_59):
    client.force_login(valideur_59)
    page = soumis.adresse("transmettre")
    assert "Son contenu a changé depuis" not in client.get(page).text
    ConventionFactory(entreprise__departement=soumis.departement)
    assert "Son contenu a changé depuis" in client.get(page).text


def test_la_page_nomme_les_destinataires_ou_dit_qu_il_n_y_en_a_pas(client, valideur_59, settings):
    synthese = synthese_complete()
    client.force_login(valideur_59)
    page = synthese.adresse("transmettre")
    settings.COURRIEL_MINISTRES = ["cabinet@ville.exemple.fr"]
    assert "Le PDF part à cabinet@ville.exemple.fr" in client.get(page).text
    settings.COURRIEL_MINISTRES = []
    assert "Aucun courriel ne partira" in client.get(page).text


def test_sans_destinataire_rien_n_est_dit_en_file(client, valideur_59, settings):
    settings.COURRIEL_MINISTRES = []
    synthese = synthese_complete()
    client.force_login(valideur_59)
    adresse = synthese.adresse("transmettre")
    page = client.post(adresse, caches(client.get(adresse)), follow=True).text
    assert "aucun courriel ne part" in page
    assert "aucune adresse de destinataire n’est réglée" in page
    assert "en file" not in page
    page = client.post(synthese.adresse("envoyer", 1), follow=True).text
    assert "rien ne partirait" in page


def test_la_version_part_aussi_a_l_agent_au_referent_et_a_la_region(
    soumis, agent_59, valideur_59, settings
):
    region = UtilisateurFactory(role="region", regions=[soumis.departement.region_id])
    UtilisateurFactory(role="region", regions=["99"])
    soumis.transmettre(valideur_59)
    copies = {m.to[0]: m for m in mail.outbox}
    referent = soumis.departement.referent.courriel
    assert set(copies) == {
        settings.COURRIEL_CGET,
        valideur_59.email,
        agent_59.email,
        referent,
        region.email,
    }
    for adresse in (agent_59.email, referent, region.email):
        assert len(copies[adresse].attachments) == 1
        assert copies[adresse].reply_to == [valideur_59.email]
    assert copies[settings.COURRIEL_CGET].reply_to == [referent]


def test_une_version_sans_referent_se_repond_a_qui_l_a_transmise(transmise, valideur_59):
    message = mail.outbox[0]
    assert message.reply_to == [valideur_59.email]
    assert f"Pour répondre : {valideur_59}, {valideur_59.email}" in message.body

"""Le parapheur : soumettre, rendre, reprendre, et nul autre pas."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from paqte.models import Bilan
from remontees.models import Campagne, EtatInvalide, Soumission
from tests.factories import (
    BilanFactory,
    CampagneFactory,
    UtilisateurFactory,
    bilan_complet,
    synthese_complete,
    synthese_regionale_complete,
)
from tests.formulaires import caches

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]

GENRES = {
    "bilan": (bilan_complet, "agent", "valideur", {"departements": ["59"]}),
    "synthese": (synthese_complete, "agent", "valideur", {"departements": ["59"]}),
    "synthese_regionale": (
        synthese_regionale_complete,
        "agent_region",
        "valideur_region",
        {"regions": ["32"]},
    ),
}


@pytest.fixture(params=GENRES)
def maison(request):
    """Une remontée complète de chaque genre, son agent et son valideur."""
    creer, agent, valideur, ou = GENRES[request.param]
    remontee = creer()
    if "regions" in ou:
        ou = {"regions": [remontee.region_id]}
    return remontee, UtilisateurFactory(role=agent, **ou), UtilisateurFactory(role=valideur, **ou)


def test_l_agent_soumet_le_valideur_transmet(maison):
    remontee, agent, valideur = maison
    remontee.soumettre(agent)
    remontee.refresh_from_db()
    assert (remontee.etat, remontee.get_etat_display()) == ("a_signer", "À signer")
    assert remontee.transmettre(valideur).numero == 1
    remontee.refresh_from_db()
    soumission = remontee.soumissions.get()
    assert (remontee.etat, soumission.issue) == ("transmise", "transmise")
    assert (soumission.soumise_par, soumission.finie_par) == (agent, valideur)


def test_par_les_pages_l_agent_soumet_et_le_valideur_signe_en_un_bouton(client, maison):
    remontee, agent, valideur = maison
    page = remontee.adresse("transmettre")
    client.force_login(agent)
    client.post(remontee.adresse("soumettre"), caches(client.get(page)))
    client.force_login(valideur)
    assert client.get(remontee.adresse()).url == page
    lue = client.get(page)
    assert "Transmettre" in lue.text
    client.post(page, caches(lue))
    remontee.refresh_from_db()
    assert remontee.etat == "transmise"


def test_ce_qui_attend_une_signature_est_en_tete_du_tableau_du_valideur(
    client, soumis, agent_59, valideur_59
):
    client.force_login(valideur_59)
    page = client.get(reverse("accueil")).text
    assert soumis.adresse("transmettre") in page
    assert page.index("À signer") < page.index("<h2>À faire</h2>")
    client.force_login(agent_59)
    assert "Lire et signer" not in client.get(reverse("accueil")).text


def test_une_soumission_a_un_valideur_n_attend_que_lui(bilan, agent_59, valideur_59):
    autre = UtilisateurFactory(role="valideur", departements=["59"])
    bilan.soumettre(agent_59, valideur=autre)
    assert [m.to for m in mail.outbox] == [[autre.email]]
    assert not Soumission.objects.a_signer_par(valideur_59)
    assert [s.remontee for s in Soumission.objects.a_signer_par(autre)] == [bilan]


def test_une_soumission_a_une_personne_partie_revient_a_tous(bilan, agent_59, valideur_59):
    autre = UtilisateurFactory(role="valideur", departements=["59"])
    bilan.soumettre(agent_59, valideur=autre)
    autre.is_active = False
    autre.save()
    assert Soumission.objects.a_signer_par(valideur_59).exists()


def test_soumettre_previent_chaque_valideur_du_territoire_avec_un_lien(
    bilan, agent_59, valideur_59, settings
):
    settings.ADRESSE_DU_PORTAIL = "https://quartiers.exemple.fr"
    UtilisateurFactory(role="valideur", departements=["13"])
    bilan.soumettre(agent_59)
    (message,) = mail.outbox
    assert (message.to, message.reply_to) == ([valideur_59.email], [agent_59.email])
    assert f"https://quartiers.exemple.fr{bilan.adresse('transmettre')}" in message.body
    assert message.subject == f"À signer : {bilan}"
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


def test_qui_doit_signer_lit_pour_quand_des_l_objet(bilan, agent_59, valideur_59):
    Campagne.objects.create(
        genre="bilan", periode=bilan.periode, ouverture_le="2019-01-01", echeance_le="2019-07-31"
    )
    bilan.soumettre(agent_59)
    (message,) = mail.outbox
    assert message.subject == f"À signer, échéance le 31 juillet 2019 : {bilan}"


def test_on_ne_soumet_qu_un_document_complet(agent_59):
    with pytest.raises(ValidationError, match="stratégie"):
        BilanFactory(departement__code="59").soumettre(agent_59)
    assert not Soumission.objects.exists()


def test_on_ne_soumet_qu_a_qui_peut_transmettre(bilan, agent_59):
    with pytest.raises(ValidationError, match="ne peut pas transmettre"):
        bilan.soumettre(agent_59, valideur=UtilisateurFactory(role="valideur", departements=["13"]))


def test_on_ne_soumet_pas_pour_une_autre_prefecture(bilan, agent_13, cget):
    for user in (agent_13, cget):
        with pytest.raises(PermissionDenied):
            bilan.soumettre(user)


def test_ce_qui_est_soumis_ne_s_ecrit_plus(client, soumis, agent_59):
    client.force_login(agent_59)
    saisie = {"verrou": soumis.verrou, "strategie": "Autre."}
    assert "Autre." in client.post(soumis.adresse(), saisie).text
    assert client.post(soumis.adresse("brouillon"), saisie).status_code == 409
    assert Bilan.objects.get().strategie != "Autre."


def test_l_agent_reprend_sa_soumission(client, soumis, agent_59):
    client.force_login(agent_59)
    client.post(soumis.adresse("reprendre"))
    soumis.refresh_from_db()
    assert (soumis.etat, soumis.soumissions.get().issue) == ("brouillon", "reprise")


def test_le_valideur_rend_avec_un_mot_que_l_agent_lit_a_sa_partie(
    client, soumis, agent_59, valideur_59
):
    client.force_login(valideur_59)
    client.post(
        soumis.adresse("retourner"),
        {"mot": "Revoir la fin.", "partie-strategie": "Citer les <b>PME</b>."},
    )
    (message,) = mail.outbox
    assert (message.to, message.reply_to) == ([agent_59.email], [valideur_59.email])
    assert "Revoir la fin." in message.body
    client.force_login(agent_59)
    page = client.get(soumis.adresse())
    assert "Revoir la fin." in page.text
    aide = page.context["form"]["strategie"].help_text
    assert aide == "prefet-59 écrit : Citer les &lt;b&gt;PME&lt;/b&gt;."


def test_rendre_demande_un_mot_et_garde_ce_qui_est_ecrit(client, soumis, valideur_59):
    client.force_login(valideur_59)
    page = client.post(soumis.adresse("retourner"), {"mot": "", "partie-strategie": "Citer."})
    assert page.status_code == 422
    assert "Citer." in page.text
    assert Bilan.objects.get().etat == "a_signer"


def test_un_mot_sur_ce_que_l_agent_vient_de_reprendre_revient_a_son_auteur(
    client, soumis, agent_59, valideur_59
):
    soumis.reprendre_la_main(agent_59)
    client.force_login(valideur_59)
    page = client.post(soumis.adresse("retourner"), {"mot": "Revoir la fin."}, follow=True)
    assert "Votre texte, à copier : « Revoir la fin." in page.text


def test_ce_que_le_valideur_ecrit_a_l_agent_reste_dans_la_maison(
    client, soumis, agent_59, valideur_59, cget, region_32
):
    soumis.retourner(valideur_59, "Entre nous.", {"strategie": "Entre nous aussi."})
    soumis.soumettre(agent_59)
    soumis.transmettre(valideur_59)
    for user in (cget, region_32):
        client.force_login(user)
        assert "Entre nous" not in client.get(soumis.adresse()).text


def test_hors_de_la_prefecture_a_signer_se_lit_en_cours(client, soumis, cget, agent_59):
    CampagneFactory()
    client.force_login(cget)
    assert client.get(soumis.adresse()).status_code == 404
    liste = client.get(reverse("paqte:bilans"), {"periode": "2019-s1"})
    (ligne,) = [ligne for ligne in liste.context["page_obj"] if ligne.territoire.code == "59"]
    assert (ligne.etat, ligne.libelle_etat, ligne.est_lisible) == ("brouillon", "En cours", False)
    assert "À signer" not in liste.text
    client.force_login(agent_59)
    assert "À signer" in client.get(reverse("paqte:bilans")).text


def test_un_complement_soumis_laisse_lire_la_version_d_avant(
    client, bilan, agent_59, valideur_59, cget
):
    bilan.transmettre(valideur_59)
    bilan.renvoyer(cget, "Précisez.")
    bilan.soumettre(agent_59)
    client.force_login(cget)
    page = client.get(bilan.adresse())
    assert page.status_code == 200
    assert "En cours" in page.text
    assert "À signer" not in page.text
    bilan.reprendre_la_main(agent_59)
    bilan.refresh_from_db()
    assert bilan.etat == "a_completer"


PAS = {
    "soumettre": (lambda r, agent, valideur: r.soumettre(agent), {"brouillon", "a_completer"}),
    "reprendre": (lambda r, agent, valideur: r.reprendre_la_main(agent), {"a_signer"}),
    "retourner": (lambda r, agent, valideur: r.retourner(valideur, "Non."), {"a_signer"}),
    "transmettre": (
        lambda r, agent, valideur: r.transmettre(valideur),
        {"brouillon", "a_completer", "a_signer"},
    ),
    "rectifier": (
        lambda r, agent, valideur: r.rectifier(agent, "Erreur."),
        {"transmise", "acceptee"},
    ),
}


@pytest.mark.parametrize("etat", Bilan.Etat.values)
@pytest.mark.parametrize("pas", PAS)
def test_aucun_autre_pas_n_existe(bilan, agent_59, valideur_59, pas, etat):
    faire, permis = PAS[pas]
    bilan.transmettre(valideur_59)
    Bilan.objects.update(etat=etat)
    if etat == "a_signer":
        Soumission.objects.create(
            remontee=bilan, departement_id="59", etat_avant="brouillon", empreinte=""
        )
    if etat in permis:
        faire(bilan, agent_59, valideur_59)
    else:
        with pytest.raises(EtatInvalide):
            faire(bilan, agent_59, valideur_59)


def test_un_agent_ne_rend_ni_ne_transmet(soumis, agent_59, agent_13):
    for user in (agent_59, agent_13):
        with pytest.raises(PermissionDenied):
            soumis.retourner(user, "Non.")
        with pytest.raises(PermissionDenied):
            soumis.transmettre(user)

"""On écrit, le serveur tombe ou la session finit : rien de ce qui est écrit n'est perdu."""

import pytest
import time_machine

from comptes.models import Utilisateur
from contrats.models import Synthese
from paqte.models import Axe
from quartiers.models import Departement
from tests.factories import ConventionFactory, UtilisateurFactory, bilan_complet, synthese_complete

pytestmark = pytest.mark.usefixtures("portail")

SYNTHESE = "/syntheses/2019/59/"


@pytest.fixture(autouse=True)
def _en_mars_2019():
    with time_machine.travel("2019-03-10T10:00:00+01:00", tick=True):
        yield


@pytest.fixture
def visite(visite_de):
    synthese_complete()
    visite = visite_de("agent-59")
    visite.ouvrir(SYNTHESE)
    return visite


def ecrire(visite, texte):
    visite.deplier(visite.onglet.locator("[name=demarches]")).fill(texte)


def attendre(visite, texte):
    visite.onglet.get_by_text(texte).first.wait_for()


def test_le_brouillon_s_enregistre_pendant_qu_on_ecrit(visite):
    ecrire(visite, "Un texte jamais enregistré à la main.")
    attendre(visite, "Brouillon enregistré à 10 h 0")
    assert Synthese.objects.get().demarches == "Un texte jamais enregistré à la main."
    visite.presser("Enregistrer le brouillon")
    visite.voir("Le brouillon est enregistré.")


@pytest.fixture
def resultats(visite):
    """La page des résultats d'une convention, ouverte ; rend la convention."""
    nord = Departement.objects.get(code="59")
    convention = ConventionFactory(entreprise__departement=nord, axes=[Axe.objects.get(rang=2)])
    visite.ouvrir(f"/paqte/conventions/{convention.pk}/resultats/2019-s1/")
    return convention


@pytest.mark.long
def test_un_resultat_s_enregistre_pendant_qu_on_ecrit_ou_dit_pourquoi(visite, resultats):
    champ = visite.onglet.locator("[name^=valeur-]").first
    champ.fill("douze")
    attendre(visite, "Pas encore enregistré")
    visite.onglet.locator("#etat-du-brouillon a").click()
    assert champ.evaluate("champ => champ === document.activeElement")
    visite.verifier()
    champ.fill("12")
    attendre(visite, "Enregistré à 10 h 0")
    visite.onglet.locator("[name=exemples-0-texte]").fill("Un forum des métiers.")
    champ.press("Enter")
    visite.onglet.wait_for_url(f"**{resultats.get_absolute_url()}")
    assert [resultat.valeur for resultat in resultats.resultats.all()] == [12]
    assert resultats.exemples.get().texte == "Un forum des métiers."
    assert copies_gardees(visite) == []


REPONSE_LENTE = """() => {
  const envoyer = window.fetch;
  window.fetch = async (...demande) => {
    const reponse = await envoyer(...demande);
    document.body.dataset.recue = "";
    await new Promise((suite) => setTimeout(suite, 1500));
    return reponse;
  };
}"""


@pytest.mark.long
def test_l_envoi_de_la_page_attend_l_enregistrement_en_cours(visite, resultats):
    visite.onglet.evaluate(REPONSE_LENTE)
    champ = visite.onglet.locator("[name^=valeur-]").first
    champ.fill("12")
    visite.onglet.locator("body[data-recue]").wait_for()
    champ.fill("15")
    champ.press("Enter")
    visite.onglet.wait_for_url(f"**{resultats.get_absolute_url()}")
    assert [resultat.valeur for resultat in resultats.resultats.all()] == [15]


@pytest.mark.long
def test_nombres_et_choix_d_une_session_finie_reviennent_et_s_enregistrent(
    visite, resultats, settings
):
    visite.onglet.locator("[name^=valeur-]").first.fill("12")
    visite.onglet.locator("[name=exemples-0-axe]").select_option(index=1)
    visite.onglet.locator("[name=exemples-0-texte]").fill("Un forum des métiers.")
    visite.onglet.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    visite.presser("Enregistrer les résultats")
    visite.s_identifier("agent-59")
    attendre(visite, "Enregistré à 10 h 0")
    assert [resultat.valeur for resultat in resultats.resultats.all()] == [12]
    assert resultats.exemples.get().axe is not None


@pytest.mark.long
def test_un_nombre_que_le_serveur_recrit_n_est_pas_un_texte_perdu(visite):
    bilan = bilan_complet(Departement.objects.get(code="59"))
    visite.ouvrir(bilan.get_absolute_url())
    correction = visite.onglet.locator("details.correction").first
    visite.deplier(correction).locator("summary").click()
    correction.locator("[name^=valeur-]").fill("1 234")
    correction.locator("[name^=motif-]").fill("Compté sur place.")
    visite.presser("Enregistrer le brouillon")
    visite.voir("Le brouillon est enregistré.")
    assert visite.onglet.locator("#etat-du-brouillon").inner_text() == ""
    visite.presser("Enregistrer le brouillon")
    visite.voir("Le brouillon est enregistré.")


@pytest.mark.long
def test_une_session_finie_est_dite_et_le_texte_revient_apres_connexion(visite):
    visite.onglet.context.clear_cookies()
    ecrire(visite, "Écrit pendant que la session finissait.")
    attendre(visite, "Votre session est finie")
    visite.se_connecter("agent-59")
    visite.ouvrir(SYNTHESE)
    visite.voir("est retrouvé")
    champ = visite.onglet.locator("[name=demarches]")
    assert champ.input_value() == "Écrit pendant que la session finissait."
    attendre(visite, "Brouillon enregistré")
    assert Synthese.objects.get().demarches == "Écrit pendant que la session finissait."


@pytest.mark.long
def test_un_serveur_injoignable_est_dit_et_le_texte_reste(visite):
    visite.onglet.context.set_offline(True)
    ecrire(visite, "Écrit hors ligne.")
    attendre(visite, "Le serveur ne répond pas")
    visite.onglet.context.set_offline(False)
    visite.ouvrir(SYNTHESE)
    assert visite.onglet.locator("[name=demarches]").input_value() == "Écrit hors ligne."


def enregistrer_par_un_collegue(**textes):
    synthese = Synthese.objects.get()
    for champ, texte in textes.items():
        setattr(synthese, champ, texte)
    synthese.enregistrer(UtilisateurFactory(role="agent", departements=["59"]), synthese.verrou)


def test_le_texte_d_un_collegue_n_est_jamais_efface_par_l_enregistrement_automatique(visite):
    enregistrer_par_un_collegue(difficultes="Le texte du collègue.")
    ecrire(visite, "Mon texte.")
    attendre(visite, "Quelqu’un a enregistré entre-temps")
    visite.presser("Enregistrer le brouillon")
    visite.voir("Ce texte a été enregistré entre-temps")
    assert visite.onglet.locator("[name=difficultes]").input_value() == "Le texte du collègue."
    assert visite.onglet.locator("[name=demarches]").input_value() == "Mon texte."
    visite.presser("Enregistrer le brouillon")
    visite.voir("Le brouillon est enregistré.")
    synthese = Synthese.objects.get()
    assert (synthese.demarches, synthese.difficultes) == ("Mon texte.", "Le texte du collègue.")


@pytest.mark.long
def test_un_texte_retrouve_apres_un_collegue_attend_d_etre_compare(visite):
    visite.onglet.context.set_offline(True)
    ecrire(visite, "Écrit hors ligne.")
    attendre(visite, "Le serveur ne répond pas")
    visite.onglet.context.set_offline(False)
    enregistrer_par_un_collegue(demarches="Écrit par le collègue.")
    visite.ouvrir(SYNTHESE)
    visite.voir("enregistrez pour comparer")
    visite.presser("Enregistrer le brouillon")
    visite.voir("Ce texte a été enregistré entre-temps")
    assert Synthese.objects.get().demarches == "Écrit par le collègue."
    assert visite.onglet.locator("[name=demarches]").input_value() == "Écrit hors ligne."


@pytest.mark.long
def test_ce_que_le_cget_envoyait_revient_apres_connexion(visite, settings):
    Synthese.objects.get().transmettre(Utilisateur.objects.get(username="prefet-59"))
    visite.se_connecter("cget")
    visite.ouvrir(SYNTHESE)
    visite.onglet.locator("[name=commentaire]").fill("Précisez les lieux.")
    visite.onglet.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    visite.presser("Demander un complément")
    visite.s_identifier("cget")
    assert visite.onglet.locator("[name=commentaire]").input_value() == "Précisez les lieux."
    visite.choisir("Cause du renvoi", "Texte trop général : ni exemple, ni lieu")
    visite.presser("Demander un complément")
    visite.voir("Le complément est demandé à la préfecture.")


@pytest.mark.long
def test_un_formulaire_expire_rend_sa_saisie_une_fois_rouvert(visite):
    visite.ouvrir("/contrats/colleges/ajouter/")
    visite.onglet.locator("[name=services]").fill("DDCS, rectorat")
    visite.onglet.context.clear_cookies()
    visite.presser("Enregistrer")
    visite.suivre("Rouvrir la page")
    visite.s_identifier("agent-59")
    assert visite.onglet.locator("[name=services]").input_value() == "DDCS, rectorat"


@pytest.mark.long
def test_un_texte_arrive_ne_revient_pas_dans_le_formulaire_suivant(visite):
    for decision in ("Réunir les maires.", "Réunir les bailleurs."):
        visite.ouvrir("/contrats/colleges/ajouter/")
        assert visite.onglet.locator("[name=decisions]").input_value() == ""
        jour = "2019-03-07" if "maires" in decision else "2019-03-08"
        visite.onglet.locator("[name=date]").fill(jour)
        visite.onglet.locator("[name=services]").fill("DDCS, rectorat")
        visite.onglet.locator("[name=decisions]").fill(decision)
        visite.presser("Enregistrer")
        visite.voir("enregistré")


def copies_gardees(visite):
    return visite.onglet.evaluate("Object.keys(localStorage).filter((c) => c.startsWith('br'))")


@pytest.mark.long
def test_la_copie_du_navigateur_part_des_que_le_serveur_l_a(visite):
    ecrire(visite, "Le texte de l’agent.")
    visite.presser("Enregistrer et vérifier avant transmission")
    assert copies_gardees(visite) == []
    enregistrer_par_un_collegue(demarches="La correction du préfet.")
    visite.ouvrir(SYNTHESE)
    champ = visite.onglet.locator("[name=demarches]")
    assert champ.input_value() == "La correction du préfet."
    assert visite.onglet.locator("#etat-du-brouillon").inner_text() == ""


@pytest.mark.long
def test_la_copie_reste_tant_que_le_serveur_ne_l_a_pas(visite):
    ecrire(visite, "Le texte de l’agent.")
    visite.onglet.context.clear_cookies(name="session")
    visite.onglet.get_by_role("button", name="Enregistrer le brouillon").click()
    visite.onglet.wait_for_url("**/connexion/**")
    assert len(copies_gardees(visite)) == 1

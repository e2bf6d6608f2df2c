"""On écrit, le serveur tombe ou la session finit : rien de ce qui est écrit n'est perdu."""

import pytest
import time_machine

from comptes.models import Utilisateur
from contrats.models import Synthese
from quartiers.models import Departement
from tests.factories import UtilisateurFactory, bilan_complet, synthese_complete

from .pages import Visite

pytestmark = pytest.mark.usefixtures("portail")

SYNTHESE = "/syntheses/2019/59/"


@pytest.fixture(autouse=True)
def _en_mars_2019():
    with time_machine.travel("2019-03-10T10:00:00+01:00", tick=True):
        yield


@pytest.fixture
def visite(navigateur, portail):
    synthese_complete()
    visite = Visite(navigateur(), javascript=True)
    visite.se_connecter("agent-59")
    visite.ouvrir(SYNTHESE)
    return visite


def ecrire(visite, texte):
    visite.onglet.locator("[name=demarches]").fill(texte)


def attendre(visite, texte):
    visite.onglet.get_by_text(texte).wait_for()


def test_le_brouillon_s_enregistre_pendant_qu_on_ecrit(visite):
    ecrire(visite, "Un texte jamais enregistré à la main.")
    attendre(visite, "Brouillon enregistré à 10 h 0")
    assert Synthese.objects.get().demarches == "Un texte jamais enregistré à la main."
    visite.presser("Enregistrer le brouillon")
    visite.voir("Le brouillon est enregistré.")


def test_un_nombre_que_le_serveur_recrit_n_est_pas_un_texte_perdu(visite):
    bilan = bilan_complet(Departement.objects.get(code="59"))
    visite.ouvrir(bilan.get_absolute_url())
    correction = visite.onglet.locator("details.correction").first
    correction.locator("summary").click()
    correction.locator("[name^=valeur-]").fill("1 234")
    correction.locator("[name^=motif-]").fill("Compté sur place.")
    visite.presser("Enregistrer le brouillon")
    visite.voir("Le brouillon est enregistré.")
    assert visite.onglet.locator("#etat-du-brouillon").inner_text() == ""
    visite.presser("Enregistrer le brouillon")
    visite.voir("Le brouillon est enregistré.")


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


def test_ce_que_le_cget_envoyait_revient_apres_connexion(visite, settings):
    Synthese.objects.get().transmettre(Utilisateur.objects.get(username="prefet-59"))
    visite.se_connecter("cget")
    visite.ouvrir(SYNTHESE)
    visite.onglet.locator("[name=commentaire]").fill("Précisez les lieux.")
    visite.onglet.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    visite.presser("Demander un complément")
    visite.s_identifier("cget")
    assert visite.onglet.locator("[name=commentaire]").input_value() == "Précisez les lieux."
    visite.presser("Demander un complément")
    visite.voir("Le complément est demandé à la préfecture.")


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

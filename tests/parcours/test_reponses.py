"""Trois entreprises reçoivent leur lien, deux répondent ; la préfecture prend, redemande, note."""

import datetime
import io

import pytest
import time_machine
from django.utils import timezone
from openpyxl import load_workbook

from paqte.demandes import envoyer_les_courriers
from paqte.models import Axe, Demande, ResultatConvention
from quartiers.models import Departement
from socle.formats import FORMATS
from tests.factories import ConventionFactory, bilan_complet

from .pages import Visite

pytestmark = pytest.mark.usefixtures("portail")

LISTE = "/paqte/bilans/2019-s1/59/reponses/"
XLSX = FORMATS["xlsx"].type_mime


@pytest.fixture(autouse=True)
def _en_juin_2019():
    with time_machine.travel("2019-06-20T10:00:00+02:00", tick=True):
        yield


@pytest.fixture
def conventions(portail):
    """Trois conventions du Nord, sur le premier axe, chacune avec son contact."""
    nord = Departement.objects.get(code="59")
    bilan_complet(nord)
    return [
        ConventionFactory(
            entreprise__departement=nord,
            entreprise__nom=nom,
            entreprise__courriel=f"{nom.lower()}@exemple.fr",
            axes=[Axe.objects.get(rang=2)],
        )
        for nom in ("Acier", "Briques", "Carton")
    ]


def lien_de(courriel):
    """Rend le lien que porte un courriel."""
    (lien,) = [mot for mot in courriel.body.split() if "/reponse/" in mot]
    return lien


@pytest.mark.long
@pytest.mark.parametrize(
    ("javascript", "largeur"),
    [(True, 320), (False, 1280), (True, 1280)],
    ids=str,
)
def test_trois_entreprises_de_la_demande_a_la_prise(
    navigateur, conventions, mailoutbox, javascript, largeur, live_server, settings
):
    settings.ADRESSE_DU_PORTAIL = live_server.url
    prefecture = Visite(navigateur(javascript=javascript, largeur=largeur), javascript)
    entreprise = Visite(navigateur(javascript=javascript, largeur=largeur), javascript)
    prefecture.se_connecter("agent-59")
    liens = demander(prefecture, mailoutbox)
    repondre_sans_coherence(entreprise, liens["Acier"])
    repondre_par_un_fichier(entreprise, liens["Briques"])
    acier, briques = prendre_et_redemander(prefecture)
    assert envoyer_les_courriers(apres_les_departs()) == 1
    liens["Acier, corrigé"] = lien_de(mailoutbox[-1])
    corriger(entreprise, liens["Acier, corrigé"])
    prefecture.ouvrir(LISTE)
    prefecture.suivre("Prendre la réponse")
    prefecture.presser("Prendre ces réponses")
    prefecture.voir("Réponses prises : 1.")
    noter_le_silence(prefecture, conventions[2])
    lire_le_bilan(prefecture)
    assert {(r.convention_id, r.valeur) for r in ResultatConvention.objects.all()} == {
        (acier, 5),
        (acier, 12),
        (briques, 7),
    }
    Demande.objects.get(convention=conventions[2]).revoquer()
    for lien in (*liens.values(), f"{liens['Acier'][:-4]}AAA/"):
        entreprise.ouvrir(lien)
        entreprise.voir_titre("Ce lien ne s’ouvre pas")


def apres_les_departs():
    """Une heure où les courriers du jour sont partis."""
    return timezone.now() + datetime.timedelta(days=2)


def demander(visite, mailoutbox):
    """Demande aux trois ; rend le lien de chacune."""
    visite.ouvrir(LISTE)
    visite.presser("Demander")
    visite.voir("Courriers prêts : 3.")
    assert envoyer_les_courriers(apres_les_departs()) == 3
    return {courriel.to[0].partition("@")[0].title(): lien_de(courriel) for courriel in mailoutbox}


def nombres(visite):
    return visite.onglet.locator("main input[type=text]")


def repondre_sans_coherence(visite, lien):
    visite.ouvrir(lien)
    nombres(visite).nth(0).fill("douze")
    visite.presser("Envoyer à la préfecture")
    visite.voir("n’est pas un nombre")
    nombres(visite).nth(0).fill("50")
    nombres(visite).nth(1).fill("12")
    visite.presser("Enregistrer le brouillon")
    visite.voir("pas encore envoyé")
    visite.presser("Envoyer à la préfecture")
    visite.voir("Votre réponse est envoyée")
    visite.voir("dépasse")


def repondre_par_un_fichier(visite, lien):
    visite.ouvrir(lien)
    visite.derouler("Répondre par un fichier")
    classeur = load_workbook(
        io.BytesIO(visite.telecharger("Télécharger votre feuille").read_bytes())
    )
    for ligne in classeur.active.iter_rows(min_row=2):
        if ligne[7].value == "alternants-total":
            ligne[10].value = 7
    octets = io.BytesIO()
    classeur.save(octets)
    feuille = {"name": "feuille.xlsx", "mimeType": XLSX, "buffer": octets.getvalue()}
    visite.onglet.locator("[name=feuille]").set_input_files(feuille)
    visite.presser("Lire la feuille")
    visite.voir("Votre feuille est lue")
    visite.presser("Envoyer à la préfecture")
    visite.voir("Votre réponse est envoyée")


def prendre_et_redemander(visite):
    """Redemande ce qui se contredit, prend le reste ; rend les clés des deux conventions."""
    visite.ouvrir(LISTE)
    visite.voir("2 réponses pour 3 conventions en cours")
    acier, briques = Demande.objects.filter(etat="proposee").order_by("convention__entreprise__nom")
    visite.ouvrir(f"/paqte/reponses/{acier.pk}/")
    visite.voir("dépasse")
    visite.presser("Redemander")
    visite.voir("Dites à l’entreprise ce qu’elle doit revoir.")
    visite.ecrire("Un mot, pour redemander", "Vérifiez ces nombres.")
    visite.presser("Redemander")
    visite.voir("la réponse est redemandée")
    visite.ouvrir(f"/paqte/reponses/{briques.pk}/")
    visite.presser("Prendre les lignes cochées")
    visite.voir("la réponse est prise")
    return acier.convention_id, briques.convention_id


def corriger(visite, lien):
    visite.ouvrir(lien)
    visite.voir("Vérifiez ces nombres.")
    nombres(visite).nth(0).fill("5")
    visite.presser("Envoyer à la préfecture")
    visite.voir("Votre réponse est envoyée")


def noter_le_silence(visite, convention):
    visite.ouvrir(f"/paqte/conventions/{convention.pk}/resultats/2019-s1/")
    visite.cocher("Non communiqués")
    visite.onglet.locator("[name=demandes]").fill("2")
    visite.onglet.locator("[name=demande_le]").fill("2019-06-15")
    visite.presser("Enregistrer les résultats")
    visite.voir("enregistré")


def lire_le_bilan(visite):
    visite.ouvrir("/paqte/bilans/2019-s1/59/")
    visite.derouler("Voir les résultats")
    visite.voir("Résultats de 2 entreprises sur 3.")
    visite.voir("Briques : 1 résultat, le 20 juin 2019")

"""La transmission d'un bilan : qui, quand, ce qui est figé, ce qui part par courriel."""

import hashlib
import json

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from paqte.models import Bilan
from remontees.models import Conflit, EtatInvalide, Transmission
from remontees.periodes import Semestre
from socle.noms import nommer
from tests.factories import BilanFactory, bilan_complet
from tests.formulaires import caches

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]

ARGUMENTS = [Semestre(2019, 1), "59"]
ADRESSE = reverse("paqte:bilan_transmettre", args=ARGUMENTS)


@pytest.fixture
def valideur(client, valideur_59):
    client.force_login(valideur_59)
    return client


def test_le_valideur_transmet_et_le_bilan_est_fige(valideur, valideur_59):
    bilan = bilan_complet()
    reponse = valideur.post(ADRESSE, caches(valideur.get(ADRESSE)))
    transmission = Transmission.objects.get()
    bilan.refresh_from_db()
    assert reponse.status_code == 302
    assert bilan.etat == Bilan.Etat.TRANSMISE
    assert transmission.numero == 1
    assert transmission.transmise_par == valideur_59
    assert transmission.sha256 == hashlib.sha256(bytes(transmission.pdf)).hexdigest()
    assert transmission.donnees["strategie"] == "Aller vers les PME."


def test_le_cget_recoit_le_pdf_et_l_expediteur_un_accuse(valideur, valideur_59, settings):
    settings.COURRIEL_CGET = "paqte@exemple.fr"
    bilan_complet()
    valideur.post(ADRESSE, caches(valideur.get(ADRESSE)))
    au_cget, accuse, _ = mail.outbox
    nom, octets, genre = au_cget.attachments[0]
    assert (au_cget.to, accuse.to) == (["paqte@exemple.fr"], [valideur_59.email])
    assert nom == "bilan-paqte-2019-s1-59-v1.pdf"
    assert genre == "application/pdf"
    assert hashlib.sha256(octets).hexdigest() == Transmission.objects.get().sha256
    assert Transmission.objects.get().sha256 in accuse.body


def test_l_agent_ne_transmet_pas(client, agent_59):
    bilan_complet()
    client.force_login(agent_59)
    assert client.post(ADRESSE, {"lue": "x" * 64}).status_code == 403
    assert not Transmission.objects.exists()


def test_l_agent_transmet_si_le_departement_l_a_decide(agent_59):
    bilan = bilan_complet()
    bilan.departement.agents_transmettent = True
    assert bilan.transmettre(agent_59).numero == 1


def test_un_valideur_d_ailleurs_ne_transmet_pas(agent_13):
    with pytest.raises(PermissionDenied):
        bilan_complet().transmettre(agent_13)


def test_un_bilan_incomplet_n_est_pas_transmis(valideur, valideur_59):
    bilan = BilanFactory(departement__code="59")
    with pytest.raises(ValidationError, match="stratégie"):
        bilan.transmettre(valideur_59)
    page = valideur.get(ADRESSE).content.decode()
    assert "La stratégie n’est pas décrite." in page
    assert nommer("Transmettre le bilan {au cget}") not in page


def test_un_bilan_modifie_depuis_la_relecture_n_est_pas_transmis(valideur_59, agent_59):
    bilan = bilan_complet()
    lue = bilan.lecture(bilan.contenu())
    bilan.strategie = "Une autre stratégie."
    bilan.enregistrer(agent_59, bilan.verrou)
    with pytest.raises(Conflit):
        bilan.transmettre(valideur_59, lue=lue)


def test_une_lecture_qui_ne_se_dit_pas_redemande_confirmation(valideur):
    bilan_complet()
    assert valideur.post(ADRESSE, {"lue": ""}).status_code == 422
    assert not Transmission.objects.exists()


def test_un_bilan_transmis_ne_se_transmet_pas_deux_fois(valideur_59):
    bilan = bilan_complet()
    bilan.transmettre(valideur_59)
    with pytest.raises(EtatInvalide):
        bilan.transmettre(valideur_59)
    assert Transmission.objects.count() == 1


def test_la_version_figee_ne_suit_pas_les_saisies_suivantes(valideur, valideur_59, cget):
    bilan = bilan_complet()
    bilan.transmettre(valideur_59)
    bilan.renvoyer(cget, "Précisez les partenaires.")
    bilan.refresh_from_db()
    bilan.strategie = "Nouvelle stratégie."
    bilan.enregistrer(valideur_59, bilan.verrou)
    reponse = valideur.get(reverse("paqte:bilan_version_json", args=[*ARGUMENTS, 1]))
    assert json.loads(reponse.content)["strategie"] == "Aller vers les PME."


def test_une_seconde_version_s_ajoute_a_la_premiere(valideur_59, cget):
    bilan = bilan_complet()
    premiere = bilan.transmettre(valideur_59)
    bilan.renvoyer(cget, "Précisez.")
    seconde = bilan.transmettre(valideur_59)
    assert [t.numero for t in bilan.transmissions.all()] == [2, 1]
    assert Transmission.objects.get(pk=premiere.pk).sha256 != seconde.sha256


def test_le_cget_renvoie_avec_un_commentaire(client, cget, valideur_59):
    bilan = bilan_complet()
    bilan.transmettre(valideur_59)
    client.force_login(cget)
    client.post(
        reverse("paqte:bilan_renvoyer", args=ARGUMENTS),
        {"motif": "autre", "commentaire": "Précisez.", "version": 1},
    )
    bilan.refresh_from_db()
    assert (bilan.etat, bilan.commentaire_retour) == (Bilan.Etat.A_COMPLETER, "Précisez.")


def test_un_renvoi_sans_commentaire_est_refuse(client, cget, valideur_59):
    bilan = bilan_complet()
    bilan.transmettre(valideur_59)
    client.force_login(cget)
    client.post(
        reverse("paqte:bilan_renvoyer", args=ARGUMENTS),
        {"motif": "autre", "commentaire": " ", "version": 1},
    )
    bilan.refresh_from_db()
    assert bilan.etat == Bilan.Etat.TRANSMISE


def test_le_cget_accepte(client, cget, valideur_59):
    bilan = bilan_complet()
    bilan.transmettre(valideur_59)
    client.force_login(cget)
    adresse = reverse("paqte:bilan_accepter", args=ARGUMENTS)
    assert client.post(adresse, {"csrfmiddlewaretoken": "x"}).status_code == 422
    client.post(adresse, {"lue": "on", "version": 1})
    bilan.refresh_from_db()
    assert bilan.etat == Bilan.Etat.ACCEPTEE


@pytest.mark.parametrize("nom", ["bilan_accepter", "bilan_renvoyer"])
def test_hors_du_cget_personne_n_examine(client, valideur_59, region_32, nom):
    bilan = bilan_complet()
    bilan.transmettre(valideur_59)
    for personne in (valideur_59, region_32):
        client.force_login(personne)
        reponse = client.post(reverse(f"paqte:{nom}", args=ARGUMENTS), {"commentaire": "Non"})
        assert reponse.status_code == 403


@pytest.mark.parametrize("etat", ["brouillon", "a_completer", "acceptee"])
def test_seul_un_bilan_transmis_s_accepte(cget, etat):
    bilan = BilanFactory(departement__code="59", etat=etat)
    with pytest.raises(EtatInvalide):
        bilan.accepter(cget)

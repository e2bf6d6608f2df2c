"""L'enregistrement en passant : il garde le texte, ne change pas la page, et dit ses refus."""

import pytest
from django.urls import reverse

from contrats.models import Synthese
from remontees.periodes import Annee
from tests.factories import CampagneFactory, bilan_complet, synthese_complete

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]

ADRESSE = reverse("synthese_brouillon", args=[Annee(2019), "59"])


def saisie(verrou, **textes):
    return {"verrou": verrou, "demarches": "Un début de phrase"} | textes


def test_le_texte_s_enregistre_et_le_verrou_avance(client, agent_59):
    synthese = synthese_complete()
    client.force_login(agent_59)
    reponse = client.post(ADRESSE, saisie(synthese.verrou)).json()
    synthese.refresh_from_db()
    assert synthese.demarches == "Un début de phrase"
    assert reponse["caches"] == {"verrou": synthese.verrou}
    assert reponse["dit"].startswith("Brouillon enregistré à ")
    assert client.post(ADRESSE, saisie(synthese.verrou)).status_code == 200


def test_un_premier_brouillon_se_cree_en_passant(client, agent_59):
    CampagneFactory(genre="synthese", periode="2019")
    client.force_login(agent_59)
    assert client.post(ADRESSE, saisie(0)).status_code == 200
    assert Synthese.objects.get().modifie_par == agent_59


def test_un_conflit_n_ecrit_rien_et_le_dit(client, agent_59):
    synthese = synthese_complete()
    client.force_login(agent_59)
    client.post(ADRESSE, saisie(synthese.verrou))
    reponse = client.post(ADRESSE, saisie(synthese.verrou, demarches="Autre"))
    assert reponse.status_code == 409
    assert "entre-temps" in reponse.json()["message"]
    assert Synthese.objects.get().demarches == "Un début de phrase"


def test_un_champ_qui_ne_s_enregistre_pas_est_nomme(client, agent_59):
    bilan = bilan_complet()
    client.force_login(agent_59)
    saisie = {"verrou": bilan.verrou, "valeur-entreprises-nombre": "douze"}
    reponse = client.post(bilan.adresse("brouillon"), saisie)
    faute = reponse.json()["faute"]
    assert (reponse.status_code, faute["ancre"]) == (422, "id_valeur-entreprises-nombre")
    assert faute["libelle"].startswith("Entreprises signataires")
    assert "Écrivez un nombre" in faute["erreur"]


def test_une_remontee_transmise_ne_s_enregistre_plus(client, agent_59, valideur_59):
    synthese_complete().transmettre(valideur_59)
    client.force_login(agent_59)
    assert client.post(ADRESSE, saisie(0)).status_code == 409


def test_une_session_finie_mene_a_la_connexion(client):
    synthese_complete()
    assert client.post(ADRESSE, saisie(0)).url.startswith(reverse("connexion"))

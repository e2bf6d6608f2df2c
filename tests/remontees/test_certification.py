"""Ce qu'une campagne demande à qui transmet : certifier une phrase, ne pas avoir écrit."""

import pytest
from django.core.exceptions import PermissionDenied

from contrats.models import Synthese
from remontees.models import Campagne, Conflit
from tests.factories import UtilisateurFactory, synthese_complete
from tests.formulaires import caches

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]

PHRASE = "Je certifie que ces engagements ont été négociés avec les élus."


@pytest.fixture
def campagne(db):
    return Campagne.objects.create(
        genre="synthese", periode="2019", ouverture_le="2019-01-22", echeance_le="2019-03-15"
    )


@pytest.fixture
def synthese(campagne):
    return synthese_complete()


def demander(campagne, **champs):
    Campagne.objects.filter(pk=campagne.pk).update(**champs)


def ecrire(user, exemples="Un exemple de plus."):
    """`user` change un texte de la synthèse."""
    synthese = Synthese.objects.get()
    synthese.exemples = exemples
    synthese.place = None
    synthese.enregistrer(user, synthese.verrou)


def test_le_valideur_certifie_la_phrase_et_la_version_la_garde(
    client, campagne, synthese, valideur_59, cget
):
    demander(campagne, phrase_certifiee=PHRASE)
    client.force_login(valideur_59)
    adresse = synthese.adresse("transmettre")
    lue = caches(client.get(adresse))
    refus = client.post(adresse, lue)
    assert refus.status_code == 422
    assert "Certifiez-le pour transmettre." in refus.text
    client.post(adresse, lue | {"certifie": "on"})
    version = synthese.derniere_transmission()
    assert version.certifie == PHRASE
    assert PHRASE not in str(version.donnees)
    demander(campagne, phrase_certifiee="Une autre phrase.")
    client.force_login(cget)
    page = client.get(synthese.adresse()).text
    assert f"prefet-59 certifie : « {PHRASE} »" in page


def test_une_phrase_changee_entre_temps_arrete_la_transmission(campagne, synthese, valideur_59):
    demander(campagne, phrase_certifiee=PHRASE)
    lue = Synthese.objects.get()
    lecture = lue.lecture(lue.contenu())
    demander(campagne, phrase_certifiee="Une autre phrase.")
    with pytest.raises(Conflit):
        Synthese.objects.get().transmettre(valideur_59, lecture)


def test_sans_phrase_rien_n_est_a_certifier(client, synthese, valideur_59):
    client.force_login(valideur_59)
    adresse = synthese.adresse("transmettre")
    client.post(adresse, caches(client.get(adresse)))
    assert synthese.derniere_transmission().certifie == ""


def test_qui_a_ecrit_ne_transmet_pas(client, campagne, synthese, valideur_59):
    demander(campagne, qui_ecrit_ne_transmet_pas=True)
    ecrire(valideur_59)
    with pytest.raises(PermissionDenied):
        Synthese.objects.get().transmettre(valideur_59)
    client.force_login(valideur_59)
    assert "qui écrit ne transmet pas" in client.get(synthese.adresse("transmettre")).text


def test_un_autre_valideur_transmet(campagne, synthese, valideur_59):
    demander(campagne, qui_ecrit_ne_transmet_pas=True)
    ecrire(valideur_59)
    autre = UtilisateurFactory(role="valideur", departements=["59"])
    Synthese.objects.get().transmettre(autre)
    assert Synthese.objects.get().etat == "transmise"


def test_la_regle_l_emporte_sur_ce_que_permet_le_departement(campagne, synthese, agent_59):
    departement = synthese.departement
    departement.agents_transmettent = True
    departement.save()
    ecrire(UtilisateurFactory(role="agent", departements=["59"]))
    assert Synthese.objects.get().peut_etre_transmise_par(agent_59)
    demander(campagne, qui_ecrit_ne_transmet_pas=True)
    assert not Synthese.objects.get().peut_etre_transmise_par(agent_59)


def test_qui_l_a_soumise_ne_la_transmet_pas_meme_par_delegation(campagne, synthese, valideur_59):
    demander(campagne, qui_ecrit_ne_transmet_pas=True)
    Synthese.objects.get().soumettre(valideur_59)
    assert not Synthese.objects.get().peut_etre_transmise_par(valideur_59)


def test_rendre_ou_reprendre_sans_ecrire_n_est_pas_ecrire(
    campagne, synthese, agent_59, valideur_59
):
    demander(campagne, qui_ecrit_ne_transmet_pas=True)
    ecrire(agent_59)
    Synthese.objects.get().soumettre(agent_59)
    Synthese.objects.get().retourner(valideur_59, "La fin est sèche.")
    ecrire(agent_59, "Un autre.")
    assert Synthese.objects.get().peut_etre_transmise_par(valideur_59)


def test_ce_qui_fut_ecrit_pour_la_version_d_avant_ne_compte_plus(
    campagne, synthese, agent_59, valideur_59
):
    ecrire(valideur_59)
    Synthese.objects.get().transmettre(valideur_59)
    demander(campagne, qui_ecrit_ne_transmet_pas=True)
    Synthese.objects.get().rectifier(agent_59, "Une commune manquait.")
    ecrire(agent_59, "Trois communes.")
    assert Synthese.objects.get().peut_etre_transmise_par(valideur_59)

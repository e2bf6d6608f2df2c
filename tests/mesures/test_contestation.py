"""La contestation d'une valeur : la préfecture propose, le chef de file tranche."""

import pytest
from django.core import mail
from django.urls import reverse

from courriels.annonces import envoyer_les_resumes
from mesures.models import Contestation, Valeur
from tests.factories import ContestationFactory, ValeurFactory
from tests.formulaires import rempli, rempli_de

pytestmark = pytest.mark.django_db


def test_la_prefecture_conteste_la_valeur_de_son_territoire(client, agent_59):
    valeur = ValeurFactory(code="59")
    client.force_login(agent_59)
    adresse = reverse("mesures:contester", args=[valeur.pk])
    client.post(adresse, {"nombre": "120", "motif": "Oubli", "source": "Recensement"})
    contestation = Contestation.objects.get()
    assert contestation.nombre == 120
    assert "120" in client.get(valeur.indicateur.mesure.get_absolute_url()).text


def test_le_ministere_apprend_la_contestation_et_la_prefecture_sa_reponse(
    client, agent_59, indicateur, ministere
):
    valeur = ValeurFactory(code="59", indicateur=indicateur)
    client.force_login(agent_59)
    adresse = reverse("mesures:contester", args=[valeur.pk])
    client.post(adresse, {"nombre": "120", "motif": "Un oubli", "source": "Recensement"})
    contestation = Contestation.objects.get()
    page = reverse("mesures:contestation", args=[contestation.pk])
    membres = {membre.email for membre in indicateur.mesure.chef_de_file.membres.all()}
    assert {message.to[0] for message in mail.outbox} == membres
    assert "Un oubli" in mail.outbox[0].body
    assert page in mail.outbox[0].body
    mail.outbox.clear()
    contestation.trancher(ministere, True, "Vérifié.", valeur.affichage)
    envoyer_les_resumes()
    (message,) = mail.outbox
    assert message.to == [agent_59.email]
    assert "Vérifié." in message.body
    assert ministere.email in message.body


def test_une_valeur_nationale_ne_se_conteste_pas(client, agent_59):
    client.force_login(agent_59)
    adresse = reverse("mesures:contester", args=[ValeurFactory().pk])
    assert client.get(adresse).status_code == 404


def test_une_seconde_proposition_attend_la_reponse_a_la_premiere(client, agent_59):
    contestation = ContestationFactory(valeur__code="59")
    client.force_login(agent_59)
    adresse = reverse("mesures:contester", args=[contestation.valeur_id])
    reponse = client.post(adresse, {"nombre": "130", "motif": "Oubli", "source": "X"})
    assert "attend déjà la réponse" in reponse.text


@pytest.mark.parametrize(
    ("geste", "etat", "nombre"), [("accepter", "acceptee", 120), ("", "refusee", 100)]
)
def test_le_chef_de_file_tranche_avec_un_mot(client, indicateur, geste, etat, nombre):
    contestation = ContestationFactory(valeur__indicateur=indicateur, valeur__code="59")
    adresse = reverse("mesures:contestation", args=[contestation.pk])
    vue = contestation.valeur.affichage
    client.post(adresse, {"reponse": "Vérifié.", "vue": vue} | ({geste: ""} if geste else {}))
    contestation.refresh_from_db()
    contestation.valeur.refresh_from_db()
    assert (contestation.etat, contestation.reponse) == (etat, "Vérifié.")
    assert contestation.valeur.nombre == nombre


def test_une_reponse_sans_mot_est_refusee(client, indicateur):
    contestation = ContestationFactory(valeur__indicateur=indicateur)
    adresse = reverse("mesures:contestation", args=[contestation.pk])
    assert client.post(adresse, {"accepter": ""}).status_code == 422


def test_la_prefecture_ne_tranche_pas_sa_propre_contestation(client, agent_59):
    contestation = ContestationFactory(valeur__code="59")
    client.force_login(agent_59)
    adresse = reverse("mesures:contestation", args=[contestation.pk])
    assert client.get(adresse).status_code == 200
    assert client.post(adresse, {"reponse": "Oui", "accepter": "", "vue": "x"}).status_code == 403


def test_accepter_n_ecrase_pas_une_correction_faite_entre_temps(client, indicateur):
    contestation = ContestationFactory(valeur__indicateur=indicateur)
    adresse = reverse("mesures:contestation", args=[contestation.pk])
    saisie = rempli(client, adresse, reponse="Oui", accepter="")
    Valeur.objects.update(nombre=500)
    page = client.post(adresse, saisie)
    assert "a été corrigée depuis" in page.text
    assert page.context["form"]["reponse"].value() == "Oui"
    assert Valeur.objects.get().nombre == 500
    client.post(adresse, rempli_de(page, accepter=""))
    assert Valeur.objects.get().nombre == 120


def test_une_valeur_contestee_ne_se_supprime_ni_ne_se_deplace(client, indicateur):
    contestation = ContestationFactory(valeur__indicateur=indicateur)
    valeur = contestation.valeur
    client.post(reverse("mesures:valeur_supprimer", args=[valeur.pk]))
    adresse = reverse("mesures:valeur", args=[valeur.pk])
    reponse = client.post(adresse, rempli(client, adresse, departement=""))
    assert "répondez-lui avant" in reponse.text
    assert Contestation.objects.get().valeur.departement_id == "59"


def test_une_proposition_qui_n_est_plus_du_type_ne_s_accepte_pas(client, indicateur):
    contestation = ContestationFactory(valeur__indicateur=indicateur)
    indicateur.nature = "part"
    indicateur.save()
    adresse = reverse("mesures:contestation", args=[contestation.pk])
    client.post(adresse, rempli(client, adresse, reponse="Oui", accepter=""))
    assert Contestation.objects.get().etat == "proposee"


def test_une_proposition_acceptee_dit_encore_la_valeur_contestee(client, cget):
    contestation = ContestationFactory(valeur__code="59")
    contestee = contestation.valeur.affichage
    Valeur.objects.update(nombre=120)
    client.force_login(cget)
    page = client.get(reverse("mesures:contestation", args=[contestation.pk])).text
    assert f"Valeur contestée : {contestee}" in page


def test_une_valeur_deja_contestee_ne_se_conteste_plus(client, agent_59):
    contestation = ContestationFactory(valeur__code="59")
    client.force_login(agent_59)
    page = client.get(reverse("mesures:valeurs")).text
    assert reverse("mesures:contester", args=[contestation.valeur_id]) not in page


def test_une_proposition_deja_faite_reste_juste_quand_la_valeur_la_rejoint():
    contestation = ContestationFactory()
    contestation.valeur.nombre = contestation.nombre
    contestation.clean()

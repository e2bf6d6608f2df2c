"""Ce que mènent et doivent les ministères : attribution en nombre, collectes, relances."""

import datetime

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from mesures.models import Collecte, Mesure, Ministere, RelanceDeCollecte
from remontees.relances import relancer
from tests.factories import IndicateurNationalFactory, MesureFactory, ValeurFactory

pytestmark = pytest.mark.django_db

ADRESSE = reverse("mesures:ministeres")
ECHEANCE = datetime.date(2020, 1, 31)


def le(jours):
    """Voyage à midi, tant de jours après l'échéance de la collecte."""
    date = ECHEANCE + datetime.timedelta(days=jours)
    return time_machine.travel(f"{date}T12:00:00+01:00", tick=False)


@pytest.fixture
def collecte():
    return Collecte.objects.create(
        periode="2019-s2", ouverture_le="2019-12-01", echeance_le=ECHEANCE
    )


def dus(collecte):
    """Rend {nom du ministère: codes des indicateurs qu'il doit}."""
    restants = collecte.restants()
    return {str(m): [i.code for i in indicateurs] for m, indicateurs in restants.items()}


def test_le_cget_attribue_plusieurs_mesures_d_un_geste(client, cget, ministere, chef_de_file):
    mesures = MesureFactory.create_batch(3)
    client.force_login(cget)
    saisie = {"ministere": chef_de_file.pk, "mesures": [mesures[0].code, mesures[2].code]}
    client.post(reverse("mesures:attribuer"), saisie)
    menees = Mesure.objects.filter(chef_de_file=chef_de_file)
    assert set(menees) == {mesures[0], mesures[2]}
    [message] = mail.outbox
    assert message.to == [ministere.email]
    assert str(mesures[0]) in message.body


def test_un_ministere_s_ecrit_en_l_attribuant(client, cget, chef_de_file):
    mesure = MesureFactory()
    client.force_login(cget)
    adresse = reverse("mesures:attribuer")
    for faux in ({}, {"ministere": chef_de_file.pk, "nouveau_ministere": "Autre"}):
        page = client.post(adresse, faux | {"mesures": [mesure.code]})
        assert "nouveau_ministere" in page.context["form"].errors
    client.post(adresse, {"nouveau_ministere": "Ministère neuf", "mesures": [mesure.code]})
    assert Mesure.objects.get().chef_de_file.nom == "Ministère neuf"


def test_un_ministere_ne_s_attribue_rien(client, ministere):
    client.force_login(ministere)
    assert client.get(reverse("mesures:attribuer")).status_code == 403
    assert client.get(ADRESSE).status_code == 200


def test_une_prefecture_ne_lit_pas_ce_que_doivent_les_ministeres(client, agent_59):
    client.force_login(agent_59)
    assert client.get(ADRESSE).status_code == 403


def test_la_page_dit_ce_que_chaque_ministere_doit(client, cget, indicateur):
    autre = IndicateurNationalFactory()
    client.force_login(cget)
    lignes = client.get(ADRESSE).context["ministeres"]
    lus = [(str(ligne.ministere), ligne.nombre) for ligne in lignes]
    assert lus == [("Ministère du travail", 1), ("None", 1)]
    assert autre.code in client.get(ADRESSE).text


@pytest.mark.parametrize(
    ("frequence", "derniere", "du"),
    [
        ("semestre", "2019-07-01", False),
        ("semestre", "2019-06-30", True),
        ("trimestre", "2019-10-01", False),
        ("trimestre", "2019-09-30", True),
        ("annee", "2019-01-01", False),
        ("annee", "2018-12-31", True),
        ("une_fois", "2014-06-30", False),
        ("semestre", None, True),
        ("une_fois", None, True),
    ],
)
def test_une_collecte_attend_une_valeur_de_sa_periode(
    collecte, indicateur, frequence, derniere, du
):
    indicateur.frequence = frequence
    indicateur.save()
    if derniere:
        ValeurFactory(indicateur=indicateur, le=derniere)
    assert dus(collecte) == {"Ministère du travail": [indicateur.code] if du else []}


def test_au_premier_semestre_un_indicateur_annuel_est_celui_de_l_annee_d_avant(indicateur):
    collecte = Collecte(periode="2020-s1", ouverture_le=ECHEANCE, echeance_le=ECHEANCE)
    collecte.save()
    indicateur.frequence = "annee"
    indicateur.save()
    ValeurFactory(indicateur=indicateur, le=datetime.date(2019, 12, 31))
    assert dus(collecte) == {"Ministère du travail": []}


def test_une_collecte_ne_s_adresse_qu_aux_ministeres_coches(collecte, indicateur):
    collecte.ministeres.add(Ministere.objects.create(nom="Un autre"))
    assert dus(collecte) == {}


@pytest.mark.parametrize(
    ("jours", "nombre"), [(-16, 0), (-15, 1), (-1, 1), (1, 1), (60, 1), (61, 0)]
)
@pytest.mark.usefixtures("collecte")
def test_un_ministere_qui_doit_est_relance(indicateur, ministere, jours, nombre):
    with le(jours):
        assert len(relancer()) == nombre
    assert [message.to for message in mail.outbox] == [[ministere.email]] * nombre


@pytest.mark.usefixtures("collecte")
def test_une_relance_part_une_fois_par_palier_et_nomme_ce_qui_est_du(indicateur):
    with le(-15):
        relancer()
        assert relancer() == []
    with le(-7):
        relancer()
    assert RelanceDeCollecte.objects.count() == len(mail.outbox) == 2
    assert indicateur.libelle in mail.outbox[0].body
    assert reverse("mesures:valeur_ajouter", args=[indicateur.code]) in mail.outbox[0].body


@pytest.mark.usefixtures("collecte")
def test_une_simulation_n_ecrit_rien(indicateur):
    with le(-15):
        assert len(relancer(simulation=True)) == 1
    assert not RelanceDeCollecte.objects.exists()
    assert mail.outbox == []


@pytest.mark.usefixtures("collecte")
def test_qui_a_tout_donne_n_est_pas_relance(indicateur):
    ValeurFactory(indicateur=indicateur, le=datetime.date(2019, 12, 31))
    with le(-15):
        assert relancer() == []


def test_le_cget_ouvre_modifie_et_supprime_une_collecte(client, cget):
    client.force_login(cget)
    saisie = {"periode": "2019-s2", "ouverture_le": "2019-12-01", "echeance_le": "2020-01-31"}
    client.post(reverse("mesures:collecte_ajouter"), saisie)
    collecte = Collecte.objects.get()
    adresse = collecte.get_absolute_url()
    tot = {"ouverture_le": "2019-12-01", "echeance_le": "2019-11-30"}
    assert "échéance ne peut pas précéder" in client.post(adresse, tot).text
    client.post(adresse, tot | {"echeance_le": "2020-02-15"})
    collecte.refresh_from_db()
    assert (str(collecte.echeance_le), collecte.periode) == ("2020-02-15", "2019-s2")
    client.post(reverse("mesures:collecte_supprimer", args=[collecte.pk]))
    assert not Collecte.objects.exists()


def test_un_ministere_lit_la_collecte_a_son_accueil(client, collecte, indicateur):
    with le(-5):
        client.force_login(indicateur.mesure.chef_de_file.membres.get())
        page = client.get(reverse("accueil")).text
    assert "Collecte du 2d semestre 2019" in page


def test_le_nombre_de_requetes_est_constant(client, cget, django_assert_max_num_queries):
    client.force_login(cget)
    for rang in range(4):
        chef = Ministere.objects.create(nom=f"Ministère {rang}")
        IndicateurNationalFactory(mesure__chef_de_file=chef)
        with django_assert_max_num_queries(14):
            client.get(ADRESSE)

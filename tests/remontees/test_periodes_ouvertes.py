"""Une période s'ouvre par sa campagne ; le CGET la ferme, et la rouvre."""

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import reverse

from paqte.models import Bilan
from remontees.models import EtatInvalide
from remontees.periodes import Semestre
from tests.factories import (
    BilanFactory,
    CampagneFactory,
    ConventionFactory,
    DepartementFactory,
    bilan_complet,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]

S1 = Semestre(2019, 1)


@pytest.fixture
def campagne():
    return CampagneFactory()


@pytest.fixture
def fermee(campagne):
    campagne.fermer()
    return campagne


def choix(page, champ):
    return page.context["filtre"]["form"].fields[champ].choices


def test_le_cget_ferme_une_periode_et_la_rouvre(client, cget, campagne):
    client.force_login(cget)
    client.post(reverse("campagne_fermer", args=[campagne.pk]))
    assert "Fermée</span> le" in client.get(reverse("campagnes")).text
    campagne.refresh_from_db()
    assert not campagne.est_ouverte
    client.post(reverse("campagne_rouvrir", args=[campagne.pk]))
    campagne.refresh_from_db()
    assert campagne.est_ouverte


def test_une_obligation_n_a_pas_de_periode_a_fermer(client, cget):
    client.force_login(cget)
    obligation = CampagneFactory(genre="referent", periode="2019")
    assert client.post(reverse("campagne_fermer", args=[obligation.pk])).status_code == 404


def test_un_brouillon_ne_se_commence_que_dans_une_campagne_ouverte(agent_59, campagne):
    assert Bilan.objects.ouvrir(agent_59, S1, "59").pk is None
    with pytest.raises(Http404):
        Bilan.objects.ouvrir(agent_59, Semestre(2021, 1), "59")
    campagne.fermer()
    with pytest.raises(Http404):
        Bilan.objects.ouvrir(agent_59, S1, "59")


def test_un_brouillon_d_avant_s_ouvre_sans_campagne(agent_59):
    connu = BilanFactory(departement_id="59", periode="2021-s1")
    assert Bilan.objects.ouvrir(agent_59, Semestre(2021, 1), "59") == connu


@pytest.mark.parametrize("qui", ["agent_59", "cget"])
def test_les_listes_ne_proposent_que_les_periodes_d_une_campagne_ou_d_un_brouillon(
    client, request, qui, campagne
):
    BilanFactory(departement=DepartementFactory(code="59"), periode="2020-s1")
    user = request.getfixturevalue(qui)
    lues = {"agent_59": ["2020-s1", "2019-s1"], "cget": ["2019-s1"]}[qui]
    assert list(map(str, Bilan.objects.periodes(user))) == lues
    client.force_login(user)
    page = client.get(reverse("paqte:bilans"))
    assert [forme for forme, _ in choix(page, "periode") if "-" in forme] == lues


def test_le_tableau_national_ne_propose_que_ces_periodes(client, cget, campagne):
    client.force_login(cget)
    page = client.get(reverse("national:tableau"))
    assert choix(page, "semestre") == [("2019-s1", "1er semestre 2019")]


def test_une_liste_ne_mene_pas_a_un_brouillon_qui_ne_s_ouvrirait_pas(agent_59, fermee):
    territoires = [DepartementFactory(code="59")]
    (ligne,) = Bilan.objects.suivi(agent_59, territoires, [S1])
    assert not ligne.est_lisible


def test_rien_ne_se_transmet_dans_une_periode_fermee(valideur_59, fermee):
    bilan = bilan_complet()
    with pytest.raises(ValidationError, match="La période est fermée"):
        bilan.transmettre(valideur_59)
    fermee.rouvrir()
    Bilan.objects.get().transmettre(valideur_59)


def test_ce_que_le_cget_renvoie_part_d_une_periode_fermee(agent_59, valideur_59, cget, campagne):
    bilan = bilan_complet()
    bilan.transmettre(valideur_59)
    bilan.renvoyer(cget, "À compléter.")
    campagne.fermer()
    bilan = Bilan.objects.get()
    bilan.soumettre(agent_59)
    Bilan.objects.get().transmettre(valideur_59)
    assert Bilan.objects.get().transmissions.count() == 2


def test_une_periode_fermee_ne_se_rectifie_pas(agent_59, valideur_59, campagne):
    bilan = bilan_complet()
    bilan.transmettre(valideur_59)
    campagne.fermer()
    with pytest.raises(EtatInvalide, match="Période fermée"):
        Bilan.objects.get().rectifier(agent_59, "Une erreur.")


def test_une_periode_fermee_n_est_plus_attendue_mais_son_retard_se_lit(cget, fermee):
    nord = DepartementFactory(code="59")
    assert Bilan.objects.attendues(cget, [nord], list(type(fermee).objects.ouvertes())) == []
    assert Bilan.objects.avancees([nord], S1, fermee)["59"].en_retard


def test_aucun_resultat_ne_se_saisit_dans_une_periode_fermee(client, agent_59, campagne):
    convention = ConventionFactory(entreprise__departement_id="59")
    client.force_login(agent_59)
    saisie = reverse("paqte:resultats", args=[convention.pk, S1])
    assert saisie in client.get(convention.get_absolute_url()).text
    campagne.fermer()
    assert client.get(saisie).status_code == 404
    assert saisie not in client.get(convention.get_absolute_url()).text

"""La cible nationale d'un indicateur, répartie entre les départements."""

import datetime

import pytest
from django.urls import reverse

from mesures.models import PartDeCible
from tests.factories import DepartementFactory, EngagementFactory, IndicateurNationalFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def indicateur():
    DepartementFactory(code="59", nom="Nord")
    DepartementFactory(code="62", nom="Pas-de-Calais")
    return IndicateurNationalFactory(code="30-1", unite="postes", cible=1000)


def repartir(client, cget, indicateur, lignes):
    client.force_login(cget)
    saisie = {"pour_le": "2019-01-31", "source": "Notification", "lignes": lignes}
    return client.post(reverse("mesures:repartir", args=[indicateur.code]), saisie)


def parts():
    return dict(PartDeCible.objects.values_list("departement", "valeur"))


def test_le_cget_repartit_la_cible_d_un_collage(client, cget, indicateur):
    repartir(client, cget, indicateur, "59 ; 42\nPas-de-Calais\t31")
    assert parts() == {"59": 42, "62": 31}
    page = client.get(indicateur.get_absolute_url()).text
    assert "73\xa0postes répartis entre 2 départements" in page.replace("&nbsp;", "\xa0")


def test_une_nouvelle_repartition_remplace_l_ancienne(client, cget, indicateur):
    repartir(client, cget, indicateur, "59 ; 42\n62 ; 31")
    repartir(client, cget, indicateur, "59 ; 40")
    assert parts() == {"59": 40}


@pytest.mark.parametrize("ligne", ["59", "99 ; 3", "59 ; trois", "59 ; -1", "59 ; 1\n59 ; 2"])
def test_une_ligne_fausse_est_refusee_et_rien_n_est_ecrit(client, cget, indicateur, ligne):
    reponse = repartir(client, cget, indicateur, ligne)
    assert list(reponse.context["form"].errors) == ["lignes"]
    assert parts() == {}


def test_une_prefecture_lit_sa_part_et_aucune_autre(client, agent_59, indicateur):
    for code, valeur in (("59", 42), ("62", 31)):
        indicateur.parts_de_cible.create(departement_id=code, valeur=valeur, source="Notification")
    client.force_login(agent_59)
    page = client.get(indicateur.get_absolute_url())
    assert [part.departement_id for part in page.context["parts"]] == ["59"]
    assert page.context["reparti"] is None


def test_le_tableau_d_un_departement_dit_ce_qui_y_est_a_atteindre(client, agent_59, indicateur):
    EngagementFactory(protocole__contrat__departement_id="59", mesures=[indicateur.mesure])
    le = datetime.date(2019, 1, 31)
    indicateur.parts_de_cible.create(departement_id="59", valeur=42, pour_le=le, source="Lettre")
    client.force_login(agent_59)
    page = client.get(reverse("mesures:tableau"), {"departement": "59"}).text
    assert "à atteindre ici : 42" in page

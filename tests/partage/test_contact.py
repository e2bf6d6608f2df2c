"""Les contacts au CGET de chaque territoire."""

import pytest
from django.urls import reverse

from partage.models import ContactCget
from tests.factories import ContactCgetFactory, DepartementFactory, synthese_complete

pytestmark = pytest.mark.django_db

SAISIE = {"nom": "Dominique Martin", "courriel": "d.martin@exemple.gouv.fr"}


@pytest.fixture
def nord(db):
    return DepartementFactory(code="59", nom="Nord")


@pytest.mark.parametrize("role", ["cget", "administrateur"])
def test_le_cget_et_l_administrateur_tiennent_les_contacts(client, request, nord, role):
    client.force_login(request.getfixturevalue(role))
    client.post(reverse("partage:contact_ajouter"), SAISIE | {"regions": ["32"]})
    contact = ContactCget.objects.get()
    assert "Dominique Martin" in client.get(reverse("partage:contacts")).text
    client.post(contact.get_absolute_url(), SAISIE | {"departements": ["59"]})
    assert list(contact.regions.all()) == []
    assert list(contact.departements.all()) == [nord]
    client.post(reverse("partage:contact_supprimer", args=[contact.pk]))
    assert not ContactCget.objects.exists()


def test_un_contact_suit_au_moins_un_territoire(client, nord, cget):
    client.force_login(cget)
    reponse = client.post(reverse("partage:contact_ajouter"), SAISIE)
    assert reponse.status_code == 422
    assert "Cochez au moins une région ou un département." in reponse.text


@pytest.mark.parametrize("role", ["agent_59", "region_32", "ministere"])
def test_les_autres_ne_tiennent_pas_les_contacts(client, request, nord, role):
    contact = ContactCgetFactory(departements=["59"])
    client.force_login(request.getfixturevalue(role))
    for adresse in (
        reverse("partage:contacts"),
        reverse("partage:contact_ajouter"),
        contact.get_absolute_url(),
        reverse("partage:contact_supprimer", args=[contact.pk]),
    ):
        assert client.get(adresse).status_code == 403


@pytest.mark.parametrize("suivi", [{"regions": ["32"]}, {"departements": ["59"]}])
def test_la_prefecture_voit_son_contact_a_l_accueil_et_sur_sa_remontee(
    client, nord, agent_59, suivi
):
    contact = ContactCgetFactory(**suivi)
    remontee = synthese_complete()
    client.force_login(agent_59)
    for adresse in (reverse("accueil"), remontee.get_absolute_url()):
        assert contact.courriel in client.get(adresse).text


def test_un_contact_de_la_region_et_du_departement_n_est_montre_qu_une_fois(nord):
    ContactCgetFactory(regions=["32"], departements=["59"])
    assert ContactCget.objects.suivant(["59"]).count() == 1


def test_le_contact_des_autres_n_est_pas_montre(client, nord, agent_59, agent_13):
    contact = ContactCgetFactory(departements=["13"])
    client.force_login(agent_59)
    assert contact.courriel not in client.get(reverse("accueil")).text


def test_les_departements_sans_contact_sont_dits(client, nord, cget):
    client.force_login(cget)
    page = client.get(reverse("partage:contacts"))
    assert list(page.context["sans_contact"]) == [nord]
    ContactCgetFactory(regions=["32"])
    assert "Départements sans contact" not in client.get(reverse("partage:contacts")).text


def test_le_nombre_de_requetes_est_constant(client, nord, cget, django_assert_max_num_queries):
    for _ in range(30):
        ContactCgetFactory(regions=["32"], departements=["59"])
    client.force_login(cget)
    with django_assert_max_num_queries(9):
        client.get(reverse("partage:contacts"))

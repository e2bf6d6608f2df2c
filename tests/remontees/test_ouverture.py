"""Ouvrir une remontée : où, avec quoi, et ce qu’elle reprend."""

import pytest
from django.http import Http404
from django.urls import reverse

from contrats.models import Synthese
from paqte.models import Bilan
from remontees.periodes import Annee
from tests.factories import (
    BilanFactory,
    CampagneFactory,
    DepartementFactory,
    SyntheseFactory,
    UtilisateurFactory,
    synthese_complete,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]

EN_2019, EN_2020 = Annee(2019), Annee(2020)


def test_une_remontee_neuve_ne_s_ouvre_que_dans_un_territoire_ou_l_on_ecrit(agent_59, cget):
    CampagneFactory(genre="synthese", periode="2019")
    DepartementFactory(code="13")
    deux = UtilisateurFactory(role="agent", departements=["59", "62"])
    for user, code in ((agent_59, "13"), (cget, "59"), (deux, "13")):
        with pytest.raises(Http404):
            Synthese.objects.ouvrir(user, EN_2019, code)
    for code in ("59", "62"):
        assert Synthese.objects.ouvrir(deux, EN_2019, code).code == code


@pytest.mark.parametrize("commencee", [True, False])
def test_qui_suit_un_territoire_apprend_que_rien_n_en_est_transmis(
    client, cget, region_32, agent_13, ministere, commencee
):
    DepartementFactory(code="59", nom="Nord", region__code="32")
    if commencee:
        # Même quand aucune campagne ne l'ouvre plus.
        SyntheseFactory(departement_id="59", exemples="Un secret de la préfecture.")
    else:
        CampagneFactory(genre="synthese", periode="2019")
    for user, apprend in ((cget, True), (region_32, True), (agent_13, False), (ministere, False)):
        client.force_login(user)
        page = client.get(reverse("synthese", args=["2019", "59"]))
        assert page.status_code == 404
        assert ("Rien n’en est encore transmis" in page.text) is apprend
        assert "Un secret" not in page.text


@pytest.mark.parametrize("modele", [Synthese, Bilan])
def test_une_remontee_ouverte_est_lue_avec_ce_que_sa_page_en_montre(
    modele, agent_59, django_assert_num_queries
):
    fabrique = {Synthese: SyntheseFactory, Bilan: BilanFactory}[modele]
    connue = fabrique(departement_id="59", modifie_par=agent_59)
    assert agent_59.codes_departements == ("59",)
    with django_assert_num_queries(1):
        lue = modele.objects.ouvrir(agent_59, connue.periode, "59")
        assert (str(lue.modifie_par), lue.region.pk) == ("agent-59", "32")
    with django_assert_num_queries(1):
        neuve = modele.objects.commencer(agent_59, connue.periode, "59")
        assert neuve.region.pk == "32"


def test_la_comparaison_se_fait_a_la_derniere_version_de_la_derniere_periode(
    transmise, valideur_59, cget
):
    transmise.renvoyer(cget, "À reprendre")
    Synthese.objects.update(exemples="Deux cents enfants.")
    transmise.transmettre(valideur_59)
    neuve = Synthese.objects.neuve(EN_2020, transmise.departement)
    assert Synthese.objects.contenu_transmis_avant(neuve).textes.exemples == "Deux cents enfants."
    suivante = synthese_complete(periode="2020", exemples="Une école ouverte.")
    suivante.transmettre(valideur_59)
    neuve = Synthese.objects.neuve(Annee(2021), transmise.departement)
    assert Synthese.objects.contenu_transmis_avant(neuve).textes.exemples == "Une école ouverte."


def test_lire_les_versions_d_une_liste_ne_charge_ni_leur_document_ni_leurs_donnees(
    transmise, django_assert_num_queries
):
    (lue,) = Synthese.objects.avec_versions()
    with django_assert_num_queries(0):
        (version,) = lue.transmissions.all()
        assert version.numero == 1
    assert {"pdf", "donnees"} <= version.get_deferred_fields()

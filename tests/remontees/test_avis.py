"""L'avis de la région sur ce que transmettent ses départements, avant la décision du CGET."""

import pytest
from django.core.exceptions import PermissionDenied

from remontees.models import Conflit, EtatInvalide
from tests.factories import UtilisateurFactory, bilan_complet, synthese_regionale_complete
from tests.formulaires import caches

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]


@pytest.fixture
def transmis(valideur_59):
    bilan = bilan_complet()
    bilan.transmettre(valideur_59)
    bilan.refresh_from_db()
    return bilan


@pytest.fixture
def region(transmis):
    return UtilisateurFactory(role="region", regions=[transmis.departement.region_id])


def test_la_region_donne_un_avis_que_lisent_le_cget_et_la_prefecture(
    client, transmis, region, cget, agent_59
):
    client.force_login(region)
    lue = caches(client.get(transmis.adresse()))
    avis = {"sens": "reserve", "observations": "Les TPE manquent."}
    client.post(transmis.adresse("aviser"), avis | lue)
    for user in (cget, agent_59, region):
        client.force_login(user)
        page = client.get(transmis.adresse()).text
        assert "favorable avec réserve" in page
        assert "Les TPE manquent." in page


def test_un_avis_se_change_et_vaut_pour_sa_version(transmis, region, agent_59, valideur_59):
    transmis.donner_un_avis(region, "defavorable", "")
    transmis.donner_un_avis(region, "favorable", "")
    transmis.rectifier(agent_59, "Un total est faux.")
    transmis.transmettre(valideur_59)
    with pytest.raises(Conflit):
        transmis.donner_un_avis(region, "favorable", "", version=1)
    transmis.donner_un_avis(region, "reserve", "", version=2)
    assert list(transmis.avis.values_list("numero", "sens")) == [(2, "reserve"), (1, "favorable")]


def test_on_n_avise_que_dans_sa_region(client, transmis, cget, agent_59):
    ailleurs = UtilisateurFactory(role="valideur_region", regions=["99"])
    for user in (ailleurs, cget, agent_59):
        with pytest.raises(PermissionDenied):
            transmis.donner_un_avis(user, "favorable", "")
    client.force_login(cget)
    assert client.post(transmis.adresse("aviser"), {"sens": "favorable"}).status_code == 403


def test_un_avis_se_donne_avant_la_decision(transmis, region, cget):
    lu = type(transmis).objects.get()
    transmis.accepter(cget)
    with pytest.raises(EtatInvalide):
        lu.donner_un_avis(region, "favorable", "")


def test_un_avis_sans_sens_est_refuse_et_garde_ses_observations(client, transmis, region):
    client.force_login(region)
    saisie = {"sens": "", "observations": "Les TPE manquent.", "version": 1}
    page = client.post(transmis.adresse("aviser"), saisie)
    assert page.status_code == 422
    assert page.text.count("Les TPE manquent.") == 1


def test_une_remontee_de_region_n_attend_l_avis_de_personne(client, cget):
    synthese = synthese_regionale_complete()
    region = UtilisateurFactory(role="valideur_region", regions=[synthese.region_id])
    synthese.transmettre(region)
    synthese.refresh_from_db()
    assert not synthese.attend_l_avis_de(region)

"""Le CGET accepte plusieurs versions d'un coup, celles qu'il a cochées et lues."""

import pytest
from django.urls import reverse

from paqte.models import Bilan
from tests.factories import DepartementFactory, UtilisateurFactory, bilan_complet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]

LISTE = f"{reverse('paqte:bilans')}?periode=2019-s1"


@pytest.fixture
def bilans():
    """Trois bilans transmis, du Nord et de deux autres départements."""
    tous = [bilan_complet(DepartementFactory(code=code)) for code in ("59", "62", "80")]
    for bilan in tous:
        bilan.transmettre(UtilisateurFactory(role="valideur", departements=[bilan.code]))
    return tous


@pytest.fixture
def client_cget(client, cget):
    client.force_login(cget)
    return client


def cases(*bilans, version=1):
    return {"choix": [f"{bilan.pk} {version}" for bilan in bilans]}


def etats():
    return list(Bilan.objects.order_by("departement").values_list("etat", flat=True))


def test_la_liste_offre_une_case_par_version_a_examiner(client_cget, bilans):
    Bilan.objects.filter(pk=bilans[2].pk).update(etat="acceptee")
    page = client_cget.get(LISTE).text
    assert [f'value="{b.pk} 1"' in page for b in bilans] == [True, True, False]


def test_cocher_montre_ce_qui_sera_accepte_puis_confirmer_l_accepte(client_cget, cget, bilans):
    bilans[0].commenter(cget, "obstacles", "Lesquels ?")
    page = client_cget.post(LISTE, cases(*bilans[:2]))
    assert [str(r) in page.text for r in bilans] == [True, True, False]
    assert etats() == ["transmise"] * 3
    refus = client_cget.post(LISTE, cases(*bilans[:2]) | {"confirmer": ""})
    assert refus.status_code == 422
    confirme = cases(*bilans[:2]) | {"confirmer": "", "lue": "on"}
    assert client_cget.post(LISTE, confirme).status_code == 422
    client_cget.post(LISTE, confirme | {"malgre": "on"})
    assert etats() == ["acceptee", "acceptee", "transmise"]


def test_une_version_remplacee_entre_temps_reste_a_examiner_et_se_dit(client_cget, bilans):
    agent = UtilisateurFactory(role="agent", departements=["59"])
    bilans[0].rectifier(agent, "Un total est faux.")
    bilans[0].transmettre(UtilisateurFactory(role="valideur", departements=["59"]))
    page = client_cget.post(
        LISTE, cases(*bilans[:2]) | {"confirmer": "", "lue": "on"}, follow=True
    ).text
    assert etats() == ["transmise", "acceptee", "transmise"]
    assert f"est arrivée : {bilans[0]}." in page
    assert "1 version acceptée." in page


def test_sans_case_cochee_rien_ne_se_passe(client_cget, bilans):
    page = client_cget.post(LISTE, {"choix": ["x", "1"]}, follow=True).text
    assert "Cochez au moins une version" in page


def test_hors_du_cget_la_liste_n_accepte_rien(client, bilans, agent_59):
    client.force_login(agent_59)
    page = client.post(LISTE, cases(*bilans) | {"confirmer": "", "lue": "on"}).text
    assert "Accepter les versions cochées" not in page
    assert etats() == ["transmise"] * 3


def test_un_agent_du_cget_n_accepte_que_dans_ses_territoires(client, bilans):
    client.force_login(UtilisateurFactory(role="cget", departements=["62"]))
    client.post(LISTE, cases(*bilans) | {"confirmer": "", "lue": "on"})
    assert etats() == ["transmise", "acceptee", "transmise"]

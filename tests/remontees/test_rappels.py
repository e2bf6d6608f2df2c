"""Les rappels à la main : à qui, relus avant de partir, au journal ; et qui reste injoignable."""

import datetime

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from remontees.models import Campagne, RefusDeRelances, Relance
from remontees.relances import attendues, relancer
from tests.factories import DepartementFactory, ReferentFactory, UtilisateurFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _le_20_juillet_2019():
    with time_machine.travel("2019-07-20T10:00:00+02:00", tick=False):
        yield


@pytest.fixture
def campagne(db):
    for code in ("59", "62"):
        DepartementFactory(code=code, region__code="32")
    return Campagne.objects.create(
        genre="bilan", periode="2019-s1", ouverture_le="2019-06-01", echeance_le="2019-07-31"
    )


def rappeler(client, campagne, **champs):
    return client.post(reverse("rappeler", args=[campagne.pk]), champs)


def test_le_cget_relit_le_rappel_puis_l_envoie_et_le_journal_le_garde(
    client, campagne, agent_59, cget
):
    client.force_login(cget)
    choix = {"territoires": ["59"], "mot": "Le ministre reçoit les préfets lundi."}
    apercu = rappeler(client, campagne, **choix).text
    assert mail.outbox == []
    for attendu in ("Pour le 31 juillet 2019 : Bilan PAQTE", "Le ministre reçoit", agent_59.email):
        assert attendu in apercu
    rappeler(client, campagne, confirmer="", **choix)
    (message,) = mail.outbox
    assert (message.to, message.reply_to) == ([agent_59.email], [cget.email])
    assert "cget vous rappelle" in message.body
    journal = client.get(reverse("relances")).text
    assert "à la main, par cget" in journal


def test_rien_ne_part_sans_territoire_coche(client, campagne, agent_59, cget):
    client.force_login(cget)
    assert rappeler(client, campagne, confirmer="").status_code == 422
    assert mail.outbox == []


def test_deux_rappels_le_meme_jour_partent_tous_les_deux(client, campagne, agent_59, cget):
    client.force_login(cget)
    for _ in range(2):
        rappeler(client, campagne, territoires=["59"], confirmer="")
    assert Relance.objects.filter(palier=0, par=cget).count() == 2


def test_un_territoire_ou_personne_n_est_joignable_se_dit(client, campagne, agent_59, cget):
    UtilisateurFactory(role="valideur", departements=["62"], email="")
    client.force_login(cget)
    joignables = {a.due.territoire.pk: a.est_joignable for a in attendues(campagne)}
    assert joignables == {"59": True, "62": False}
    assert rappeler(client, campagne, territoires=["62"], confirmer="").status_code == 422
    for page in (reverse("accueil"), reverse("relances")):
        assert "(62)" in " ".join(str(d) for d in client.get(page).context["injoignables"])
        assert "(59)" not in " ".join(str(d) for d in client.get(page).context["injoignables"])


def test_l_adresse_connue_du_referent_compte(campagne):
    ReferentFactory(departement=DepartementFactory(code="62"), courriel="referent@exemple.gouv.fr")
    with time_machine.travel("2019-07-30T10:00:00+02:00", tick=False):
        relancer()
        assert relancer() == []
    (message,) = mail.outbox
    assert message.to == ["referent@exemple.gouv.fr"]
    assert "vous a désigné" in message.body
    assert Relance.objects.get().destinataire == "referent@exemple.gouv.fr"


def test_un_referent_qui_a_un_compte_ne_recoit_qu_un_courriel(campagne, agent_59):
    ReferentFactory(departement=DepartementFactory(code="59"), courriel=agent_59.email.upper())
    with time_machine.travel("2019-07-30T10:00:00+02:00", tick=False):
        relancer()
    assert len(mail.outbox) == 1


def test_une_region_rappelle_ses_departements_et_eux_seuls(client, campagne, agent_59):
    DepartementFactory(code="13", region__code="93")
    client.force_login(UtilisateurFactory(role="region", regions=["32"]))
    page = client.get(reverse("rappeler", args=[campagne.pk])).context["attendues"]
    assert {a.due.territoire.pk for a in page} == {"59", "62"}
    assert rappeler(client, campagne, territoires=["13"], confirmer="").status_code == 422
    rappeler(client, campagne, territoires=["59"], confirmer="")
    assert [message.to for message in mail.outbox] == [[agent_59.email]]


def test_une_prefecture_ne_rappelle_personne(client, campagne, agent_59, administrateur):
    for user in (agent_59, administrateur):
        client.force_login(user)
        assert client.get(reverse("rappeler", args=[campagne.pk])).status_code == 403


def test_qui_refuse_les_relances_facultatives_n_est_pas_rappele(campagne, agent_59):
    RefusDeRelances.objects.create(utilisateur=agent_59)
    assert attendue_du_nord(campagne).est_joignable
    campagne.obligatoire = False
    assert not attendue_du_nord(campagne).est_joignable


def attendue_du_nord(campagne):
    return next(a for a in attendues(campagne) if a.due.territoire.pk == "59")


@pytest.mark.parametrize(
    ("jour", "objet"),
    [
        (datetime.date(2019, 7, 30), "Pour le 31 juillet 2019 : Bilan PAQTE, "),
        (datetime.date(2019, 8, 1), "En retard depuis le 31 juillet 2019 : Bilan PAQTE, "),
    ],
)
def test_l_objet_dit_ce_qui_est_du_et_pour_quand(campagne, agent_59, jour, objet):
    with time_machine.travel(f"{jour}T10:00:00+02:00", tick=False):
        relancer()
    assert mail.outbox[0].subject.startswith(objet)


def test_les_rappels_ne_comptent_pas_leurs_requetes_par_territoire(
    client, campagne, cget, django_assert_max_num_queries
):
    for code in ("13", "69", "74", "80"):
        ReferentFactory(departement=DepartementFactory(code=code))
    client.force_login(cget)
    with django_assert_max_num_queries(16):
        client.get(reverse("rappeler", args=[campagne.pk]))

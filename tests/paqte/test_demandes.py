"""La préfecture demande leurs résultats aux entreprises, et voit qui a répondu."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courriels.models import Courriel
from paqte.demandes import envoyer_les_courriers
from paqte.models import Courrier, Demande
from paqte.prise import prendre
from remontees.periodes import Semestre
from tests.factories import (
    ConventionFactory,
    DepartementFactory,
    EntrepriseFactory,
    bilan_complet,
)
from tests.factories.demandes import acier_du_nord, demande_et_lien, reponse_d_acier

pytestmark = pytest.mark.django_db


@pytest.fixture
def bilan():
    return bilan_complet()


@pytest.fixture
def convention(bilan):
    return acier_du_nord(bilan.departement)


@pytest.fixture
def demande(convention):
    return reponse_d_acier(convention)


@pytest.fixture
def agent(client, agent_59):
    client.force_login(agent_59)
    return client


def partir():
    """Fait partir les courriers du jour."""
    return envoyer_les_courriers(timezone.now() + timedelta(days=1))


@pytest.fixture
def liste(bilan):
    return reverse("paqte:reponses", args=[Semestre(2019, 1), bilan.departement_id])


def test_un_courriel_par_contact_porte_un_lien_par_convention(
    agent, bilan, convention, liste, mailoutbox
):
    filiale = ConventionFactory(
        entreprise=EntrepriseFactory(
            departement=bilan.departement, nom="Filiale", courriel="RSE@acier.example"
        )
    )
    choisies = [convention.pk, filiale.pk]
    reponse = agent.post(liste, {"conventions": choisies, "mot": "Merci d’avance."})
    assert (reponse.status_code, reponse.url) == (302, liste)
    assert mailoutbox == []
    assert partir() == 1
    (courriel,) = mailoutbox
    texte = courriel.body
    assert courriel.to == ["rse@acier.example"]
    assert texte.count("/reponse/") == 2
    for dit in ("Acier du Nord", "Filiale", "Merci d’avance.", "camille.lefevre@exemple.gouv.fr"):
        assert dit in texte


def test_le_lien_du_courriel_ouvre_la_page(agent, convention, liste, mailoutbox):
    agent.post(liste, {"conventions": [convention.pk]})
    partir()
    (courriel,) = mailoutbox
    texte = courriel.body
    chemin = texte[texte.index("/reponse/") :].split()[0]
    assert "Acier du Nord" in Client().get(chemin).text


def test_rien_ne_part_en_demonstration(agent, convention, liste, settings, mailoutbox):
    settings.DEMO = True
    page = agent.post(liste, {"conventions": [convention.pk]}, follow=True)
    assert "aucun courriel ne part" in page.text
    assert Demande.objects.get().convention == convention
    assert partir() == 0
    assert mailoutbox == []


def test_une_entreprise_sans_adresse_est_nommee_et_n_est_pas_proposee(agent, bilan, liste):
    muette = ConventionFactory(
        entreprise__departement=bilan.departement, entreprise__nom="Sans adresse"
    )
    page = agent.get(liste)
    assert page.context["sans_contact"] == [muette]
    assert reverse("paqte:entreprise", args=[muette.entreprise_id]) in page.text
    assert agent.post(liste, {"conventions": [muette.pk]}).status_code == 422
    assert not Demande.objects.exists()


def test_une_prefecture_ne_demande_rien_a_l_entreprise_d_une_autre(agent, convention, liste):
    ailleurs = ConventionFactory(
        entreprise__departement__code="13", entreprise__courriel="a@b.example"
    )
    assert agent.post(liste, {"conventions": [ailleurs.pk]}).status_code == 422
    assert not Demande.objects.exists()


def test_la_liste_dit_qui_a_repondu_et_qui_non(agent, bilan, demande, liste):
    ConventionFactory(entreprise__departement=bilan.departement, entreprise__nom="Silencieuse")
    page = " ".join(agent.get(liste).text.split())
    assert "1 réponse pour 2 conventions en cours" in page
    assert "À prendre" in page
    assert "Non demandée" in page


def test_les_requetes_de_la_liste_ne_dependent_pas_du_nombre(
    agent, bilan, demande, liste, django_assert_max_num_queries
):
    demande_et_lien(
        ConventionFactory(
            entreprise__departement=bilan.departement, entreprise__courriel="b@b.example"
        )
    )
    with django_assert_max_num_queries(40) as avant:
        agent.get(liste)
    for n in range(5):
        suivante = ConventionFactory(
            entreprise__departement=bilan.departement, entreprise__courriel=f"a{n}@b.example"
        )
        demande_et_lien(suivante)
    with django_assert_max_num_queries(len(avant)):
        agent.get(liste)


PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("a", "part_le"),
    [
        ((17, 59), datetime(2019, 7, 3, 18, tzinfo=PARIS)),
        ((18, 0), datetime(2019, 7, 4, 18, tzinfo=PARIS)),
    ],
)
def test_les_courriers_du_jour_partent_ensemble_a_dix_huit_heures(
    agent, convention, liste, a, part_le
):
    with time_machine.travel(datetime(2019, 7, 3, *a, tzinfo=PARIS), tick=False):
        agent.post(liste, {"conventions": [convention.pk]})
        assert envoyer_les_courriers() == 0
    assert Courrier.objects.get().part_le == part_le


def test_un_contact_de_deux_departements_recoit_un_seul_courriel(
    agent, client, agent_13, convention, liste, mailoutbox
):
    agent.post(liste, {"conventions": [convention.pk], "mot": "Mot du Nord."})
    sud = bilan_complet(DepartementFactory(code="13"))
    leur = ConventionFactory(
        entreprise__departement=sud.departement, entreprise__courriel="RSE@acier.example"
    )
    client.force_login(agent_13)
    client.post(
        reverse("paqte:reponses", args=[Semestre(2019, 1), "13"]),
        {"conventions": [leur.pk], "mot": "Mot du Sud."},
    )
    assert partir() == 1
    (courriel,) = mailoutbox
    texte = courriel.body
    assert texte.count("/reponse/") == 2
    places = [texte.index(dit) for dit in (", 13)", "Mot du Sud.", ", 59)", "Mot du Nord.")]
    assert places == sorted(places)
    assert partir() == 0


def test_deux_rappels_au_plus_a_qui_n_a_pas_repondu(agent, convention, liste, mailoutbox):
    agent.post(liste, {"conventions": [convention.pk]})
    partir()
    rappel = {"courrier": "rappel", "conventions": [convention.pk]}
    for n in (1, 2):
        assert agent.post(liste, rappel).status_code == 302
        partir()
        assert len(mailoutbox) == 1 + n
        assert "n’a pas encore reçu" in mailoutbox[-1].body
    assert agent.post(liste, rappel).status_code == 422


def test_un_rappel_se_propose_coche_apres_sept_jours(agent, convention, liste):
    page = f"{liste}?courrier=rappel"
    with time_machine.travel("2019-07-03T10:00:00+02:00", tick=False):
        agent.post(liste, {"conventions": [convention.pk]})
        partir()
        assert agent.get(page).context["form"]["conventions"].value() == []
    with time_machine.travel("2019-07-11T19:00:00+02:00", tick=False):
        assert agent.get(page).context["form"]["conventions"].value() == [convention.pk]


def test_qui_repond_avant_le_depart_n_est_pas_rappele(agent, convention, liste, mailoutbox):
    demande, adresse = demande_et_lien(convention)
    agent.post(liste, {"courrier": "rappel", "conventions": [convention.pk]})
    Client().post(adresse, {"exemples": "Un forum.", "envoyer": ""})
    assert partir() == 0
    assert mailoutbox == []
    assert not demande.courriers.exists()


def test_le_remerciement_donne_les_sommes_du_departement(agent, demande, liste, mailoutbox):
    prendre(demande, ["embauches"])
    assert (
        agent.post(liste, {"courrier": "merci", "conventions": [demande.convention_id]}).status_code
        == 302
    )
    partir()
    (courriel,) = mailoutbox
    assert "vous remercie" in courriel.body
    assert "- Embauches : 12 personnes" in courriel.body
    assert "/reponse/" not in courriel.body
    page = agent.get(f"{liste}?courrier=merci")
    assert "n’est à écrire à personne" in page.text


def test_la_prefecture_change_le_texte_et_le_rend_au_portail(
    agent, bilan, convention, liste, mailoutbox
):
    textes = reverse("paqte:courriers", args=["59"])
    form = agent.get(textes).context["form"]
    saisie = {nom: form[nom].value() for nom in form.fields}
    agent.post(textes, saisie | {"demande": "Écrivez-nous ({semestre}, {departement})."})
    agent.post(liste, {"conventions": [convention.pk]})
    partir()
    nord = bilan.departement.nom
    assert f"Écrivez-nous (1er semestre 2019, {nord}, 59)." in mailoutbox[0].body
    agent.post(textes, saisie | {"demande": ""})
    assert "rend compte chaque semestre" in agent.get(f"{liste}?courrier=demande").text


def test_une_adresse_refusee_par_le_serveur_se_voit(agent, convention, liste):
    agent.post(liste, {"conventions": [convention.pk]})
    partir()
    courrier = Courrier.objects.get()
    Courriel.objects.create(
        identifiant=courrier.identifiant, sujet="", contenu=b"", erreur="550 boîte inconnue"
    )
    page = agent.get(liste).text
    assert "refusé par le serveur de courriel" in page
    assert "550 boîte inconnue" in page


def test_fermer_le_lien_retient_le_courrier(agent, convention, liste, mailoutbox):
    agent.post(liste, {"conventions": [convention.pk]})
    Demande.objects.get().revoquer()
    assert partir() == 0


def test_le_bilan_transmis_retient_les_courriers(agent, bilan, convention, liste):
    agent.post(liste, {"conventions": [convention.pk]})
    type(bilan).objects.update(etat="transmise")
    assert partir() == 0

"""La préfecture demande aux entreprises, lit ce qu'elles proposent, et prend ligne par ligne."""

import datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from paqte.demandes import envoyer_les_courriers
from paqte.models import Absence, Demande, Reponse, ResultatConvention
from paqte.prise import differe_de_moitie
from remontees.periodes import Semestre
from tests.factories import (
    CibleFactory,
    IndicateurFactory,
    ReponseFactory,
    ResultatFactory,
    bilan_complet,
)
from tests.factories.demandes import acier_du_nord, demande_et_lien, reponse_d_acier
from tests.formulaires import rempli

pytestmark = pytest.mark.django_db

SEMESTRE = Semestre(2019, 1)


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


def page_de(demande):
    return reverse("paqte:reponse", args=[demande.pk])


def cochees(client, demande):
    return client.get(page_de(demande)).context["form"]["lignes"].value()


def prendre(client, demande, *lignes):
    lue = client.get(page_de(demande)).context["form"]["lue"].value()
    return client.post(page_de(demande), {"lue": lue, "lignes": lignes, "prendre": ""})


def valeurs(convention):
    return {r.indicateur.code: r.lu for r in convention.resultats.filter(semestre="2019-s1")}


def test_une_prefecture_ne_lit_pas_la_reponse_d_une_autre(client, agent_13, region_32, demande):
    for personne in (agent_13, region_32):
        client.force_login(personne)
        assert client.get(page_de(demande)).status_code == 404
        assert client.post(page_de(demande), {"prendre": ""}).status_code == 404


def test_ce_qui_est_propose_se_lit_a_cote_de_la_cible_et_du_semestre_d_avant(
    agent, convention, demande
):
    embauches = IndicateurFactory(code="embauches")
    CibleFactory(convention=convention, indicateur=embauches, valeur=60)
    ResultatFactory(convention=convention, indicateur=embauches, semestre="2018-s2", valeur=11)
    ligne = agent.get(page_de(demande)).context["lignes"][0]
    assert (ligne.propose.valeur, ligne.cible, ligne.avant.valeur) == (12, 60, 11)


def test_prendre_tout_ecrit_les_resultats_les_mots_et_leur_origine(agent, convention, demande):
    Demande.objects.update(envoyee_le=datetime.datetime(2019, 7, 3, 12, tzinfo=datetime.UTC))
    demande.refresh_from_db()
    assert prendre(agent, demande, *cochees(agent, demande)).status_code == 302
    assert valeurs(convention) == {"embauches": 12, "qpv": 5}
    assert {r.declare_le for r in convention.resultats.all()} == {datetime.date(2019, 7, 3)}
    assert convention.reponses.get().autres == "Deux visites."
    assert convention.exemples.get().texte == "Un forum."
    page = agent.get(convention.get_absolute_url())
    assert "déclaré par l’entreprise le 3 juillet 2019" in page.text


def test_prendre_une_ligne_laisse_les_autres_et_ferme_le_lien(agent, convention, demande):
    prendre(agent, demande, "qpv")
    assert valeurs(convention) == {"qpv": 5}
    assert not convention.exemples.exists()
    demande.refresh_from_db()
    assert (demande.etat, demande.est_vivante) == (Demande.Etat.PRISE, False)


def test_une_ligne_sans_objet_se_prend_sans_devenir_un_zero(agent, convention, demande):
    demande.ecrire({"qpv": Absence.SANS_OBJET}, envoyer=True)
    prendre(agent, demande, "qpv")
    assert valeurs(convention) == {"qpv": Absence.SANS_OBJET}


def test_prendre_remplace_ce_que_l_agent_avait_saisi_et_son_silence(agent, convention, demande):
    ReponseFactory(convention=convention, absence=Reponse.Etat.NON_COMMUNIQUES, demandes=2)
    ResultatFactory(convention=convention, indicateur=IndicateurFactory(code="embauches"), valeur=1)
    prendre(agent, demande, "embauches")
    assert valeurs(convention) == {"embauches": 12}
    assert convention.reponses.get().absence == ""


def test_ce_qu_un_agent_recrit_n_est_plus_declare_par_l_entreprise(agent, convention, demande):
    prendre(agent, demande, "embauches", "qpv")
    adresse = reverse("paqte:resultats", args=[convention.pk, SEMESTRE])
    assert "Déclaré par l’entreprise le" in agent.get(adresse).text
    lignes = {"exemples-TOTAL_FORMS": "0", "exemples-INITIAL_FORMS": "0"}
    initiales = {"initial-valeur-embauches": "12", "initial-valeur-qpv": "5"}
    changee = {"valeur-embauches": "13"}
    agent.post(adresse, rempli(agent, adresse) | lignes | initiales | changee)
    declares = {r.indicateur.code: r.declare_le for r in ResultatConvention.objects.all()}
    assert declares["embauches"] is None
    assert declares["qpv"]


def test_les_incoherentes_et_celles_qui_different_de_moitie_se_cochent_une_a_une(
    agent, convention, demande
):
    assert cochees(agent, demande) == ["embauches", "qpv", "autres", "exemples"]
    embauches = IndicateurFactory(code="embauches")
    ResultatFactory(convention=convention, indicateur=embauches, semestre="2018-s2", valeur=24)
    assert cochees(agent, demande) == ["qpv", "autres", "exemples"]
    demande.ecrire({"embauches": Decimal(20), "qpv": Decimal(21)}, envoyer=True)
    assert cochees(agent, demande) == ["embauches", "autres", "exemples"]
    assert "dépasse « Embauches »" in agent.get(page_de(demande)).text


@pytest.mark.parametrize(
    ("avant", "apres", "attendu"),
    [
        (10, 5, True),
        (10, 15, True),
        (10, 6, False),
        (10, 14, False),
        (0, 1, True),
        (0, 0, False),
        (10, 10, False),
        (None, 3, False),
        (3, None, False),
    ],
)
def test_un_nombre_differe_de_moitie_de_celui_d_avant(avant, apres, attendu):
    assert differe_de_moitie(avant, apres) is attendu


def test_une_reponse_corrigee_pendant_la_lecture_est_a_relire(agent, convention, demande):
    lue = agent.get(page_de(demande)).context["form"]["lue"].value()
    demande.ecrire({"embauches": Decimal(99)}, envoyer=True)
    champs = {"lue": lue, "lignes": ["embauches"], "prendre": ""}
    page = agent.post(page_de(demande), champs)
    assert page.status_code == 422
    assert "relisez-la" in page.text
    assert valeurs(convention) == {}


def test_un_brouillon_ne_se_lit_ni_ne_se_prend(agent, convention):
    demande, _ = demande_et_lien(convention)
    demande.ecrire({"embauches": Decimal(12)}, envoyer=False)
    page = agent.get(page_de(demande))
    assert "n’a encore rien envoyé" in page.text
    assert page.context["lignes"] == []
    reponse = agent.post(page_de(demande), {"lignes": ["embauches"], "prendre": ""})
    assert reponse.status_code == 422
    assert valeurs(convention) == {}


def test_prendre_aucune_ligne_se_refuse_a_leur_champ(agent, demande):
    page = prendre(agent, demande)
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["lignes"])


def test_redemander_envoie_un_nouveau_lien_et_le_mot(agent, demande, mailoutbox):
    agent.post(page_de(demande), {"mot": "Vérifiez les embauches.", "redemander": ""})
    demande.refresh_from_db()
    assert demande.etat == Demande.Etat.REDEMANDEE
    envoyer_les_courriers(timezone.now() + datetime.timedelta(days=1))
    (courriel,) = mailoutbox
    texte = courriel.body
    assert "Vérifiez les embauches." in texte
    chemin = texte[texte.index("/reponse/") :].split()[0]
    page = Client().get(chemin)
    assert "Vérifiez les embauches." in page.text
    assert page.context["form"]["valeur-embauches"].value() == "12"


def test_redemander_sans_mot_se_refuse_a_son_champ(agent, demande):
    page = agent.post(page_de(demande), {"redemander": ""})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["mot"])


def test_fermer_le_lien_garde_ce_qui_est_propose(agent, demande):
    agent.post(page_de(demande), {"revoquer": ""})
    demande.refresh_from_db()
    assert not demande.est_vivante
    assert demande.revoque_le <= timezone.now()
    assert cochees(agent, demande) == ["embauches", "qpv", "autres", "exemples"]


def page_de_tout(bilan):
    return reverse("paqte:reponses_prendre", args=[SEMESTRE, bilan.departement_id])


def tout_prendre(client, bilan, lignes=()):
    lues = client.get(page_de_tout(bilan)).context["form"]["lues"].value()
    return client.post(page_de_tout(bilan), {"lues": lues, "lignes": lignes})


def test_tout_se_prend_d_un_coup_sauf_ce_qui_etonne(agent, bilan, convention, demande):
    ResultatFactory(
        convention=convention, indicateur__code="embauches", semestre="2018-s2", valeur=100
    )
    autre = acier_du_nord(bilan.departement)
    reponse_d_acier(autre)
    page = agent.get(page_de_tout(bilan))
    assert page.text.count("Passe de 100 à 12") == 1
    tout_prendre(agent, bilan)
    assert set(valeurs(convention)) == {"qpv"}
    assert set(valeurs(autre)) == {"embauches", "qpv"}
    assert [d.etat for d in Demande.objects.all()] == ["prise", "prise"]


def test_une_ligne_qui_etonne_se_prend_si_on_la_coche(agent, bilan, convention, demande):
    ResultatFactory(
        convention=convention, indicateur__code="embauches", semestre="2018-s2", valeur=100
    )
    tout_prendre(agent, bilan, [f"{demande.pk}-embauches"])
    assert set(valeurs(convention)) == {"embauches", "qpv"}


def test_une_reponse_corrigee_pendant_la_lecture_de_toutes_est_a_relire(agent, bilan, demande):
    lues = agent.get(page_de_tout(bilan)).context["form"]["lues"].value()
    Demande.objects.update(envoyee_le=timezone.now())
    page = agent.post(page_de_tout(bilan), {"lues": lues})
    assert page.status_code == 422
    assert "a corrigé sa réponse" in page.text
    assert Demande.objects.get().etat == Demande.Etat.PROPOSEE
    assert agent.post(page_de_tout(bilan), {"lues": page.context["form"]["lues"].value()}).url


def test_sans_reponse_il_n_y_a_rien_a_prendre(agent, bilan):
    assert "Aucune réponse n’est à prendre" in agent.get(page_de_tout(bilan)).text
    assert agent.post(page_de_tout(bilan), {}).status_code == 200


def test_les_lectures_ne_dependent_pas_du_nombre_de_reponses(
    agent, bilan, demande, django_assert_max_num_queries
):
    with django_assert_max_num_queries(20) as lectures:
        agent.get(page_de_tout(bilan))
    nombre = len(lectures)
    for _ in range(4):
        reponse_d_acier(acier_du_nord(bilan.departement))
    with django_assert_max_num_queries(nombre):
        agent.get(page_de_tout(bilan))

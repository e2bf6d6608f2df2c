"""Le premier jet d'un bilan et d'une synthèse : des phrases gardées, modifiées ou rayées."""

import datetime

import pytest
from django.urls import reverse

from paqte.models import Entreprise, ReunionComite
from remontees.models import PhraseJugee
from tests.factories import (
    ContratFactory,
    ConventionFactory,
    IndicateurFactory,
    ProtocoleFactory,
    ReponseFactory,
    ResultatFactory,
    bilan_complet,
    synthese_complete,
)
from tests.formulaires import rempli, rempli_de

pytestmark = pytest.mark.django_db

JOUR = datetime.date(2019, 3, 4)


@pytest.fixture
def bilan():
    return bilan_complet(strategie="Aller vers les PME.")


@pytest.fixture
def agent(client, agent_59):
    client.force_login(agent_59)
    return client


def signer(bilan, *noms, taille=Entreprise.Taille.PME, **champs):
    return [
        ConventionFactory(
            entreprise__departement=bilan.departement,
            entreprise__nom=nom,
            entreprise__taille=taille,
            **champs,
        )
        for nom in noms
    ]


def relu(remontee):
    return type(remontee).objects.get(pk=remontee.pk)


def textes(remontee):
    return {phrase.cle: phrase.texte for phrase in relu(remontee).phrases}


def juger(agent, remontee, geste, cle="signatures", **champs):
    [phrase] = [p for p in relu(remontee).phrases if p.cle == cle]
    saisie = rempli(agent, remontee.get_absolute_url(), **champs)
    saisie["phrase"] = f"{geste} {cle} {phrase.empreinte}"
    return phrase, agent.post(remontee.get_absolute_url(), saisie)


def test_les_signatures_du_semestre_se_disent_avec_leurs_lignes(bilan):
    for nom in ("Acier du Nord", "Bois et Fils"):
        [convention] = signer(bilan, nom)
    signer(bilan, "Câbles", taille=Entreprise.Taille.GRANDE)
    signer(bilan, "Ancienne", date_signature=datetime.date(2018, 9, 1))
    [phrase] = [p for p in relu(bilan).phrases if p.cle == "signatures"]
    assert phrase.texte == (
        "Trois conventions ont été signées au 1er semestre 2019, dont deux avec des PME ou des TPE"
        " : Acier du Nord, Bois et Fils et Câbles."
    )
    assert ("Bois et Fils", convention.get_absolute_url()) in phrase.liens
    assert phrase.champ == "strategie"


def test_rien_ne_s_est_fait_se_dit_aussi(bilan):
    ecrites = textes(bilan)
    assert ecrites["signatures"] == "Aucune convention n’a été signée au 1er semestre 2019."
    assert ecrites["reunions"] == "Aucune réunion ne s’est tenue au 1er semestre 2019."
    assert "attendus" not in ecrites


def test_ce_qui_baisse_et_ce_qui_manque_est_aux_obstacles(bilan):
    convention, muette = signer(bilan, "Acier", "Muette", date_signature=datetime.date(2018, 9, 1))
    stages = IndicateurFactory(code="stages", libelle="Stages")
    for semestre, valeur in (("2018-s2", 30), ("2019-s1", 12)):
        ResultatFactory(convention=convention, indicateur=stages, semestre=semestre, valeur=valeur)
    ReponseFactory(convention=muette, absence="non_communique", demandes=2, demande_le=JOUR)
    ecrites = textes(bilan)
    assert ecrites["baisses"] == (
        "Un résultat a baissé depuis le 2d semestre 2018 : « Stages » (de 30 à 12)."
    )
    assert ecrites["non_communiques"] == (
        "Une entreprise n’a pas communiqué ses résultats : Muette."
    )


def test_une_phrase_que_personne_n_a_gardee_ne_part_jamais(agent, bilan, sans_rendu):
    signer(bilan, "Acier du Nord")
    texte = textes(bilan)["signatures"]
    assert texte in agent.get(bilan.get_absolute_url()).text
    assert texte not in str(relu(bilan).contenu())
    assert texte not in agent.get(reverse("paqte:bilan_pdf", args=["2019-s1", "59"])).text


def test_garder_ajoute_la_phrase_au_texte_et_ne_la_propose_plus(agent, bilan):
    phrase, reponse = juger(agent, bilan, "garder")
    assert reponse.url == f"{bilan.get_absolute_url()}#id_strategie"
    assert relu(bilan).strategie == f"Aller vers les PME.\n{phrase.texte}"
    assert phrase not in relu(bilan).phrases_a_juger().get("strategie", [])


def test_garder_n_efface_rien_de_ce_qui_s_ecrivait(agent, bilan):
    phrase, _ = juger(agent, bilan, "modifier", obstacles="Le temps manque.", strategie="")
    assert relu(bilan).obstacles == "Le temps manque."
    assert relu(bilan).strategie == phrase.texte


def test_une_phrase_rayee_disparait_et_se_redemande(agent, bilan):
    phrase, _ = juger(agent, bilan, "rayer")
    assert phrase.texte not in relu(bilan).strategie
    page = agent.get(bilan.get_absolute_url())
    assert phrase.texte not in page.text
    saisie = rempli_de(page, phrase="redemander")
    page = agent.post(bilan.get_absolute_url(), saisie, follow=True)
    assert phrase.texte in page.text
    assert not PhraseJugee.objects.exists()


@pytest.mark.parametrize("geste", ["garder", "rayer"])
def test_quand_les_faits_changent_la_phrase_revient_et_remplace_l_ancienne(agent, bilan, geste):
    avant, _ = juger(agent, bilan, geste)
    signer(bilan, "Acier du Nord")
    apres, _ = juger(agent, bilan, "garder")
    assert apres.texte != avant.texte
    assert relu(bilan).strategie == f"Aller vers les PME.\n{apres.texte}"


def test_une_phrase_dont_les_faits_ont_change_depuis_la_lecture_n_est_pas_gardee(agent, bilan):
    saisie = rempli(agent, bilan.get_absolute_url())
    [lue] = [p for p in relu(bilan).phrases if p.cle == "signatures"]
    signer(bilan, "Acier du Nord")
    saisie["phrase"] = f"garder signatures {lue.empreinte}"
    page = agent.post(bilan.get_absolute_url(), saisie, follow=True)
    assert "Les faits ont changé" in page.text
    assert relu(bilan).strategie == "Aller vers les PME."


@pytest.mark.parametrize("geste", ["", "garder", "garder x 0", "effacer signatures 000000000000"])
def test_un_geste_forge_n_ajoute_rien(agent, bilan, geste):
    saisie = rempli(agent, bilan.get_absolute_url(), phrase=geste)
    assert agent.post(bilan.get_absolute_url(), saisie).status_code == 302
    assert relu(bilan).strategie == "Aller vers les PME."
    assert not PhraseJugee.objects.exists()


def test_une_saisie_refusee_garde_la_phrase_et_ne_la_juge_pas(agent, bilan):
    IndicateurFactory(code="stages")
    phrase, page = juger(agent, bilan, "garder", **{"valeur-resultat-stages": "douze"})
    assert page.status_code == 422
    assert phrase.texte in page.context["form"]["strategie"].value()
    assert not PhraseJugee.objects.exists()


def test_l_histoire_du_bilan_dit_les_reunions_et_leur_jour(bilan):
    for jour, objet in ((4, "comite"), (11, "point_etape")):
        ReunionComite.objects.create(
            departement=bilan.departement, date=JOUR.replace(day=jour), objet=objet
        )
    assert textes(bilan)["reunions"] == (
        "Deux réunions se sont tenues au 1er semestre 2019, dont une du comité de pilotage : "
        "le 4 mars 2019 et le 11 mars 2019."
    )


def test_la_synthese_dit_les_protocoles_qui_restent_a_signer(agent):
    synthese = synthese_complete()
    departement = synthese.departement
    departement.contrats.update(nom="Lens")
    for nom in ("Lille", "Roubaix"):
        ContratFactory(departement=departement, nom=nom)
    signe = ContratFactory(departement=departement, nom="Arras")
    ProtocoleFactory(contrat=signe, avancement="signe", signe_le=JOUR)
    ecrites = textes(synthese)
    assert "Trois protocoles restent à signer : Lens, Lille et Roubaix." in ecrites["a_signer"]
    assert ecrites["signes"] == "Un protocole est signé : Arras."
    phrase, _ = juger(agent, synthese, "garder", cle="a_signer")
    assert phrase.texte in relu(synthese).echeances


def test_le_premier_jet_coute_peu_de_lectures(agent, bilan, django_assert_max_num_queries):
    signer(bilan, "A", "B")
    relu(bilan).faits()
    with django_assert_max_num_queries(60) as peu:
        agent.get(bilan.get_absolute_url())
    signer(bilan, *(f"E{n}" for n in range(10)))
    with django_assert_max_num_queries(len(peu)):
        agent.get(bilan.get_absolute_url())

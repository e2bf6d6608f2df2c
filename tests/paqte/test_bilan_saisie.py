"""La saisie d'un bilan : brouillons, corrections, deux agents sur le même texte."""

import pytest
import time_machine
from django.urls import reverse

from paqte.models import Bilan, Correction
from remontees.periodes import Semestre
from tests.factories import (
    BilanFactory,
    CampagneFactory,
    QuartierFactory,
    UtilisateurFactory,
    bilan_complet,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]

ADRESSE = reverse("paqte:bilan", args=[Semestre(2019, 1), "59"])


@pytest.fixture
def agent(client, agent_59):
    """L'agent du Nord, connecté ; la campagne du 1er semestre 2019 est ouverte."""
    CampagneFactory()
    client.force_login(agent_59)
    return client


def relu():
    return Bilan.objects.get(departement="59", periode="2019-s1")


def test_le_premier_enregistrement_cree_le_brouillon(agent, agent_59):
    reponse = agent.post(ADRESSE, {"verrou": 0, "strategie": "Mobiliser les PME."})
    assert reponse.status_code == 302
    assert (relu().strategie, relu().etat, relu().modifie_par) == (
        "Mobiliser les PME.",
        "brouillon",
        agent_59,
    )


def test_ouvrir_la_page_ne_cree_rien(agent):
    assert agent.get(ADRESSE).status_code == 200
    assert not Bilan.objects.exists()


def test_un_brouillon_vide_s_enregistre(agent):
    assert agent.post(ADRESSE, {"verrou": 0}).status_code == 302
    assert relu().verrou == 1


def test_la_page_prefillee_montre_l_origine_des_chiffres(agent):
    QuartierFactory(departement__code="59", population=4321)
    page = agent.get(ADRESSE).content.decode()
    assert "4\xa0321" in page
    assert "liste de 2015" in page


def test_une_correction_avec_motif_s_enregistre(agent):
    agent.post(
        ADRESSE,
        {
            "verrou": 0,
            "valeur-contexte-population": "12 500",
            "motif-contexte-population": "Recensement local",
        },
    )
    correction = Correction.objects.get()
    assert (correction.valeur, correction.motif) == (12500, "Recensement local")


def test_une_correction_effacee_disparait(agent):
    bilan = BilanFactory(departement__code="59")
    Correction.objects.create(bilan=bilan, cle="contexte-population", valeur=5, motif="Erreur")
    agent.post(ADRESSE, {"verrou": 0})
    assert not Correction.objects.exists()


def test_une_correction_sans_motif_s_enregistre_mais_manque(agent):
    agent.post(ADRESSE, {"verrou": 0, "valeur-contexte-population": "12500"})
    assert "La correction de « Population des QPV » n’a pas de motif." in {
        manque.libelle for manque in relu().manques()
    }


def test_un_motif_sans_valeur_est_signale_a_son_champ(agent):
    reponse = agent.post(ADRESSE, {"verrou": 0, "motif-contexte-defm": "Faux"})
    assert reponse.status_code == 422
    assert "Donnez la valeur corrigée" in reponse.content.decode()


def test_un_nombre_illisible_garde_tout_ce_qui_est_saisi(agent):
    reponse = agent.post(
        ADRESSE,
        {"verrou": 0, "strategie": "Mon long texte", "valeur-contexte-defm": "beaucoup"},
    )
    page = reponse.content.decode()
    assert reponse.status_code == 422
    assert "Écrivez un nombre" in page
    assert "Mon long texte" in page
    assert not Bilan.objects.filter(strategie="Mon long texte").exists()


def test_le_second_enregistrement_est_refuse_avec_les_deux_textes(agent, client):
    agent.post(ADRESSE, {"verrou": 0, "strategie": "Texte de la première"})
    reponse = agent.post(ADRESSE, {"verrou": 0, "strategie": "Texte du second"})
    page = reponse.content.decode()
    assert reponse.status_code == 409
    assert "Texte de la première" in page
    assert "Texte du second" in page
    assert relu().strategie == "Texte de la première"


def test_apres_comparaison_le_second_peut_enregistrer(agent):
    agent.post(ADRESSE, {"verrou": 0, "strategie": "Première"})
    reponse = agent.post(ADRESSE, {"verrou": 0, "strategie": "Seconde"})
    verrou = reponse.context["form"]["verrou"].value()
    agent.post(ADRESSE, {"verrou": verrou, "strategie": "Seconde"})
    assert relu().strategie == "Seconde"


def test_un_champ_que_le_second_n_a_pas_touche_prend_le_texte_enregistre(agent):
    agent.post(ADRESSE, {"verrou": 0, "strategie": "Ancien", "obstacles": ""})
    agent.post(ADRESSE, {"verrou": 1, "strategie": "Nouveau", "obstacles": ""})
    reponse = agent.post(ADRESSE, {"verrou": 1, "strategie": "Ancien", "obstacles": "Peu"})
    differents = {d["champ"].name for d in reponse.context["differences"]}
    assert reponse.context["form"]["strategie"].value() == "Nouveau"
    assert differents == {"obstacles"}


def test_un_bilan_transmis_entre_temps_ne_s_ecrase_pas(agent, valideur_59):
    bilan = bilan_complet()
    bilan.transmettre(valideur_59)
    reponse = agent.post(ADRESSE, {"verrou": 0, "strategie": "Trop tard"})
    assert reponse.status_code == 409
    assert "Trop tard" in reponse.text
    assert "Votre saisie n’a pas été enregistrée" in reponse.text
    assert relu().strategie == "Aller vers les PME."


def test_chaque_manque_mene_a_son_champ(agent):
    page = agent.get(ADRESSE)
    liens = {manque.lien for manque in page.context["manques"]}
    assert f"{ADRESSE}#id_strategie" in liens
    for lien in (lien for lien in liens if lien.startswith(ADRESSE)):
        assert f'id="{lien.partition("#")[2]}"' in page.content.decode()


def test_un_bilan_complet_n_a_pas_de_manque():
    assert bilan_complet().manques() == []


@time_machine.travel("2019-08-01")
def test_un_semestre_a_venir_n_a_pas_de_bilan(agent):
    adresse = reverse("paqte:bilan", args=[Semestre(2020, 1), "59"])
    assert agent.get(adresse).status_code == 404


def test_avant_la_circulaire_il_n_y_a_pas_de_bilan(agent):
    adresse = reverse("paqte:bilan", args=[Semestre(2018, 2), "59"])
    assert agent.get(adresse).status_code == 404


def test_le_html_saisi_reste_du_texte(agent):
    agent.post(ADRESSE, {"verrou": 0, "strategie": "<script>alert(1)</script>"})
    page = agent.get(ADRESSE).content.decode()
    assert "<script>alert(1)</script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_le_nombre_de_requetes_de_la_page_est_constant(agent, django_assert_max_num_queries):
    from tests.factories import ConventionFactory, ResultatFactory

    for _ in range(3):
        ResultatFactory(convention=ConventionFactory(entreprise__departement__code="59"))
    with django_assert_max_num_queries(38) as peu:
        agent.get(ADRESSE)
    for _ in range(9):
        ResultatFactory(convention=ConventionFactory(entreprise__departement__code="59"))
    # Chaque indicateur de plus ne coûte aucune requête.
    with django_assert_max_num_queries(len(peu)):
        agent.get(ADRESSE)


def test_deux_agents_du_departement_partagent_le_brouillon(client, agent_59):
    BilanFactory(departement__code="59", strategie="Texte commun")
    client.force_login(UtilisateurFactory(departements=["59"]))
    assert "Texte commun" in client.get(ADRESSE).content.decode()


@pytest.fixture
def corrigee(agent):
    """Un bilan du Nord dont l'agent a corrigé la population, 1 200 d'après le portail."""
    quartier = QuartierFactory(departement__code="59", population=1200, defm=90)
    champs = {"valeur-contexte-population": "1300", "motif-contexte-population": "Recensement"}
    agent.post(ADRESSE, {"verrou": 0, **champs})
    return quartier, champs


def a_confirmer():
    return [m.libelle for m in relu().manques() if "depuis votre correction" in m.libelle]


def test_une_correction_reste_tant_que_le_calcul_ne_change_pas(corrigee):
    assert a_confirmer() == []


def test_une_correction_se_confirme_quand_le_calcul_change(agent, corrigee):
    quartier, champs = corrigee
    quartier.population = 1250
    quartier.save()
    (manque,) = a_confirmer()
    assert "le calcul est passé de 1\xa0200 à 1\xa0250" in manque
    agent.post(ADRESSE, {"verrou": 1, **champs})
    assert len(a_confirmer()) == 1
    agent.post(ADRESSE, {"verrou": 2, **champs, "confirme-contexte-population": "on"})
    assert a_confirmer() == []
    assert relu().contenu()["contexte"]["chiffres"][2]["valeur"] == 1300


def test_changer_une_correction_la_confirme(agent, corrigee):
    quartier, champs = corrigee
    quartier.population = 1250
    quartier.save()
    agent.post(ADRESSE, {"verrou": 1, **champs, "valeur-contexte-population": "1350"})
    assert a_confirmer() == []

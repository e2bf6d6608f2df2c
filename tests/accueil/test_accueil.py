"""L'accueil montre à chaque rôle ce qui est attendu de lui, et ce qui lui revient."""

import datetime
import re

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.urls import reverse

from mesures.models import Ministere
from paqte.models import Bilan, ExempleAction
from quartiers.models import Departement
from remontees.models import Campagne
from tests.factories import (
    BilanFactory,
    ContestationFactory,
    ConventionFactory,
    DepartementFactory,
    IndicateurFactory,
    OrganisationFactory,
    QuartierFactory,
    ReferentFactory,
    SyntheseFactory,
    UtilisateurFactory,
)

pytestmark = pytest.mark.usefixtures("_le_10_juillet_2019")


@pytest.fixture
def _le_10_juillet_2019():
    with time_machine.travel(datetime.datetime(2019, 7, 10, 12, tzinfo=datetime.UTC), tick=False):
        yield


def test_l_icone_du_site_se_trouve_a_la_racine(client):
    reponse = client.get("/favicon.ico")
    assert reponse.status_code == 302
    assert reponse.url.endswith(".ico")
    assert finders.find("dsfr/dist/favicon/favicon.ico")


@pytest.mark.parametrize(
    ("page", "groupe"), [("paqte:bilans", "PAQTE"), ("contrats:cadre", "Ressources")]
)
def test_le_menu_dit_dans_quel_groupe_on_est(client, agent_59, page, groupe):
    client.force_login(agent_59)
    courants = re.findall(
        r'aria-controls="menu-\w+"\s+aria-current="true">(.*)</button>',
        client.get(reverse(page)).text,
    )
    assert courants == [groupe]


@pytest.fixture
def campagne(db):
    return Campagne.objects.create(
        genre="bilan",
        periode="2019-s1",
        ouverture_le=datetime.date(2019, 7, 1),
        echeance_le=datetime.date(2019, 7, 31),
    )


@pytest.fixture
def accueil(client):
    """Rend le texte de l'accueil que voit un utilisateur."""

    def lire(user):
        client.force_login(user)
        reponse = client.get(reverse("accueil"))
        assert reponse.status_code == 200
        return " ".join(reponse.content.decode().split())

    return lire


@pytest.mark.usefixtures("campagne")
def test_agent_voit_le_bilan_attendu_son_echeance_et_ses_manques(accueil, agent_59):
    page = accueil(agent_59)
    assert "31 juillet 2019" in page
    assert "dans 21 jours" in page
    assert "À commencer" in page
    assert f"{reverse('paqte:bilan', args=['2019-s1', '59'])}#id_strategie" in page


@pytest.mark.usefixtures("campagne")
def test_l_accueil_ne_montre_que_les_dix_premiers_manques(accueil, agent_59):
    ConventionFactory()
    bilan = BilanFactory(departement=Departement.objects.get())
    for code in "abc":
        cle = f"resultat-{IndicateurFactory(code=code).code}"
        bilan.corrections.create(cle=cle, valeur=12)
    page = accueil(agent_59)
    assert "Ce sont les dix premiers : ouvrez le bilan pour voir les autres." in page
    assert "n’a pas de motif" in page
    assert "#id_obstacles" not in page


@pytest.mark.usefixtures("campagne")
def test_agent_voit_que_l_echeance_est_passee(accueil, agent_59):
    with time_machine.travel(datetime.datetime(2019, 8, 2, 12, tzinfo=datetime.UTC)):
        assert "échéance passée" in accueil(agent_59)


def test_campagne_a_venir_n_est_pas_montree(accueil, agent_59, campagne):
    campagne.ouverture_le = datetime.date(2019, 7, 11)
    campagne.save()
    assert "31 juillet 2019" not in accueil(agent_59)


@pytest.mark.usefixtures("campagne")
def test_agent_lit_ce_que_demande_le_cget(accueil, agent_59):
    BilanFactory(etat=Bilan.Etat.A_COMPLETER, commentaire_retour="Précisez les obstacles.")
    page = accueil(agent_59)
    assert "À compléter" in page
    assert "Précisez les obstacles." in page


@pytest.mark.usefixtures("campagne")
@pytest.mark.parametrize(
    ("etat", "message"),
    [("brouillon", "Tout est rempli"), ("a_completer", "Rien d’autre ne manque")],
)
def test_bilan_sans_manque_est_dit_pret(accueil, agent_59, etat, message):
    bilan = BilanFactory(etat=etat, partenaires="FACE", strategie="S", obstacles="Néant")
    ReferentFactory(departement=bilan.departement)
    OrganisationFactory(departement=bilan.departement)
    QuartierFactory(departement=bilan.departement)
    assert message in accueil(agent_59)


@pytest.mark.usefixtures("campagne")
def test_agent_ne_voit_rien_d_un_autre_departement(accueil, agent_13):
    BilanFactory(etat=Bilan.Etat.A_COMPLETER, commentaire_retour="Pour le Nord seulement")
    page = accueil(agent_13)
    assert "Pour le Nord seulement" not in page
    assert "/59/" not in page


def avancement_des_bilans(contexte):
    return dict(contexte["avancements"])[Bilan]


@pytest.mark.usefixtures("campagne")
def test_cget_voit_l_avancement_et_les_referents_absents(client, cget):
    for code, etat in (("59", "brouillon"), ("62", "transmise"), ("13", "acceptee")):
        BilanFactory(departement=DepartementFactory(code=code), etat=etat)
    DepartementFactory(code="93")
    ReferentFactory(departement=DepartementFactory(code="62"))
    client.force_login(cget)
    contexte = client.get(reverse("accueil")).context
    (ligne,) = avancement_des_bilans(contexte)
    assert (ligne["attendues"], ligne["a_commencer"]) == (4, 1)
    assert (ligne["brouillon"], ligne["transmise"], ligne["acceptee"]) == (1, 1, 1)
    assert {departement.code for departement in contexte["sans_referent"]} == {"59", "13", "93"}


@pytest.mark.usefixtures("campagne")
def test_region_ne_compte_que_ses_departements(client, region_32):
    DepartementFactory(code="59")
    DepartementFactory(code="13", region__code="93", region__nom="Provence")
    client.force_login(region_32)
    (ligne,) = avancement_des_bilans(client.get(reverse("accueil")).context)
    assert ligne["attendues"] == 1


@pytest.mark.usefixtures("campagne")
def test_lecteur_ne_voit_aucun_texte_de_brouillon(accueil, cget, region_32):
    BilanFactory(strategie="Un secret de brouillon")
    assert "Un secret de brouillon" not in accueil(cget) + accueil(region_32)


def test_ministere_est_mene_aux_quartiers(accueil, ministere):
    DepartementFactory()
    page = accueil(ministere)
    assert reverse("quartiers:liste") in page
    assert reverse("paqte:bilans") not in page


def test_administrateur_est_mene_aux_imports(accueil, administrateur):
    DepartementFactory()
    page = accueil(administrateur)
    assert reverse("quartiers:import") in page
    assert reverse("quartiers:journal") in page
    assert reverse("admin:index") in page


@pytest.mark.parametrize("role", ["agent", "region", "cget", "ministere"])
def test_sans_perimetre_un_message_le_dit(accueil, db, role):
    assert "Aucun périmètre" in accueil(UtilisateurFactory(role=role))


@pytest.mark.usefixtures("campagne")
def test_le_nombre_de_requetes_du_cget_ne_depend_pas_des_departements(
    client, cget, django_assert_max_num_queries
):
    client.force_login(cget)
    for code in ("59", "62", "13"):
        BilanFactory(departement=DepartementFactory(code=code), etat="transmise")
    # La première page d'un processus lit aussi ce qu'il garde ensuite.
    client.get(reverse("accueil"))
    with django_assert_max_num_queries(23) as avant:
        client.get(reverse("accueil"))
    for code in range(10, 30):
        BilanFactory(departement=DepartementFactory(code=f"{code}X"), etat="acceptee")
    with django_assert_max_num_queries(len(avant)):
        client.get(reverse("accueil"))


def _ouvrir(genre, periode):
    Campagne.objects.create(
        genre=genre, periode=periode, ouverture_le="2018-01-01", echeance_le="2018-01-31"
    )


@pytest.fixture
def deux_bilans(campagne):
    """Deux bilans ouverts du Nord, dont un seul a un exemple ; rend le second."""
    convention = ConventionFactory(
        entreprise__nom="Fonderies", date_signature=datetime.date(2018, 9, 1)
    )
    departement = convention.entreprise.departement
    ExempleAction.objects.create(
        convention=convention, semestre=campagne.periode, texte="Un forum."
    )
    QuartierFactory(departement=departement, population=1200, defm=90)
    BilanFactory(departement=departement, periode=campagne.periode)
    _ouvrir("bilan", "2018-s2")
    return BilanFactory(departement=departement, periode="2018-s2", etat="a_completer")


@pytest.mark.usefixtures("deux_bilans")
def test_chaque_bilan_ouvert_montre_ses_propres_manques(accueil, agent_59):
    page = accueil(agent_59)
    manque = "Aucun exemple concret n’est donné."
    assert page.count(manque) == 1
    assert page.index("2019 </h3>") < page.index("2018 </h3>") < page.index(manque)


@pytest.mark.usefixtures("deux_bilans")
def test_une_echeance_passee_depuis_six_mois_est_a_l_ecart(client, agent_59):
    client.force_login(agent_59)
    contexte = client.get(reverse("accueil")).context
    assert [str(ligne.periode) for ligne in contexte["a_faire"]] == ["2019-s1"]
    assert [str(ligne.periode) for ligne in contexte["anciennes"]] == ["2018-s2"]


@pytest.mark.usefixtures("campagne")
def test_ce_qui_est_transmis_n_est_plus_a_faire(client, agent_59):
    BilanFactory(etat="transmise")
    client.force_login(agent_59)
    contexte = client.get(reverse("accueil")).context
    assert contexte["a_faire"] == []
    assert [ligne.etat for ligne in contexte["faites"]] == ["transmise"]


@pytest.mark.parametrize(
    ("etat", "dit"), [("brouillon", True), ("a_completer", False), ("transmise", False)]
)
def test_en_retard_ne_se_dit_que_de_ce_qui_n_est_pas_arrive(accueil, agent_59, campagne, etat, dit):
    BilanFactory(etat=etat)
    with time_machine.travel(datetime.datetime(2019, 8, 2, 12, tzinfo=datetime.UTC)):
        assert ("En retard" in accueil(agent_59)) == dit


def test_une_remontee_de_plus_ne_coute_aucune_requete_a_l_agent(
    client, agent_59, deux_bilans, django_assert_max_num_queries
):
    deux_bilans.commentaires.create(champ="obstacles", texte="Précisez.")
    client.force_login(agent_59)
    _ouvrir("synthese", "2019")
    SyntheseFactory(departement_id="59", periode="2019")
    # La première page d'un processus lit aussi ce qu'il garde ensuite.
    client.get(reverse("accueil"))
    with django_assert_max_num_queries(23) as avant:
        client.get(reverse("accueil"))
    _ouvrir("synthese", "2018")
    _ouvrir("bilan", "2017-s2")
    SyntheseFactory(departement_id="59", periode="2018")
    BilanFactory(departement_id="59", periode="2017-s2", etat="a_completer")
    with django_assert_max_num_queries(len(avant)):
        assert "obstacles rencontrés" in client.get(reverse("accueil")).text


def test_le_ministere_voit_ses_mesures_et_ce_qu_on_lui_conteste(client, ministere):
    chef_de_file = Ministere.objects.create(nom="Ministère du travail")
    chef_de_file.membres.add(ministere)
    contestation = ContestationFactory(valeur__indicateur__mesure__chef_de_file=chef_de_file)
    client.force_login(ministere)
    page = client.get(reverse("accueil")).text
    assert contestation.valeur.indicateur.mesure.intitule in page
    assert "1 valeur contestée" in page

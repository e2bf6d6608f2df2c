"""La fiche d'une entreprise : remplie d'après son SIREN, sa place en QPV, ses doublons."""

import pytest
from django.urls import reverse

from paqte.models import Entreprise
from quartiers.models import Contour
from tests.factories import DepartementFactory, EntrepriseFactory, QuartierFactory
from tests.paqte.repertoire import ETABLISSEMENT_FERME, SIREN

pytestmark = pytest.mark.django_db

AJOUTER = reverse("paqte:entreprise_ajouter")
A_LA_MAIN = {"departement": "59", "siren": SIREN, "nom": "Mon Acier", "taille": "pme"}
CARRE = [[[[3.0, 50.6], [3.1, 50.6], [3.1, 50.7], [3.0, 50.7], [3.0, 50.6]]]]


@pytest.fixture
def agent(client, agent_59):
    client.force_login(agent_59)
    return client


def initiales(page):
    form = page.context["form"]
    return {nom: form[nom].value() for nom in form.fields}


def test_le_bouton_remplit_la_fiche_et_garde_ce_qui_est_ecrit(agent, repertoire):
    page = agent.post(AJOUTER, {"siren": SIREN, "nom": "Mon Acier", "remplir": ""})
    assert page.status_code == 200
    remplies = initiales(page)
    assert (remplies["nom"], remplies["taille"]) == ("Mon Acier", "eti")
    assert (remplies["commune"], remplies["code_commune"]) == ("Lille", "59350")
    assert not Entreprise.objects.exists()


def test_une_fiche_remplie_s_enregistre_avec_son_lieu(agent, repertoire):
    page = agent.post(AJOUTER, {"siren": SIREN, "remplir": ""})
    agent.post(AJOUTER, {k: v for k, v in initiales(page).items() if v is not None})
    entreprise = Entreprise.objects.get()
    assert (entreprise.siren, entreprise.adresse) == (SIREN, "12 RUE DES FORGES 59000 LILLE")
    assert (entreprise.code_commune, entreprise.point) == ("59350", (3.06, 50.62))


def test_une_adresse_changee_a_la_main_n_a_plus_de_lieu(agent):
    entreprise = EntrepriseFactory(
        siren=SIREN, adresse="1 rue A", code_commune="59350", longitude=3.0, latitude=50.0
    )
    page = agent.get(reverse("paqte:entreprise", args=[entreprise.pk]))
    saisie = {k: v for k, v in initiales(page).items() if v is not None}
    agent.post(page.request["PATH_INFO"], saisie | {"adresse": "2 rue B"})
    entreprise.refresh_from_db()
    assert (entreprise.adresse, entreprise.code_commune, entreprise.point) == ("2 rue B", "", None)


def test_une_entreprise_fermee_se_dit_en_remplissant(agent, repertoire):
    page = agent.post(AJOUTER, {"siren": ETABLISSEMENT_FERME, "remplir": ""})
    assert "Cet établissement est fermé depuis le 31 décembre 2025." in page.text


@pytest.mark.parametrize(
    ("statut", "reponse", "dit"),
    [(500, {}, "ne répond pas"), (200, {"results": []}, "ne connaît pas ce numéro")],
)
def test_sans_reponse_la_fiche_se_remplit_a_la_main(agent, repertoire, statut, reponse, dit):
    repertoire.statut, repertoire.reponse = statut, reponse
    page = agent.post(AJOUTER, {"siren": SIREN, "nom": "Mon Acier", "remplir": ""})
    assert dit in page.text
    assert initiales(page)["nom"] == "Mon Acier"
    agent.post(AJOUTER, A_LA_MAIN)
    assert Entreprise.objects.get().nom == "Mon Acier"


def test_eteinte_la_page_ne_propose_rien_et_marche(agent):
    assert "Remplir d’après le SIREN" not in agent.get(AJOUTER).text
    agent.post(AJOUTER, A_LA_MAIN | {"remplir": ""})
    assert Entreprise.objects.get().siren == SIREN


def test_la_page_qui_s_ecrit_lit_les_memes_champs(agent, repertoire):
    lu = agent.get(reverse("paqte:entreprise_fiche"), {"numero": "552 100 554"}).json()
    assert lu["champs"]["nom"] == "ACIER DU NORD"
    assert lu["champs"]["longitude"] == 3.06
    assert "relisez-la" in lu["dit"]
    assert agent.get(reverse("paqte:entreprise_fiche")).json()["champs"] == {}


def test_un_siren_deja_connu_mene_a_sa_fiche_et_a_sa_convention(agent):
    connue = EntrepriseFactory(departement__code="59", siren=SIREN)
    page = agent.post(AJOUTER, A_LA_MAIN)
    assert page.status_code == 422
    for adresse in (
        reverse("paqte:entreprise", args=[connue.pk]),
        f"{reverse('paqte:convention_ajouter')}?entreprise={connue.pk}",
    ):
        assert f'href="{adresse}"' in page.text


@pytest.fixture
def liste(client):
    """Un QPV de Lille, dont le contour est un carré, et un de Roubaix."""
    nord = DepartementFactory(code="59")
    commun = {"departement": nord, "millesime": 2024}
    lille = QuartierFactory(nom="Moulins", communes="Lille", codes_communes="59350", **commun)
    QuartierFactory(communes="Roubaix", codes_communes="59512", **commun)
    return lille


def situation(**champs):
    return EntrepriseFactory(departement__code="59", **champs).situation()


def test_une_commune_sans_quartier_est_hors_qpv(liste):
    assert situation(commune="Bailleul").etat == "hors"
    assert situation(commune="Lille", code_commune="59043").etat == "hors"


@pytest.mark.parametrize("ecrit", [{"commune": "LILLE"}, {"code_commune": "59350"}])
def test_une_commune_qui_en_a_ne_suffit_pas(liste, ecrit):
    trouvee = situation(**ecrit)
    assert (trouvee.etat, trouvee.quartiers) == ("possible", (liste,))


@pytest.mark.parametrize(("longitude", "etat"), [(3.05, "dans"), (3.2, "hors"), (None, "possible")])
def test_les_coordonnees_disent_dans_quel_quartier(liste, longitude, etat):
    Contour.objects.create(quartier=liste, polygones=CARRE)
    trouvee = situation(code_commune="59350", longitude=longitude, latitude=50.65)
    assert trouvee.etat == etat
    assert (trouvee.quartiers == (liste,)) == (etat != "hors")


def test_sans_contour_les_coordonnees_ne_disent_rien(liste):
    assert situation(code_commune="59350", longitude=3.05, latitude=50.65).etat == "possible"


def test_sans_commune_ou_sans_liste_on_ne_sait_pas():
    assert situation().etat == "inconnu"
    assert situation(commune="Lille").etat == "inconnu"


def test_un_fournisseur_se_situe_par_son_siret(agent, repertoire, liste):
    Contour.objects.create(quartier=liste, polygones=CARRE)
    page = agent.get(reverse("paqte:en_qpv"), {"numero": SIREN})
    assert page.context["situation"].etat == "dans"
    assert "Moulins" in page.text


def test_un_fournisseur_se_situe_par_sa_commune_quand_l_api_est_eteinte(agent, liste):
    page = agent.get(reverse("paqte:en_qpv"), {"numero": SIREN, "commune": "Bailleul"})
    assert page.context["situation"].etat == "hors"
    assert "ne répond pas" in page.text
    assert agent.get(reverse("paqte:en_qpv"), {"numero": ""}).status_code == 422

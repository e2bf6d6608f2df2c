"""La page d'une entreprise : par son lien, sans compte, et rien dans les sommes avant la prise."""

import datetime
import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from paqte.models import Bilan, Demande, ResultatConvention
from tests.factories import (
    AxeFactory,
    CibleFactory,
    ConventionFactory,
    IndicateurFactory,
    ReferentFactory,
    ResultatFactory,
    bilan_complet,
)
from tests.factories.demandes import demande_et_lien

pytestmark = pytest.mark.django_db


@pytest.fixture
def indicateur():
    return IndicateurFactory(code="stages", libelle="Stages offerts", unite="stages")


@pytest.fixture
def convention(indicateur):
    return ConventionFactory(
        entreprise__nom="Acier du Nord",
        axes=[indicateur.axe],
        autres_engagements="Visites de l’atelier",
    )


@pytest.fixture
def ouverte(convention):
    """La demande d'Acier du Nord et l'adresse de sa page."""
    return demande_et_lien(convention)


@pytest.fixture
def client():
    """Le navigateur d'une entreprise : sans session, et qui vérifierait la provenance."""
    return Client(enforce_csrf_checks=True)


def relue(demande):
    return Demande.objects.get(pk=demande.pk)


def test_la_page_dit_qui_demande_les_cibles_et_le_semestre_d_avant(
    client, convention, indicateur, ouverte
):
    ReferentFactory(departement=convention.entreprise.departement)
    CibleFactory(convention=convention, indicateur=indicateur, valeur=30)
    ResultatFactory(convention=convention, indicateur=indicateur, semestre="2018-s2", valeur=12)
    page = client.get(ouverte[1])
    assert page.status_code == 200
    texte = " ".join(page.text.split())
    for dit in (
        "Acier du Nord : vos résultats du 1er semestre 2019",
        f"La {convention.entreprise.departement.nom_de_prefecture} suit",
        "signée le 1er mars 2019",
        "Visites de l’atelier",
        "Cible à trois ans : 30. 2d semestre 2018 : 12.",
        "camille.lefevre@exemple.gouv.fr",
        "Accessibilité : partiellement conforme",
    ):
        assert dit in texte, dit


def test_le_portail_ne_garde_que_l_empreinte_du_lien(ouverte):
    demande, adresse = ouverte
    secret = adresse.split("/")[2]
    assert len(secret) == 43
    champs = Demande.objects.filter(pk=demande.pk).values_list().get()
    assert secret not in str(champs)


def test_un_brouillon_s_enregistre_et_se_retrouve_sans_etre_propose(client, ouverte):
    demande, adresse = ouverte
    reponse = client.post(
        adresse, {"valeur-stages": "12", "exemples": "Un forum.", "enregistrer": ""}
    )
    assert (reponse.status_code, reponse.url) == (302, adresse)
    assert relue(demande).etat == Demande.Etat.ATTENDUE
    page = client.get(adresse)
    assert page.context["form"]["valeur-stages"].value() == "12"
    assert "Un forum." in page.text
    assert "pas encore envoyé" in page.text


def test_une_reponse_envoyee_se_corrige_tant_qu_elle_n_est_pas_prise(client, ouverte):
    demande, adresse = ouverte
    client.post(adresse, {"valeur-stages": "12", "envoyer": ""})
    premiere = relue(demande)
    assert (premiere.etat, premiere.valeurs) == (Demande.Etat.PROPOSEE, {"stages": "12"})
    assert "Votre réponse est envoyée" in client.get(adresse).text
    client.post(adresse, {"valeur-stages": "13"})
    seconde = relue(demande)
    assert (seconde.etat, seconde.valeurs) == (Demande.Etat.PROPOSEE, {"stages": "13"})
    assert seconde.envoyee_le > premiere.envoyee_le


@pytest.mark.parametrize(
    ("ecrit", "garde"), [("s.o.", "sans_objet"), ("n.d.", "non_communique"), ("0", "0")]
)
def test_une_ligne_sans_objet_n_est_pas_un_zero(client, ouverte, ecrit, garde):
    demande, adresse = ouverte
    client.post(adresse, {"valeur-stages": ecrit, "envoyer": ""})
    assert relue(demande).valeurs == {"stages": garde}


def test_ce_qui_est_propose_n_entre_dans_aucune_somme(client, convention, ouverte):
    client.post(ouverte[1], {"valeur-stages": "12", "envoyer": ""})
    assert not ResultatConvention.objects.exists()
    assert not convention.exemples.exists()


def test_une_saisie_fausse_se_dit_a_son_champ_et_rien_n_est_perdu(client, ouverte):
    demande, adresse = ouverte
    page = client.post(adresse, {"valeur-stages": "douze", "exemples": "Un forum.", "envoyer": ""})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["valeur-stages"])
    assert 'value="douze"' in page.text
    assert "Un forum." in page.text
    assert relue(demande).ecrite_le is None


def test_une_reponse_vide_ne_s_envoie_pas(client, ouverte):
    demande, adresse = ouverte
    page = client.post(adresse, {"envoyer": ""})
    assert page.status_code == 422
    assert "Rien n’est écrit" in page.text
    assert relue(demande).etat == Demande.Etat.ATTENDUE


def test_une_incoherence_se_dit_sans_empecher_d_envoyer(client, convention, indicateur, ouverte):
    IndicateurFactory(code="part", axe=indicateur.axe, libelle="Part", plafond=indicateur)
    demande, adresse = ouverte
    client.post(adresse, {"valeur-stages": "3", "valeur-part": "5", "envoyer": ""})
    assert relue(demande).etat == Demande.Etat.PROPOSEE
    assert "« Part » (5) dépasse « Stages offerts » (3)" in client.get(adresse).text


def test_un_lien_ne_montre_que_sa_convention(client, ouverte):
    ConventionFactory(
        entreprise__nom="Voisine", axes=[AxeFactory(rang=2)], autres_engagements="Secret"
    )
    page = client.get(ouverte[1])
    assert "Voisine" not in page.text
    assert "Secret" not in page.text


@pytest.mark.parametrize("methode", ["get", "head"])
def test_ouvrir_le_lien_ne_change_rien(client, ouverte, methode, django_assert_max_num_queries):
    demande, adresse = ouverte
    avant = Demande.objects.values().get(pk=demande.pk)
    with django_assert_max_num_queries(12) as requetes:
        reponse = getattr(client, methode)(adresse)
    ecrites = [r["sql"] for r in requetes if re.match("INSERT|UPDATE|DELETE", r["sql"])]
    assert ecrites == []
    assert Demande.objects.values().get(pk=demande.pk) == avant
    assert not reponse.cookies


def hier():
    return timezone.now() - datetime.timedelta(days=1)


FERMER = {
    "expirée": lambda: {"expire_le": hier()},
    "révoquée": lambda: {"revoque_le": hier()},
    "prise": lambda: {"etat": "prise", "envoyee_le": hier()},
}


def pages_fermees(client, adresse):
    return [client.get(adresse), client.post(adresse, {"exemples": "Un forum.", "envoyer": ""})]


@pytest.mark.parametrize("motif", FERMER)
def test_un_lien_ferme_rend_la_meme_page_qu_un_lien_inconnu(client, convention, motif):
    demande, adresse = demande_et_lien(convention, **FERMER[motif]())
    attendue = client.get("/reponse/inconnu/")
    assert attendue.status_code == 404
    for page in pages_fermees(client, adresse):
        assert (page.status_code, page.content) == (404, attendue.content)
        assert page.headers == attendue.headers
    assert relue(demande).exemples == ""


def test_le_bilan_transmis_clot_le_semestre_et_sa_rectification_le_rouvre(client, valideur_59):
    bilan = bilan_complet()
    _, adresse = demande_et_lien(ConventionFactory(entreprise__departement=bilan.departement))
    assert client.get(adresse).status_code == 200
    Bilan.objects.update(etat=Bilan.Etat.TRANSMISE)
    assert [page.status_code for page in pages_fermees(client, adresse)] == [404, 404]
    Bilan.objects.update(etat=Bilan.Etat.A_COMPLETER)
    assert client.get(adresse).status_code == 200


def test_un_nouveau_lien_ferme_l_ancien_et_garde_ce_qui_est_ecrit(client, convention, ouverte):
    _, ancien = ouverte
    client.post(ancien, {"valeur-stages": "12", "enregistrer": ""})
    _, nouveau = demande_et_lien(convention)
    assert client.get(ancien).status_code == 404
    assert client.get(nouveau).context["form"]["valeur-stages"].value() == "12"


@pytest.mark.parametrize("page", ["ouverte", "inconnue"])
def test_la_page_ne_fuit_ni_par_la_provenance_ni_par_une_copie_ni_par_un_moteur(
    client, ouverte, page
):
    reponse = client.get(ouverte[1] if page == "ouverte" else "/reponse/inconnu/")
    assert reponse["Referrer-Policy"] == "no-referrer"
    assert "no-store" in reponse["Cache-Control"]
    assert "noindex" in reponse["X-Robots-Tag"]


def test_la_page_ne_mene_nulle_part_dans_le_portail(client, ouverte):
    ReferentFactory(departement=ouverte[0].convention.entreprise.departement)
    for adresse in (ouverte[1], "/reponse/inconnu/"):
        liens = re.findall('(?:href|action)="([^"]+)"', client.get(adresse).text)
        dedans = [lien for lien in liens if not lien.startswith(("/static/", "#", "mailto:", "?"))]
        assert dedans == []


@pytest.mark.parametrize("fin", ["", "/autre"])
def test_le_lien_ne_s_ecrit_dans_aucun_journal(client, ouverte, ecrit, fin):
    adresse = ouverte[1] + fin.removeprefix("/")
    client.post(adresse, {"valeur-stages": "douze"})
    client.get(adresse)
    assert "/reponse/[...]" in ecrit()
    assert ouverte[1].split("/")[2] not in ecrit()


def test_la_commande_imprime_un_lien_en_demonstration(client, convention, settings):
    settings.DEMO, settings.ADRESSE_DU_PORTAIL = True, "http://essai"
    sortie = io.StringIO()
    call_command("lien_reponse", convention.pk, "2019-s1", stdout=sortie)
    adresse = sortie.getvalue().strip().removeprefix("http://essai")
    assert client.get(adresse).status_code == 200


@pytest.mark.parametrize(
    ("demo", "semestre", "refus"),
    [
        (False, "2019-s1", "qu’en démonstration"),
        (True, "2019", "n’est pas un semestre"),
        (True, "2018-s1", "n’a rien à dire"),
    ],
)
def test_la_commande_se_refuse_en_une_phrase(convention, settings, demo, semestre, refus):
    settings.DEMO = demo
    with pytest.raises(CommandError, match=refus):
        call_command("lien_reponse", convention.pk, semestre)
    assert not Demande.objects.exists()


TEXTE = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.sampled_from(
    ["\x00", "9" * 30, "1e999", "NaN", "s.o.", "<5", "a" * 70_000, "\u202e"]
)


@given(secret=st.from_regex("[-_a-zA-Z0-9]{1,60}", fullmatch=True), saisie=TEXTE)
def test_un_lien_forge_n_ouvre_rien(ouverte, secret, saisie):
    client, adresse = Client(), f"/reponse/{secret}/"
    assert client.get(adresse).status_code == 404
    assert client.post(adresse, {"exemples": saisie, "envoyer": ""}).status_code == 404


@given(
    saisie=st.dictionaries(
        st.sampled_from(
            [
                "valeur-stages",
                "autres",
                "autres_valeur",
                "exemples",
                "envoyer",
                "etat",
            ]
        ),
        TEXTE,
    )
)
def test_une_saisie_au_hasard_ne_prend_rien_et_ne_tombe_pas_en_panne(ouverte, saisie):
    demande, adresse = ouverte
    assert Client().post(adresse, saisie).status_code in {200, 302, 422}
    assert Client().get(adresse).status_code == 200
    assert relue(demande).etat in {Demande.Etat.ATTENDUE, Demande.Etat.PROPOSEE}
    assert not ResultatConvention.objects.exists()

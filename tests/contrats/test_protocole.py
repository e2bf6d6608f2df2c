"""Le protocole d'engagements : avancement, engagements réciproques, PDF."""

from io import BytesIO
from unittest import mock

import pytest
from django.db import IntegrityError
from django.urls import reverse
from odf.opendocument import load
from odf.teletype import extractText
from pypdf import PdfReader

from contrats.forms.projet import ProjetForm
from contrats.models import (
    ConventionNationale,
    Engagement,
    EngagementNational,
    Protocole,
)
from tests.factories import (
    ContratFactory,
    EngagementDijonFactory,
    EngagementFactory,
    MesureFactory,
    ProjetFactory,
    ProtocoleFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def contrat(client, agent_59):
    """Un contrat du Nord, devant lequel l'agent est connecté."""
    client.force_login(agent_59)
    return ContratFactory(departement__code="59", nom="Contrat de Lille")


def test_un_contrat_neuf_a_son_protocole_a_engager(client, contrat):
    page = client.get(reverse("contrats:protocole", args=[contrat.pk]))
    assert "À engager" in page.text
    assert not Protocole.objects.exists()


def test_l_agent_fait_avancer_le_protocole(client, contrat):
    reponse = client.post(
        reverse("contrats:protocole_modifier", args=[contrat.pk]),
        {"avancement": "signe", "signe_le": "2019-06-30", "enfance": "Une cité éducative."},
    )
    assert reponse.status_code == 302
    assert contrat.protocole.avancement == "signe"


@pytest.mark.parametrize(
    ("saisie", "message"),
    [
        ({"avancement": "signe"}, "Donnez la date de signature"),
        ({"avancement": "a_engager", "signe_le": "2019-06-30"}, "est « Signé »"),
        ({"avancement": "en_negociation"}, "Donnez la date où elle s’est engagée"),
    ],
)
def test_un_avancement_et_sa_date_vont_ensemble(client, contrat, saisie, message):
    reponse = client.post(reverse("contrats:protocole_modifier", args=[contrat.pk]), saisie)
    assert reponse.status_code == 422
    assert message in reponse.text


def test_un_engagement_decline_le_pacte_et_des_mesures(client, contrat):
    dijon, mesure = EngagementDijonFactory(), MesureFactory()
    client.post(
        reverse("contrats:engagement_ajouter", args=[contrat.pk]),
        {
            "partie": "etat",
            "texte": "Ouvrir une maison de l’emploi",
            "engagement_dijon": dijon.pk,
            "mesures": [mesure.pk],
            "indicateur": "Personnes reçues",
            "reference": "0",
            "cible": "1 200,5",
            "etat": "prevu",
        },
    )
    engagement = Engagement.objects.get()
    assert engagement.protocole.contrat == contrat
    assert engagement.domaine == dijon.domaine
    assert list(engagement.mesures.all()) == [mesure]
    assert float(engagement.cible) == 1200.5


@pytest.mark.parametrize(
    ("saisie", "champ"),
    [
        ({"texte": ""}, "texte"),
        ({}, "domaine"),
        ({"cible": "douze"}, "cible"),
        ({"cible": "12"}, "indicateur"),
        ({"partie": "x"}, "partie"),
    ],
)
def test_un_engagement_faux_est_refuse_au_bon_champ(client, contrat, saisie, champ):
    adresse = reverse("contrats:engagement_ajouter", args=[contrat.pk])
    reponse = client.post(adresse, {"partie": "etat", "texte": "X", "etat": "prevu"} | saisie)
    assert reponse.status_code == 422
    assert champ in reponse.context["form"].errors


def test_le_domaine_doit_etre_celui_de_l_engagement_de_dijon(client, contrat):
    dijon = EngagementDijonFactory(domaine__rang=1)
    autre = EngagementDijonFactory(domaine__rang=2).domaine
    reponse = client.post(
        reverse("contrats:engagement_ajouter", args=[contrat.pk]),
        {
            "partie": "etat",
            "texte": "X",
            "etat": "prevu",
            "engagement_dijon": dijon.pk,
            "domaine": autre.pk,
        },
    )
    assert "relève du domaine" in reponse.text


def test_un_engagement_reprend_celui_d_une_convention_nationale(client, contrat):
    convention = ConventionNationale.objects.create(
        rang=1, signataire="Ministère des sports", signee_le="2013-04-04", nature="partenaire"
    )
    modele = EngagementNational.objects.create(
        convention=convention, numero="1", ordre=1, texte="Réduire les inégalités d’accès au sport"
    )
    adresse = reverse("contrats:engagement_ajouter", args=[contrat.pk])
    page = client.get(adresse, {"engagement_national": modele.pk})
    assert "Réduire les inégalités d’accès au sport</textarea>" in page.text


def test_un_engagement_se_modifie_et_se_supprime(client, contrat):
    engagement = EngagementFactory(protocole__contrat=contrat)
    adresse = reverse("contrats:engagement", args=[engagement.pk])
    champs = {"partie": "epci", "texte": "Autre texte", "etat": "realise"}
    client.post(adresse, champs | {"domaine": engagement.domaine_id})
    engagement.refresh_from_db()
    assert (engagement.partie, engagement.etat) == ("epci", "realise")
    client.post(reverse("contrats:engagement_supprimer", args=[engagement.pk]))
    assert not Engagement.objects.exists()


def test_le_pdf_porte_tous_les_engagements_et_les_signatures(client, contrat):
    engagement = EngagementFactory(protocole__contrat=contrat, texte="Ouvrir la médiathèque")
    contrat.signataires.create(nature="commune", nom="Ville de Lille", qualite="la maire")
    adresse = reverse("contrats:protocole_pdf", args=[contrat.pk])
    texte = " ".join(
        page.extract_text() for page in PdfReader(BytesIO(client.get(adresse).content)).pages
    )
    for attendu in (engagement.texte, "Ville de Lille", "la maire", "PROJET"):
        assert attendu in texte


def test_le_document_de_travail_porte_les_engagements_et_les_signatures(client, contrat):
    engagement = EngagementFactory(protocole__contrat=contrat, texte="Ouvrir la médiathèque")
    contrat.signataires.create(nature="commune", nom="Ville de Lille", qualite="la maire")
    octets = client.get(reverse("contrats:protocole_odt", args=[contrat.pk])).content
    texte = extractText(load(BytesIO(octets)).text)
    for attendu in (engagement.texte, "Ville de Lille", "la maire", "Projet, non signé"):
        assert attendu in texte


def test_la_fiche_d_un_projet_tient_toujours_sur_une_page(client, contrat):
    projet = ProjetFactory(contrat=contrat, presentation="Un mot simple. " * 80)
    for _ in range(20):
        EngagementFactory(
            protocole=Protocole.objects.get_or_create(contrat=contrat)[0],
            projet=projet,
            texte="Engager les travaux de la place " * 20,
        )
    contenu = client.get(reverse("contrats:projet_pdf", args=[projet.pk])).content
    assert len(PdfReader(BytesIO(contenu)).pages) == 1


def test_un_projet_supprime_laisse_ses_engagements_au_protocole(client, contrat):
    projet = ProjetFactory(contrat=contrat)
    engagement = EngagementFactory(protocole__contrat=contrat, projet=projet)
    client.post(reverse("contrats:projet_supprimer", args=[projet.pk]))
    engagement.refresh_from_db()
    assert engagement.projet is None


def test_un_projet_s_ajoute_et_se_modifie(client, contrat):
    saisie = {"nom": "Cité éducative", "nature": "cite_educative", "presentation": "Plus de livres"}
    client.post(reverse("contrats:projet_ajouter", args=[contrat.pk]), saisie)
    projet = contrat.projets.get()
    client.post(
        reverse("contrats:projet_modifier", args=[projet.pk]), saisie | {"cout": "1 500 000"}
    )
    projet.refresh_from_db()
    assert projet.cout == 1_500_000


def version(client, adresse):
    return client.get(adresse).context["form"]["version"].value()


def test_deux_agents_sur_des_champs_differents_gardent_les_deux_textes(client, contrat):
    ProtocoleFactory(contrat=contrat)
    adresse = reverse("contrats:protocole_modifier", args=[contrat.pk])
    lue = version(client, adresse)
    commun = {"avancement": "a_engager", "signature_prevue_le": "2019-07-01", "version": lue}
    client.post(adresse, commun | {"approche_globale": "Texte de A"})
    client.post(adresse, commun | {"enfance": "Texte de B"})
    protocole = Protocole.objects.get()
    assert (protocole.approche_globale, protocole.enfance) == ("Texte de A", "Texte de B")


def test_deux_agents_sur_le_meme_champ_voient_l_autre_texte_puis_decident(client, contrat):
    ProtocoleFactory(contrat=contrat)
    adresse = reverse("contrats:protocole_modifier", args=[contrat.pk])
    commun = {"avancement": "a_engager", "signature_prevue_le": "2019-07-01"}
    lue = version(client, adresse)
    client.post(adresse, commun | {"version": lue, "enfance": "Texte de A"})
    reponse = client.post(adresse, commun | {"version": lue, "enfance": "Texte de B"})
    assert reponse.status_code == 422
    assert "Texte de A" in reponse.text
    relue = reponse.context["form"]["version"].value()
    client.post(adresse, commun | {"version": relue, "enfance": "Texte de A et B"})
    assert Protocole.objects.get().enfance == "Texte de A et B"


def test_un_double_envoi_est_dit_et_n_ecrit_qu_une_fois(client, contrat):
    saisie = {"nom": "Cité éducative", "nature": "cite_educative", "presentation": "Plus de livres"}
    # Le contrôle d'unicité ne voit pas un envoi simultané ; la base, si.
    with mock.patch.object(ProjetForm, "save", side_effect=IntegrityError):
        reponse = client.post(reverse("contrats:projet_ajouter", args=[contrat.pk]), saisie)
    assert reponse.status_code == 422
    assert "vérifiez avant de recommencer" in reponse.text


def test_une_fiche_de_plus_de_vingt_lignes_est_refusee(client, contrat):
    saisie = {"nom": "X", "nature": "autre", "presentation": "a\n" * 30}
    reponse = client.post(reverse("contrats:projet_ajouter", args=[contrat.pk]), saisie)
    assert "20 lignes au plus" in reponse.text

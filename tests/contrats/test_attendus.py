"""Ce que le portail sait d'un contrat, il le propose : porteur, signataires, partie engagée."""

import pytest
from django.urls import reverse

from contrats.models import ContratDeVille, Engagement
from tests.factories import (
    ContratFactory,
    DomaineFactory,
    EngagementDijonFactory,
    ProtocoleFactory,
    QuartierFactory,
    RegionFactory,
)
from tests.formulaires import rempli

pytestmark = pytest.mark.django_db

METROPOLE = {"epci": "Métropole européenne de Lille", "siren_epci": "245900410"}


@pytest.fixture
def agent(client, agent_59):
    client.force_login(agent_59)
    return client


def ajouter(agent, quartiers, **champs):
    saisie = {
        "departement": "59",
        "nom": "Contrat",
        "perimetre": "intercommunal",
        "porteur": "epci",
        "fin_le": "2022-12-31",
        "quartiers": [quartier.pk for quartier in quartiers],
    }
    return agent.post(reverse("contrats:contrat_ajouter"), saisie | champs)


def test_le_porteur_est_l_intercommunalite_des_quartiers(agent):
    quartiers = [QuartierFactory(departement__code="59", **METROPOLE) for _ in range(2)]
    ajouter(agent, quartiers)
    contrat = ContratDeVille.objects.get()
    assert (contrat.porteur_nom, contrat.porteur_siren) == (
        "Métropole européenne de Lille",
        "245900410",
    )


def test_deux_intercommunalites_se_nomment_et_l_une_se_choisit(agent):
    quartiers = [
        QuartierFactory(departement__code="59", **METROPOLE),
        QuartierFactory(departement__code="59", epci="Douaisis Agglo", siren_epci="200044618"),
    ]
    page = ajouter(agent, quartiers)
    assert page.context["form"].errors["porteur_nom"] == [
        "Dites qui porte ce contrat : Métropole européenne de Lille, Douaisis Agglo."
    ]
    ajouter(agent, quartiers, porteur_nom="Douaisis Agglo")
    assert ContratDeVille.objects.get().porteur_siren == "200044618"


def test_un_porteur_ecrit_a_la_main_reste(agent):
    quartiers = [QuartierFactory(departement__code="59", **METROPOLE)]
    ajouter(agent, quartiers, porteur="commune", porteur_nom="Ville de Lille")
    assert ContratDeVille.objects.get().porteur_nom == "Ville de Lille"


@pytest.fixture
def contrat():
    quartier = QuartierFactory(departement__code="59", communes="Lille, Loos", **METROPOLE)
    RegionFactory._meta.model.objects.update(nom="Hauts-de-France")
    return ContratFactory(departement=quartier.departement, quartiers=[quartier])


def test_les_signataires_attendus_se_cochent_sans_se_retaper(agent, contrat):
    contrat.signataires.create(nom="État", nature="etat")
    page = reverse("contrats:signataires", args=[contrat.pk])
    proposes = agent.get(page).context["form"].proposes
    assert [nom for nom, _ in proposes.fields["proposes"].choices] == [
        "Métropole européenne de Lille",
        "Lille",
        "Loos",
        "Région Hauts-de-France",
        f"Département {contrat.departement.nom}",
    ]
    gestion = {"signataires-TOTAL_FORMS": "1", "signataires-INITIAL_FORMS": "1"}
    ligne = contrat.signataires.get()
    saisie = gestion | {
        "signataires-0-id": ligne.pk,
        "signataires-0-nature": "etat",
        "signataires-0-nom": "État",
        "signataires-0-qualite": "le préfet",
        "proposes": ["Lille", "Région Hauts-de-France"],
    }
    assert agent.post(page, saisie).status_code == 302
    assert list(contrat.signataires.values_list("nom", "nature", "qualite")) == [
        ("État", "etat", "le préfet"),
        ("Lille", "commune", ""),
        ("Région Hauts-de-France", "region", ""),
    ]


def test_un_signataire_forge_se_refuse(agent, contrat):
    page = reverse("contrats:signataires", args=[contrat.pk])
    gestion = {"signataires-TOTAL_FORMS": "0", "signataires-INITIAL_FORMS": "0"}
    assert agent.post(page, gestion | {"proposes": ["Inconnu"]}).status_code == 422
    assert not contrat.signataires.exists()


def test_la_partie_d_un_engagement_se_choisit_parmi_les_signataires(agent, contrat):
    ProtocoleFactory(contrat=contrat)
    signataire = contrat.signataires.create(nom="Lille", nature="commune")
    caf = contrat.signataires.create(nom="CAF du Nord", nature="caf")
    adresse = reverse("contrats:engagement_ajouter", args=[contrat.pk])
    commun = {"texte": "Ouvrir une crèche.", "domaine": DomaineFactory().pk, "etat": "prevu"}
    agent.post(adresse, commun | {"signataire": signataire.pk})
    agent.post(adresse, commun | {"signataire": caf.pk})
    assert list(Engagement.objects.order_by("pk").values_list("partie", "partie_nom")) == [
        ("commune", "Lille"),
        ("autre", "CAF du Nord"),
    ]
    premier = Engagement.objects.earliest("pk")
    modifier = reverse("contrats:engagement", args=[premier.pk])
    assert rempli(agent, modifier)["signataire"] == signataire.pk
    agent.post(modifier, rempli(agent, modifier, partie="etat", partie_nom="Préfecture"))
    premier.refresh_from_db()
    assert (premier.partie, premier.partie_nom) == ("etat", "Préfecture")


def test_sans_signataire_la_partie_se_dit(agent, contrat):
    ProtocoleFactory(contrat=contrat)
    page = agent.post(
        reverse("contrats:engagement_ajouter", args=[contrat.pk]), {"texte": "Ouvrir."}
    )
    assert page.context["form"].errors["partie"] == ["Choisissez un signataire, ou une partie."]


def test_un_engagement_de_dijon_se_lit_en_entier_pendant_qu_on_choisit(agent, contrat):
    texte = "Renforcer la présence des services publics " * 6
    EngagementDijonFactory(texte=texte.strip())
    page = agent.get(reverse("contrats:engagement_ajouter", args=[contrat.pk]))
    assert texte.strip() in page.text

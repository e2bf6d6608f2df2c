"""Deux générations de contrats : leurs dates, leur liste de quartiers, ce qui se garde."""

import datetime

import pytest
from django.urls import reverse

from contrats.dijon import couverture
from contrats.models import ContratDeVille, Engagement
from tests.factories import (
    ContratFactory,
    DepartementFactory,
    EngagementFactory,
    QuartierFactory,
    UtilisateurFactory,
)
from tests.formulaires import rempli
from tests.syntheses import tables_au

pytestmark = pytest.mark.django_db

LE = datetime.date(2026, 3, 15)


def jour(texte):
    return texte and datetime.date.fromisoformat(texte)


@pytest.mark.parametrize(
    ("signe_le", "fin_le", "court"),
    [
        ("2015-06-01", "2022-12-31", False),
        ("2015-06-01", "2026-03-14", False),
        ("2015-06-01", "2026-03-15", True),
        ("2026-03-15", "2030-12-31", True),
        ("2026-03-16", "2030-12-31", False),
        (None, "2030-12-31", True),
    ],
)
def test_un_contrat_est_en_vigueur_entre_ses_dates(signe_le, fin_le, court):
    ContratFactory(signe_le=jour(signe_le), fin_le=jour(fin_le))
    assert ContratDeVille.objects.en_vigueur(LE).exists() is court


@pytest.mark.parametrize(("signe_le", "courent"), [("2024-04-02", 1), ("2026-03-16", 1), (None, 2)])
def test_un_successeur_signe_met_fin_au_contrat_d_avant(signe_le, courent):
    ancien = ContratFactory(signe_le=jour("2015-06-01"))
    suivant = ContratFactory(succede_a=ancien, signe_le=jour(signe_le))
    en_vigueur = set(ContratDeVille.objects.en_vigueur(LE))
    assert len(en_vigueur) == courent
    assert (suivant in en_vigueur) is (signe_le != "2026-03-16")


def test_une_synthese_ne_compte_que_les_contrats_qui_courent_a_sa_date():
    fini = ContratFactory(departement__code="59", fin_le=jour("2022-12-31"))
    ContratFactory(departement=fini.departement, signe_le=jour("2024-04-02"))
    comptes = [
        tables_au(fini.departement, jour(le))["totaux"]["contrats"]
        for le in ("2019-03-15", "2024-05-01")
    ]
    assert comptes == [1, 1]


def test_un_quartier_de_deux_contrats_en_cours_compte_une_fois_et_se_voit(client, agent_59):
    quartier = QuartierFactory(departement=DepartementFactory(code="59"))
    premier, second = (
        ContratFactory(departement=quartier.departement, quartiers=[quartier]) for _ in "ab"
    )
    tables = tables_au(quartier.departement, LE)
    assert (tables["totaux"]["contrats"], tables["totaux"]["quartiers"]) == (2, 1)
    client.force_login(agent_59)
    page = client.get(premier.get_absolute_url()).text
    assert f'aussi dans <a href="{second.get_absolute_url()}">' in page


@pytest.mark.parametrize(("signe_le", "vus"), [("2024-04-02", True), ("2015-06-01", False)])
def test_un_contrat_2024_2030_montre_ce_que_ses_textes_lui_demandent(
    client, agent_59, signe_le, vus
):
    contrat = ContratFactory(
        departement_id="59",
        signe_le=datetime.date.fromisoformat(signe_le),
        fin_le=datetime.date(2030, 12, 31),
        conventions_associations=20,
        conventions_pluriannuelles=8,
    )
    client.force_login(agent_59)
    assert ("20, dont 8 pluriannuelles" in client.get(contrat.get_absolute_url()).text) is vus


def test_les_conventions_pluriannuelles_sont_parmi_les_conventions(client, agent_59):
    contrat = ContratFactory(departement_id="59", conventions_associations=3)
    client.force_login(agent_59)
    adresse = reverse("contrats:contrat_modifier", args=[contrat.pk])
    saisie = rempli(client, adresse) | {"conventions_pluriannuelles": "4"}
    reponse = client.post(adresse, saisie)
    assert list(reponse.context["form"].errors) == ["conventions_pluriannuelles"]


@pytest.fixture
def listes():
    """Un quartier du Nord dans chaque liste, celle de 2015 puis celle de 2024."""
    nord = DepartementFactory(code="59")
    return [
        QuartierFactory(departement=nord, code=code, millesime=millesime, nom=f"Liste {millesime}")
        for code, millesime in (("QP059001", 2015), ("QN05901M", 2024))
    ]


@pytest.mark.parametrize(
    ("signe_le", "fin_le", "voulue"),
    [
        ("01/06/2015", "31/12/2022", 0),
        ("01/06/2015", "31/12/2024", 0),
        ("02/04/2024", "31/12/2030", 1),
        ("", "31/12/2022", 0),
        ("", "31/12/2030", 1),
    ],
)
def test_les_quartiers_sont_ceux_de_la_liste_des_dates_du_contrat(
    client, agent_59, listes, signe_le, fin_le, voulue
):
    client.force_login(agent_59)
    adresse = reverse("contrats:contrat_ajouter")
    page = client.get(adresse)
    assert page.text.index("Liste de 2024") < page.text.index("Liste de 2015")
    champs = {
        "nom": "Contrat",
        "perimetre": "communal",
        "porteur": "commune",
        "porteur_nom": "Lille",
        "signe_le": signe_le,
        "fin_le": fin_le,
    }
    autre = client.post(adresse, rempli(client, adresse, **champs, quartiers=listes[1 - voulue].pk))
    assert list(autre.context["form"].errors) == ["quartiers"]
    assert "Sont d’une autre" in autre.text
    client.post(adresse, rempli(client, adresse, **champs, quartiers=listes[voulue].pk))
    assert ContratDeVille.objects.get().quartiers.get() == listes[voulue]


@pytest.fixture
def reunis():
    """Deux contrats engagés, réunis dans un contrat d'agglomération qui ne l'est pas."""
    agglomeration = ContratFactory(perimetre="agglomeration")
    anciens = [ContratFactory(departement=agglomeration.departement) for _ in "ab"]
    for ancien in anciens:
        EngagementFactory(protocole__contrat=ancien)
    agglomeration.reunir(anciens)
    return agglomeration


def test_les_engagements_des_contrats_reunis_comptent_jusqu_a_la_signature_du_protocole(reunis):
    en_vigueur = ContratDeVille.objects.en_vigueur(LE)
    (contrat,) = en_vigueur.avec_comptes(LE)
    assert (contrat, contrat.nombre_engagements) == (reunis, 2)
    repris = couverture(en_vigueur, LE)["repris"]
    EngagementFactory(
        protocole__contrat=reunis, protocole__avancement="signe", protocole__signe_le=LE
    )
    (contrat,) = en_vigueur.avec_comptes(LE)
    assert contrat.nombre_engagements == 1
    assert couverture(en_vigueur, LE)["repris"] <= repris
    assert Engagement.objects.en_vigueur(LE).count() == 1


@pytest.mark.parametrize(
    ("echeance", "etat", "en_retard"),
    [
        ("2020-12-31", "prevu", True),
        ("2020-12-31", "realise", False),
        ("2020-12-31", "abandonne", False),
        ("2030-12-31", "en_cours", False),
        (None, "en_cours", False),
    ],
)
def test_un_engagement_en_retard_se_marque_et_se_filtre(
    client, agent_59, echeance, etat, en_retard
):
    engagement = EngagementFactory(echeance_le=jour(echeance), etat=etat)
    client.force_login(agent_59)
    page = client.get(reverse("contrats:engagements"), {"etat": "en-retard"})
    assert list(page.context["page_obj"]) == [engagement] * en_retard
    marque = "<strong>en retard</strong>" in client.get(reverse("contrats:engagements")).text
    assert (engagement.est_en_retard, marque) == (en_retard, en_retard)


@pytest.mark.parametrize(("ecrit", "offert"), [(["59", "62"], True), (["59"], False)])
def test_un_contrat_d_agglomeration_en_reunit_d_un_autre_departement_qu_il_couvre(ecrit, offert):
    user = UtilisateurFactory(departements=ecrit)
    voisin = ContratFactory(departement__code="62")
    agglomeration = ContratFactory(departement__code="59", perimetre="agglomeration")
    assert voisin not in ContratDeVille.objects.a_reunir(agglomeration, user)
    agglomeration.departements_associes.add(voisin.departement)
    assert (voisin in ContratDeVille.objects.a_reunir(agglomeration, user)) is offert


def test_un_protocole_dit_ce_qui_manque_pour_le_signer(client, agent_59):
    engagement = EngagementFactory(protocole__contrat__departement_id="59")
    protocole = engagement.protocole
    client.force_login(agent_59)
    page = " ".join(client.get(protocole.get_absolute_url()).text.split())
    manque = "un engagement d’une collectivité, les signataires, les trois principes"
    assert f"Pour le signer, il manque : {manque}" in page
    EngagementFactory(protocole=protocole, partie="epci")
    protocole.contrat.signataires.create(nature="etat", nom="Préfecture")
    for principe in ("approche_globale", "differenciation", "responsabilisation"):
        setattr(protocole, principe, "Écrit.")
    assert protocole.a_completer() == []

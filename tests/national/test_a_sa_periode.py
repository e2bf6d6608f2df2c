"""Une période montre tout à sa fin : ce qui arrive ensuite n'y change pas un chiffre."""

import datetime

import pytest
from django.core.cache import cache
from django.urls import reverse

from contrats.models import EngagementDijon
from national.suivi import dresser_suivi
from quartiers.models import Departement
from remontees.periodes import Annee, Semestre
from tests.factories import (
    AxeFactory,
    CampagneFactory,
    CibleFactory,
    ContratFactory,
    ConventionFactory,
    EngagementDijonFactory,
    EngagementFactory,
    EntrepriseFactory,
    IndicateurFactory,
    MesureFactory,
    ProtocoleFactory,
    QuartierFactory,
    ReferentFactory,
    ResultatFactory,
    TexteFactory,
)

pytestmark = pytest.mark.django_db

FIN_2019 = {"annee": "2019", "semestre": "2019-s2"}
EN_2026 = datetime.date(2026, 9, 1)
SIREN = "552100554"


@pytest.fixture
def departement():
    """Le Nord à la fin de 2019 : un peu de tout ce que montre le tableau."""
    CampagneFactory(periode="2019-s2")
    CampagneFactory(genre="synthese", periode="2019")
    TexteFactory(signe_le="2019-01-22", renovation_le="2019-07-31")
    departement = ReferentFactory(departement__code="59", designe_le="2019-02-10").departement
    QuartierFactory(departement=departement, millesime=2015, population=1000)
    axe = AxeFactory()
    convention = ConventionFactory(
        entreprise=EntrepriseFactory(departement=departement, siren=SIREN),
        date_signature=datetime.date(2019, 3, 1),
        issue_charte=True,
        axes=[axe],
    )
    indicateur = IndicateurFactory(axe=axe)
    CibleFactory(convention=convention, indicateur=indicateur)
    ResultatFactory(convention=convention, indicateur=indicateur, semestre="2019-s2", valeur=4)
    contrats = [
        ContratFactory(nom=nom, departement=departement, fin_le="2022-12-31") for nom in "AB"
    ]
    for contrat in contrats:
        protocole = ProtocoleFactory(
            contrat=contrat, avancement="en_negociation", negociation_le="2019-04-01"
        )
        EngagementFactory(
            protocole=protocole,
            engagement_dijon=EngagementDijonFactory(),
            mesures=[MesureFactory()],
        )
    return departement


def signer_une_convention(departement):
    autre = EntrepriseFactory(departement__code="62", siren=SIREN)
    for entreprise in (autre, EntrepriseFactory(departement=departement)):
        ConventionFactory(
            entreprise=entreprise,
            date_signature=datetime.date(2020, 1, 2),
            issue_charte=True,
            axes=AxeFactory._meta.model.objects.all(),
        )


def finir_une_convention(departement):
    convention = departement.entreprises.first().conventions.get()
    convention.fin_anticipee_le, convention.motif_de_fin = datetime.date(2020, 1, 1), "fusion"
    convention.save()


def saisir_le_semestre_suivant(departement):
    convention = departement.entreprises.first().conventions.get()
    indicateur = convention.resultats.get().indicateur
    ResultatFactory(convention=convention, indicateur=indicateur, semestre="2020-s1", valeur=9)


def changer_de_referent(departement):
    departement.referent.nom, departement.referent.designe_le = "Alix Morel", EN_2026
    departement.referent.save()


def signer_les_protocoles(departement):
    for contrat in departement.contrats.all():
        contrat.protocole.avancement, contrat.protocole.signe_le = "signe", "2020-01-02"
        contrat.protocole.save()


def negocier_un_nouveau_contrat(departement):
    protocole = ProtocoleFactory(
        contrat__departement=departement,
        contrat__signe_le="2020-02-01",
        avancement="en_negociation",
        negociation_le="2020-03-01",
    )
    EngagementFactory(protocole=protocole, engagement_dijon=EngagementDijon.objects.last())


def negocier_un_vieux_contrat(departement):
    ProtocoleFactory(
        contrat=departement.contrats.create(
            nom="C", perimetre="communal", porteur="commune", signe_le="2015-06-01"
        ),
        avancement="signe",
        signe_le="2020-03-01",
    )


def reunir_les_contrats(departement):
    agglomeration = ContratFactory(
        departement=departement, perimetre="agglomeration", signe_le="2020-05-01"
    )
    ProtocoleFactory(contrat=agglomeration, avancement="signe", signe_le="2020-06-01")
    agglomeration.reunir(departement.contrats.exclude(pk=agglomeration.pk))


def entrer_dans_la_liste_de_2024(departement):
    QuartierFactory(departement=departement, millesime=2024, population=5000)


SUITES = [
    signer_une_convention,
    finir_une_convention,
    saisir_le_semestre_suivant,
    changer_de_referent,
    signer_les_protocoles,
    negocier_un_nouveau_contrat,
    reunir_les_contrats,
    entrer_dans_la_liste_de_2024,
]


def lire(client):
    """Rend tout ce que disent de 2019 le tableau, sa note, et les pages qui comparent."""
    cache.clear()
    tableau = client.get(reverse("national:tableau"), FIN_2019).context
    suivi, paqte = tableau["suivi"], tableau["paqte"]
    comparaison = client.get(reverse("national:comparaison"), FIN_2019 | {"indicateur": "stages"})
    entreprises = client.get(reverse("national:entreprises"), FIN_2019).context
    evolution = client.get(reverse("national:evolution"), FIN_2019).context
    mesures = client.get(reverse("mesures:tableau"), {"au": "2019-12-31"}).context
    rangs = comparaison.context["comparaison"].rangs
    return {
        "paqte": {nom: str(valeur) for nom, valeur in paqte.items()},
        "lignes": [
            (li.departement.pk, str(li.referent), li.protocoles, li.conventions)
            for li in suivi.lignes
            if li.departement.pk == "59"
        ],
        "protocoles": suivi.protocoles,
        "dijon": evolution["dijon"],
        "axes": comparaison.context["axes"],
        "rangs": [(rang.departement.pk, rang.cumul, rang.diviseur, rang.taux) for rang in rangs],
        "entreprises": (entreprises["entreprises"], entreprises["total"]),
        "evolution": str([trace for _, traces in evolution["paqte"] for trace in traces]),
        "ensemble": str(evolution["ensemble"][1]),
        "mesures": sorted((li.contrats, li.signes) for li in mesures["lignes"] if li.contrats),
    }


@pytest.mark.parametrize("suite", SUITES)
def test_ce_qui_arrive_ensuite_ne_change_rien_du_tableau_d_une_periode(
    client, cget, departement, suite
):
    client.force_login(cget)
    avant = lire(client)
    suite(departement)
    assert lire(client) == avant


@pytest.mark.parametrize("suite", [signer_les_protocoles, changer_de_referent])
def test_ce_qui_arrive_se_voit_a_sa_periode(departement, suite):
    """Sans quoi le test d'avant serait vert d'un tableau qui ne lit rien."""
    periodes = {Semestre: Semestre(2026, 2), Annee: Annee(2020)}

    def voir():
        tous = Departement.objects.select_related("region", "referent")
        (ligne,) = dresser_suivi(tous, periodes, ()).lignes
        return str(ligne.referent), ligne.signes

    avant = voir()
    suite(departement)
    assert voir() != avant


def test_un_protocole_sans_date_de_negociation_l_est_depuis_sa_signature(departement):
    negocier_un_vieux_contrat(departement)
    tous = Departement.objects.select_related("region", "referent")
    (avant,) = dresser_suivi(tous, {Semestre: Semestre(2019, 2), Annee: Annee(2019)}, ()).lignes
    (apres,) = dresser_suivi(tous, {Semestre: Semestre(2019, 2), Annee: Annee(2020)}, ()).lignes
    assert (avant.protocoles["a_engager"], avant.signes) == (1, 0)
    assert (apres.protocoles["a_engager"], apres.signes) == (0, 1)


@pytest.mark.parametrize("liste", ["paqte:conventions", "contrats:contrats", "contrats:dijon"])
def test_les_listes_se_lisent_a_une_date(client, cget, departement, liste):
    client.force_login(cget)
    choix = {"en_cours": "oui", "etat": "en-vigueur", "au": "2019-12-31"}

    def compter():
        contexte = client.get(reverse(liste), choix).context
        page = contexte.get("page_obj") or contexte["contrats"]
        return len(page)

    avant = compter()
    assert avant
    for suite in (signer_une_convention, negocier_un_nouveau_contrat):
        suite(departement)
    assert compter() == avant

"""Les chiffres clés du tableau national : quatre nombres, leur tendance, et où ils mènent."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from tests.factories import (
    CampagneFactory,
    CibleFactory,
    ContratFactory,
    ConventionFactory,
    DepartementFactory,
    IndicateurFactory,
    ProtocoleFactory,
    ResultatFactory,
    bilan_complet,
    siren_valide,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]

ADRESSE = reverse("national:tableau")
EN_2019 = {"annee": "2019", "semestre": "2019-s2"}


@pytest.fixture(autouse=True)
def campagne(db):
    """En mars 2020, le bilan du 2d semestre 2019 est attendu pour juin."""
    with time_machine.travel("2020-03-01T12:00:00+01:00", tick=False):
        CampagneFactory(genre="synthese", periode="2019")
        yield CampagneFactory(periode="2019-s2", echeance_le=datetime.date(2020, 6, 30))


@pytest.fixture
def cles(client, cget):
    """Rend les quatre chiffres clés, lus par le CGET."""

    def lire(**choix):
        client.force_login(cget)
        return client.get(ADRESSE, EN_2019 | choix).context["cles"]

    return lire


def convention(code, signee, siren=None, **champs):
    siren = {"entreprise__siren": siren} if siren else {}
    return ConventionFactory(
        entreprise__departement=DepartementFactory(code=code),
        date_signature=signee,
        **siren,
        **champs,
    )


def test_les_bilans_recus_disent_leur_delai(cles, campagne, valideur_59):
    campagne.echeance_le = datetime.date(2020, 1, 31)
    campagne.save()
    for code in ("62", "80"):
        DepartementFactory(code=code)
    bilan_complet(periode="2019-s2").transmettre(valideur_59)
    recus, *_ = cles()
    assert (recus.nom, recus.valeur, recus.sur) == ("Bilans du PAQTE reçus", 1, "sur 3")
    assert recus.tendance == "1 après l’échéance, 2 en retard"


def test_sans_echeance_passee_la_tuile_le_dit(cles):
    DepartementFactory(code="62")
    assert cles()[0].tendance == "2d semestre 2019, l’échéance n’est pas passée"


def test_un_siren_de_deux_departements_est_une_entreprise(cles):
    siren = siren_valide(1)
    convention("59", datetime.date(2019, 3, 1), siren)
    convention("62", datetime.date(2019, 9, 1), siren)
    convention("80", datetime.date(2019, 10, 1))
    signataires = cles()[1]
    assert [*signataires.etapes] == [0, 0, 0, 0, 1, 2]
    assert (signataires.valeur, signataires.tendance) == (2, "1 de plus que le 30 juin 2019")


def test_une_convention_finie_ne_compte_plus(cles):
    convention("59", datetime.date(2018, 9, 1), fin_anticipee_le=datetime.date(2019, 8, 1))
    signataires = cles()[1]
    assert (signataires.valeur, signataires.tendance) == (0, "1 de moins que le 30 juin 2019")


def test_le_rythme_compte_les_resultats_qui_le_tiennent_et_nomme_le_plus_loin(cles):
    signee = convention("59", datetime.date(2019, 1, 1))
    for code, valeur in (("tenu", 30), ("lent", 3), ("loin", 1)):
        indicateur = IndicateurFactory(code=code, libelle=code.capitalize())
        CibleFactory(convention=signee, indicateur=indicateur, valeur=60)
        ResultatFactory(convention=signee, indicateur=indicateur, semestre="2019-s2", valeur=valeur)
    rythme = cles()[2]
    assert (rythme.valeur, rythme.sur) == (1, "sur 3 qui en ont un")
    assert rythme.tendance == "au plus bas, Loin : 5 % de l’attendu"
    assert [*rythme.etapes] == [0, 0, 0, 0, 0, 1]


def test_sans_cible_la_tuile_le_dit(cles):
    assert cles()[2].tendance == "aucun résultat face à une cible"


def test_les_protocoles_se_comparent_a_la_fin_du_semestre_d_avant(cles):
    for signe_le in ("2019-05-01", "2019-09-01", "2019-12-30", "2020-02-01"):
        ProtocoleFactory(avancement="signe", signe_le=signe_le)
    ContratFactory()
    protocoles = cles()[3]
    assert (protocoles.valeur, protocoles.sur) == (3, "sur 5 contrats")
    assert protocoles.tendance == "2 de plus que le 30 juin 2019"
    assert [*protocoles.etapes] == [0, 0, 0, 0, 1, 3]


def test_les_protocoles_d_une_annee_se_comparent_dans_cette_annee(cles):
    """Le semestre du PAQTE n'est pas la date des contrats : on comparait 2020 à 2019."""
    CampagneFactory(genre="synthese", periode="2020")
    for signe_le in ("2019-05-01", "2019-09-01", "2020-02-01"):
        ProtocoleFactory(avancement="signe", signe_le=signe_le)
    protocoles = cles(annee="2020", semestre="2019-s2")[3]
    assert (protocoles.valeur, protocoles.tendance) == (3, "1 de plus que le 31 décembre 2019")


def test_ce_qui_n_a_pas_bouge_le_dit(cles):
    ProtocoleFactory(avancement="signe", signe_le="2019-05-01")
    assert cles()[3].tendance == "autant que le 30 juin 2019"


def test_chaque_tuile_mene_a_ce_qu_elle_compte(client, cles):
    convention("59", datetime.date(2019, 9, 1))
    ProtocoleFactory(
        contrat__departement=DepartementFactory(code="59"),
        avancement="signe",
        signe_le="2019-09-01",
    )
    recus, signataires, rythme, protocoles = cles(region="32")
    assert len(client.get(recus.adresse).context["lignes"]) == 1
    for cle in (signataires, protocoles):
        assert client.get(cle.adresse).context["page_obj"].paginator.count == cle.valeur == 1
    assert "Évolution, " in client.get(rythme.adresse).text
    assert "region=32" in rythme.adresse

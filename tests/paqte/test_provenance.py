"""D'où viennent les sommes du PAQTE : les saisies en cours, ou les bilans transmis."""

import pytest
import time_machine
from django.urls import reverse

from paqte.models import Correction, Indicateur
from paqte.sommes import additionner_tout, relever
from paqte.transmis import additionner_les_transmis
from quartiers.models import Departement
from remontees.periodes import Semestre
from tests.factories import (
    AxeFactory,
    BilanFactory,
    ConventionFactory,
    DepartementFactory,
    EntrepriseFactory,
    IndicateurFactory,
    ResultatFactory,
    bilan_complet,
    siren_valide,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu", "_en_2019")]

S1 = Semestre(2019, 1)


@pytest.fixture
def _en_2019():
    with time_machine.travel("2019-07-15"):
        yield


@pytest.fixture
def stages():
    return IndicateurFactory(code="stages")


def sommer():
    transmis = additionner_les_transmis(Departement.objects.all(), S1, relever().transmise)
    somme = transmis.dit(Indicateur.objects.get(code="stages"))
    return transmis.departements, somme.realise, somme.cumul


def test_les_bilans_transmis_s_additionnent_corrections_comprises(stages, valideur_59):
    bilan = bilan_complet()
    convention = ConventionFactory(entreprise__departement=bilan.departement)
    ResultatFactory(convention=convention, indicateur=stages, valeur=10)
    Correction.objects.create(
        bilan=bilan, cle="resultat-stages", valeur=12, calcule=10, motif="Deux de plus."
    )
    assert sommer() == (0, None, None)
    bilan.transmettre(valideur_59)
    assert sommer() == (1, 12, 12)
    convention.resultats.update(valeur=99)
    assert sommer() == (1, 12, 12)


def test_le_tableau_national_dit_d_ou_vient_chaque_somme(client, cget, stages, valideur_59):
    bilan_complet().transmettre(valideur_59)
    DepartementFactory(code="13")
    client.force_login(cget)
    page = client.get(reverse("national:tableau"), {"semestre": "2019-s1"})
    texte = " ".join(page.text.split())
    assert "<strong>Résultats saisis</strong>, d’aucun département" in texte
    assert "corrections comprises, de 1 département sur 2." in texte


def test_une_entreprise_de_plusieurs_departements_se_nomme_une_fois(client, cget):
    axe, siren = AxeFactory(nom="Former"), siren_valide(1)
    for code in ("13", "59", "62"):
        ConventionFactory(
            entreprise__departement=DepartementFactory(code=code),
            entreprise__siren=siren,
            entreprise__nom="Courrier",
            axes=[axe],
        )
    ConventionFactory(entreprise__departement_id="59", axes=[axe])
    sommes = additionner_tout(Departement.objects.all(), S1)
    assert [(e["nom"], e["nombre"], e["conventions"]) for e in sommes.plurielles] == [
        ("Courrier", 3, 3)
    ]
    assert sommes.axes == [("Former", 4)]
    client.force_login(cget)
    assert "Courrier" in client.get(reverse("national:entreprises")).text


def test_deux_etablissements_d_un_siren_signent_chacun_et_font_une_entreprise(client, agent_59):
    siege = EntrepriseFactory(departement_id="59", siren="552100554", nom="Acier")
    client.force_login(agent_59)
    champs = {
        "departement": "59",
        "nom": "Acier, Denain",
        "siren": "552 100 554",
        "taille": "pme",
        "etablissement": "",
    }
    adresse = reverse("paqte:entreprise_ajouter")
    assert "etablissement" in client.post(adresse, champs).context["form"].errors
    autre = client.post(adresse, champs | {"etablissement": "732 829 320 00074"})
    assert "autre entreprise" in autre.text
    client.post(adresse, champs | {"etablissement": "552 100 554 00013"})
    denain = siege.departement.entreprises.get(nom="Acier, Denain")
    for entreprise in (siege, denain):
        ConventionFactory(entreprise=entreprise)
    contenu = BilanFactory(departement_id="59").contenu()
    assert contenu["entreprises"]["nombre"]["valeur"] == 1
    assert [e["etablissement"] for e in contenu["entreprises"]["liste"]] == ["", "55210055400013"]


@pytest.mark.parametrize(
    ("depuis", "jusqu_a", "demande"),
    [
        ("", "", True),
        ("2019-s1", "", True),
        ("2019-s2", "", False),
        ("", "2019-s1", True),
        ("", "2018-s2", False),
    ],
)
def test_un_indicateur_n_est_demande_qu_a_ses_semestres(stages, depuis, jusqu_a, demande):
    stages.depuis, stages.jusqu_a = depuis, jusqu_a
    stages.save()
    bilan = BilanFactory(departement__code="59")
    assert ("resultat-stages" in bilan.chiffres) is demande

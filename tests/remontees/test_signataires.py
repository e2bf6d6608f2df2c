"""Qui doit signer ce qui est soumis : la personne choisie, ou toutes celles du territoire."""

import pytest

from paqte.models import Bilan
from quartiers.models import Departement, Region
from remontees.models import Soumission
from tests.factories import BilanFactory, RegionFactory, UtilisateurFactory
from tests.factories import SyntheseRegionaleFactory as Regionale

pytestmark = pytest.mark.django_db


def soumettre(remontee, agent, **champs):
    """Met une remontée au parapheur, sans en vérifier le contenu."""
    return Soumission.objects.create(
        remontee=remontee,
        **{remontee.champ_territoire: remontee.territoire},
        etat_avant="brouillon",
        empreinte="",
        soumise_par=agent,
        **champs,
    )


def test_le_prefet_de_region_signe_la_remontee_de_sa_region(
    agent_region_32, valideur_region_32, valideur_59
):
    soumise = soumettre(Regionale(region=RegionFactory(code="32")), agent_region_32)
    soumettre(Regionale(region=RegionFactory(code="84")), agent_region_32)
    assert [*Soumission.objects.a_signer_par(valideur_region_32)] == [soumise]
    assert not Soumission.objects.a_signer_par(valideur_59).exists()


def test_le_parapheur_se_lit_sans_une_requete_par_document(
    agent_59, valideur_59, django_assert_num_queries
):
    for periode in ("2019-s1", "2019-s2"):
        soumettre(BilanFactory(departement_id="59", periode=periode), agent_59)
    a_signer = Soumission.objects.a_signer_par(valideur_59)
    # Les soumissions et qui les soumet, les bilans.
    with django_assert_num_queries(2):
        lues = [(str(s.soumise_par), str(s.remontee.periode)) for s in a_signer]
    assert sorted(lues) == [("agent-59", "2019-s1"), ("agent-59", "2019-s2")]


def test_une_remontee_garde_sa_derniere_soumission(agent_59, django_assert_num_queries):
    bilan = BilanFactory(departement_id="59")
    soumettre(bilan, agent_59, issue="reprise")
    derniere = soumettre(bilan, agent_59)
    relu = Bilan.objects.get()
    # Elle, puis qui l'a soumise : la plupart des remontées n'en ont aucune.
    with django_assert_num_queries(2):
        for _ in range(2):
            assert (relu.soumission, str(relu.soumission.soumise_par)) == (derniere, "agent-59")


def test_la_personne_choisie_signe_et_toutes_quand_elle_est_partie(agent_59, valideur_59):
    choisie = UtilisateurFactory(role="valideur", departements=["59"])
    soumise = soumettre(BilanFactory(departement_id="59"), agent_59, valideur=choisie)
    assert soumise.signataires() == [choisie]
    choisie.is_active = False
    choisie.save()
    assert soumise.signataires() == [valideur_59]


def test_une_soumission_est_d_un_departement_ou_d_une_region():
    for territoire in ({"departement": Departement(code="59")}, {"region": Region(code="32")}):
        assert Soumission(**territoire).territoire in territoire.values()

"""Ce que le rôle et les périmètres ouvrent à un utilisateur."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from comptes.models import Perimetre
from quartiers.models import Departement, Quartier, Region
from tests.factories import DepartementFactory, QuartierFactory, RegionFactory, UtilisateurFactory


@pytest.fixture
def territoires(db):
    """Nord et Pas-de-Calais dans les Hauts-de-France, Bouches-du-Rhône ailleurs."""
    DepartementFactory(code="59")
    DepartementFactory(code="62")
    DepartementFactory(code="13", region=RegionFactory(code="93", nom="Provence"))


@pytest.mark.usefixtures("territoires")
def test_agent_voit_son_departement_seul(agent_59):
    assert agent_59.codes_departements == ("59",)
    assert agent_59.codes_departements_modifiables == ("59",)


@pytest.mark.usefixtures("territoires")
def test_region_couvre_ses_departements_sans_pouvoir_y_ecrire(region_32):
    assert set(region_32.codes_departements) == {"59", "62"}
    assert region_32.codes_departements_modifiables == ()


@pytest.mark.usefixtures("territoires")
def test_perimetre_national_couvre_tout(cget):
    assert set(cget.codes_departements) == {"59", "62", "13"}
    assert cget.codes_departements_modifiables == ()


@pytest.mark.usefixtures("territoires")
@pytest.mark.parametrize(
    "role", ["agent", "valideur", "region", "ministere", "cget", "administrateur"]
)
def test_sans_perimetre_rien_n_est_visible(role):
    user = UtilisateurFactory(role=role)
    QuartierFactory(departement_id="59")
    assert user.codes_departements == ()
    assert not Departement.objects.visibles_par(user)
    assert not Quartier.objects.visibles_par(user)


@pytest.mark.usefixtures("territoires")
def test_ministere_voit_les_quartiers_mais_ne_suit_aucune_remontee(ministere):
    assert len(ministere.codes_departements) == 3
    assert ministere.codes_departements_suivis == ()


@pytest.mark.usefixtures("territoires")
def test_plusieurs_perimetres_s_ajoutent_sans_doublon():
    user = UtilisateurFactory(role="valideur", departements=["59", "13"], regions=["32"])
    assert sorted(user.codes_departements) == ["13", "59", "62"]


def test_agent_ne_transmet_que_si_le_departement_le_permet(agent_59, valideur_59):
    nord = Departement.objects.get(code="59")
    assert valideur_59.peut_transmettre(nord)
    assert not agent_59.peut_transmettre(nord)
    nord.agents_transmettent = True
    assert agent_59.peut_transmettre(nord)


def test_valideur_ne_transmet_pas_pour_un_autre_departement(valideur_59):
    assert not valideur_59.peut_transmettre(DepartementFactory(code="13"))


@pytest.mark.usefixtures("territoires")
def test_un_perimetre_ne_porte_pas_a_la_fois_departement_et_region():
    perimetre = Perimetre(
        utilisateur=UtilisateurFactory(),
        departement=Departement.objects.get(code="59"),
        region=Region.objects.get(code="32"),
    )
    with pytest.raises(ValidationError, match="Choisissez un département ou une région"):
        perimetre.full_clean()
    with pytest.raises(IntegrityError):
        perimetre.save()

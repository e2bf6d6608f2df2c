"""Ce que le rôle et les périmètres ouvrent à un utilisateur."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from comptes.models import Perimetre, Utilisateur
from quartiers.models import Departement, Quartier, Region
from tests.factories import (
    ContactCgetFactory,
    DepartementFactory,
    QuartierFactory,
    RegionFactory,
    UtilisateurFactory,
)


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


@pytest.fixture(params=["agent_region_32", "valideur_region_32"])
def ecrit_pour_la_region(request, territoires):
    return request.getfixturevalue(request.param)


def test_ecrire_pour_une_region_ne_donne_aucun_droit_d_ecrire_dans_ses_departements(
    ecrit_pour_la_region,
):
    assert ecrit_pour_la_region.codes_departements_modifiables == ()
    assert not Departement.objects.modifiables_par(ecrit_pour_la_region)
    assert not any(
        ecrit_pour_la_region.peut_transmettre(departement)
        for departement in Departement.objects.all()
    )


def test_qui_ecrit_pour_la_region_lit_ses_departements_comme_qui_ne_fait_que_lire(
    ecrit_pour_la_region, region_32
):
    assert ecrit_pour_la_region.codes_departements == region_32.codes_departements
    assert ecrit_pour_la_region.codes_departements_suivis == region_32.codes_departements_suivis
    assert ecrit_pour_la_region.suit_des_prefectures
    assert not ecrit_pour_la_region.est_prefecture


def test_la_prefecture_de_region_ecrit_pour_la_sienne_seule(ecrit_pour_la_region):
    assert ecrit_pour_la_region.est_redacteur
    assert [region.code for region in Region.objects.modifiables_par(ecrit_pour_la_region)] == [
        "32"
    ]
    assert [region.code for region in Region.objects.suivis_par(ecrit_pour_la_region)] == ["32"]


@pytest.mark.usefixtures("territoires")
@pytest.mark.parametrize(
    "personne",
    ["agent_59", "valideur_59", "region_32", "ministere", "cget", "administrateur"],
)
def test_personne_d_autre_n_ecrit_pour_une_region(request, personne):
    user = request.getfixturevalue(personne)
    assert user.codes_regions_modifiables == ()
    assert not Region.objects.modifiables_par(user)
    assert not any(user.peut_transmettre(region) for region in Region.objects.all())


@pytest.mark.usefixtures("territoires")
def test_un_valideur_de_departement_a_qui_l_on_ouvre_une_region_n_ecrit_pas_pour_elle():
    user = UtilisateurFactory(role="valideur", regions=["32"])
    assert set(user.codes_departements_modifiables) == {"59", "62"}
    assert not Region.objects.modifiables_par(user)
    assert not user.peut_transmettre(Region.objects.get(code="32"))


@pytest.mark.usefixtures("territoires")
def test_seul_le_valideur_de_region_transmet_pour_elle(agent_region_32, valideur_region_32):
    nord, ailleurs = Region.objects.get(code="32"), Region.objects.get(code="93")
    assert valideur_region_32.peut_transmettre(nord)
    assert not valideur_region_32.peut_transmettre(ailleurs)
    assert agent_region_32.peut_transmettre(nord) is False


@pytest.mark.usefixtures("territoires")
def test_un_departement_et_une_region_du_meme_code_ne_se_confondent_pas(valideur_region_32):
    gers = DepartementFactory(code="32", region=RegionFactory(code="76", nom="Occitanie"))
    valideur_du_gers = UtilisateurFactory(role="valideur", departements=["32"])
    assert not valideur_region_32.peut_transmettre(gers)
    assert not valideur_du_gers.peut_transmettre(Region.objects.get(code="32"))
    assert valideur_du_gers.codes_regions == ()


@pytest.mark.usefixtures("territoires")
def test_une_region_est_vue_de_qui_la_tient_ou_tient_la_nation(
    agent_59, region_32, cget, ministere
):
    vues = {
        user.role: {region.code for region in Region.objects.visibles_par(user)}
        for user in (agent_59, region_32, cget, ministere)
    }
    assert vues == {
        "agent": set(),
        "region": {"32"},
        "cget": {"32", "93"},
        "ministere": {"32", "93"},
    }
    assert not Region.objects.suivis_par(ministere)


def test_chacun_ecrit_avec_les_roles_de_sa_prefecture_et_le_cget_avec_aucun(
    agent_59, agent_region_32, region_32, cget
):
    assert agent_59.est_redacteur
    assert agent_59.roles_de_sa_prefecture == ("agent", "valideur")
    assert agent_region_32.roles_de_sa_prefecture == ("agent_region", "valideur_region")
    for lecteur in (region_32, cget):
        assert not lecteur.est_redacteur
        assert lecteur.roles_de_sa_prefecture == ()


@pytest.mark.usefixtures("territoires")
def test_les_remontees_se_suivent_partout_sauf_d_un_ministere_ou_sans_perimetre(
    agent_59, region_32, ministere
):
    lus = {
        user.username: (
            user.suit_les_remontees,
            user.suit_des_prefectures,
            sorted(user.codes_departements_suivis),
            sorted(user.codes_regions_suivies),
        )
        for user in (agent_59, region_32, ministere, UtilisateurFactory(username="neuf"))
    }
    assert lus == {
        "agent-59": (True, False, ["59"], []),
        "region-32": (True, True, ["59", "62"], ["32"]),
        "ministere-emploi": (False, False, [], []),
        "neuf": (False, False, [], []),
    }


@pytest.mark.usefixtures("territoires")
def test_le_cget_a_en_charge_les_regions_de_ses_departements(cget):
    assert cget.codes_regions_en_charge == frozenset()
    for code in ("59", "62"):
        ContactCgetFactory(courriel=cget.email, departements=[code])
    relu = Utilisateur.objects.get(pk=cget.pk)
    assert relu.codes_en_charge == {"59", "62"}
    assert relu.codes_regions_en_charge == {"32"}


@pytest.mark.usefixtures("territoires")
def test_perimetre_national_couvre_tout(cget):
    assert set(cget.codes_departements) == {"59", "62", "13"}
    assert set(cget.codes_regions) == {"32", "93"}
    assert cget.codes_departements_modifiables == ()


@pytest.mark.usefixtures("territoires")
@pytest.mark.parametrize(
    "role",
    [
        "agent",
        "valideur",
        "agent_region",
        "valideur_region",
        "region",
        "ministere",
        "cget",
        "administrateur",
    ],
)
def test_sans_perimetre_rien_n_est_visible(role):
    user = UtilisateurFactory(role=role)
    QuartierFactory(departement_id="59")
    assert user.codes_departements == ()
    assert not Departement.objects.visibles_par(user)
    assert not Region.objects.visibles_par(user)
    assert not Region.objects.modifiables_par(user)
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
@pytest.mark.parametrize(
    "avant",
    [{"departements": ["59", "13"]}, {"regions": ["93"]}, {"national": True}],
    ids=["département", "région", "nation"],
)
def test_un_territoire_retire_ne_se_lit_plus(avant):
    user = UtilisateurFactory(**avant)
    assert "13" in user.codes_departements
    user.poser_perimetres(["59"], [])
    assert Utilisateur.objects.get(pk=user.pk).codes_departements == ("59",)


@pytest.mark.usefixtures("territoires")
def test_retirer_tous_les_territoires_d_un_role_national_lui_ouvre_la_nation():
    user = UtilisateurFactory(role="cget", departements=["59"])
    user.poser_perimetres([], [])
    assert set(Utilisateur.objects.get(pk=user.pk).codes_departements) == {"59", "62", "13"}


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["region", "cget", "administrateur", "ministere"])
def test_lire_un_departement_ne_donne_pas_d_y_transmettre(role):
    nord = DepartementFactory(code="59", agents_transmettent=True)
    user = UtilisateurFactory(role=role, departements=["59"])
    assert user.codes_departements == ("59",)
    assert not user.peut_transmettre(nord)


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

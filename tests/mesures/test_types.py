"""Ce qu'une valeur peut être selon le type de son indicateur, et comment elle se lit."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from mesures.models import Valeur, part
from tests.factories import (
    DepartementFactory,
    IndicateurNationalFactory,
    MesureFactory,
    QuartierFactory,
    RegionFactory,
    UtilisateurFactory,
    ValeurFactory,
)

pytestmark = pytest.mark.django_db


def valeur(nature, **champs):
    """Rend une valeur nationale non enregistrée, d'un indicateur de ce type."""
    indicateur = IndicateurNationalFactory(nature=nature, unite="stages")
    return Valeur(indicateur=indicateur, **champs)


JUSTES = [
    ("entier", {"nombre": Decimal("28000.00")}, "28 000 stages"),
    ("entier", {"nombre": Decimal(0)}, "0 stages"),
    ("euros", {"nombre": Decimal("1234.5")}, "1 234,50 stages"),
    ("part", {"nombre": Decimal("1.5"), "base": Decimal(3000)}, "0,1 % (1,50 sur 3 000)"),
    ("part", {"nombre": Decimal(1), "base": Decimal("3.25")}, "30,8 % (1 sur 3,25)"),
    ("part", {"pourcentage": Decimal("43.20")}, "43,2 % (enquête)"),
    ("part", {"pourcentage": Decimal("100.00")}, "100 % (enquête)"),
    ("part", {"pourcentage": Decimal(0)}, "0 % (enquête)"),
    (
        "rapport",
        {"nombre": Decimal(123456), "base": Decimal(10)},
        "12 345,6 stages (123 456 sur 10)",
    ),
    ("part", {"nombre": Decimal(10), "base": Decimal(10)}, "100 % (10 sur 10)"),
    ("part", {"secret": True, "base": Decimal(120)}, "Secret statistique"),
    ("oui_non", {"oui_non": True}, "Oui"),
    ("oui_non", {"oui_non": False}, "Non"),
    ("texte", {"texte": "Douze classes ouvertes"}, "Douze classes ouvertes"),
]


@pytest.mark.parametrize(("nature", "champs", "lu"), JUSTES)
def test_une_valeur_du_type_de_son_indicateur_se_garde_et_se_lit(nature, champs, lu):
    juste = valeur(nature, **champs)
    juste.clean()
    assert juste.affichage.replace("\xa0", " ") == lu


@pytest.mark.parametrize(
    ("nature", "champs", "champ"),
    [
        ("entier", {"oui_non": True, "texte": "Cent"}, "nombre"),
        ("euros", {}, "nombre"),
        ("part", {"base": Decimal(10)}, "nombre"),
        ("part", {"nombre": Decimal(5)}, "base"),
        ("part", {"nombre": Decimal(11), "base": Decimal(10)}, "nombre"),
        ("entier", {"nombre": Decimal("1.5")}, "nombre"),
        ("entier", {"pourcentage": Decimal(43)}, "pourcentage"),
        ("part", {"pourcentage": Decimal(43), "nombre": Decimal(4)}, "pourcentage"),
        ("part", {"pourcentage": Decimal(43), "base": Decimal(10)}, "pourcentage"),
        ("part", {"pourcentage": Decimal("100.5")}, "pourcentage"),
        ("part", {"pourcentage": Decimal("-0.5")}, "pourcentage"),
        ("part", {"pourcentage": Decimal(43), "secret": True}, "secret"),
        ("euros", {"nombre": Decimal(4), "secret": True}, "secret"),
        ("oui_non", {"nombre": Decimal(1)}, "oui_non"),
        ("texte", {"nombre": Decimal(1)}, "texte"),
    ],
)
def test_une_valeur_d_un_autre_type_est_refusee_a_son_champ(nature, champs, champ):
    with pytest.raises(ValidationError) as refus:
        valeur(nature, **champs).clean()
    assert [*refus.value.message_dict] == [champ]


@pytest.mark.parametrize(
    ("nature", "champs", "brute"),
    [
        ("entier", {"nombre": Decimal(7)}, 7),
        ("part", {"nombre": Decimal(7), "base": Decimal(10)}, 7),
        ("oui_non", {"oui_non": False, "nombre": Decimal(7)}, False),
        ("texte", {"texte": "Sept", "nombre": Decimal(7)}, "Sept"),
    ],
)
def test_un_export_recoit_ce_que_l_indicateur_attend_et_rien_d_autre(nature, champs, brute):
    assert valeur(nature, **champs).brute == brute


def test_une_valeur_verifiee_sait_son_territoire(nord):
    lue = valeur("entier", nombre=Decimal(1), departement=nord)
    lue.clean()
    assert lue.territoire == "59"


def test_une_valeur_s_enregistre_avec_le_code_de_son_territoire():
    assert ValeurFactory(code="59") in Valeur.objects.filter(territoire="59")


@pytest.mark.parametrize("nature", ["part", "rapport"])
def test_sans_son_total_un_nombre_ne_se_rapporte_a_rien(nature):
    seule = valeur(nature, nombre=Decimal(5))
    assert seule.grandeur is None
    assert seule.affichage.startswith("?\xa0")


@pytest.mark.parametrize("nature", ["entier", "part", "rapport", "euros", "oui_non"])
def test_une_valeur_vide_se_dit_non_renseignee_et_ne_se_compare_pas(nature):
    vide = valeur(nature, base=Decimal(10))
    vide.indicateur.cible = Decimal(50)
    assert (vide.affichage, vide.grandeur, vide.progres) == ("Non renseigné", None, None)


def test_une_part_se_calcule_a_une_decimale_et_la_moitie_monte():
    assert str(part(1, 3)) == "33.3"
    assert str(part(1, 16)) == "6.3"
    assert part(1, None) is None


def test_le_progres_d_une_valeur_est_celui_de_sa_part_vers_la_cible():
    la_moitie = valeur("part", nombre=Decimal(10), base=Decimal(40))
    la_moitie.indicateur.cible = Decimal(50)
    assert la_moitie.progres == 50


@pytest.mark.parametrize(
    ("sens", "cible", "grandeur", "progres"),
    [("hausse", 200, 150, 75), ("baisse", 30, 90, 33), ("hausse", 200, None, None)],
)
def test_le_progres_se_dit_en_pour_cent_de_la_cible(sens, cible, grandeur, progres):
    indicateur = IndicateurNationalFactory.build(sens=sens, cible=Decimal(cible), mesure=None)
    assert indicateur.progres(grandeur and Decimal(grandeur)) == progres


@pytest.fixture
def partout(nord):
    """Une valeur de la nation, d'une région, d'un département et d'un quartier."""
    indicateur = IndicateurNationalFactory()
    quartier = QuartierFactory(departement=nord, nom="Faubourg de Béthune")
    lieux = [{}, {"region": RegionFactory()}, {"departement": nord}, {"quartier": quartier}]
    return [ValeurFactory(indicateur=indicateur, **lieu) for lieu in lieux]


def test_une_valeur_se_nomme_par_son_territoire(partout, nord):
    region, departement, quartier = (
        valeur.region or valeur.departement or valeur.quartier for valeur in partout[1:]
    )
    assert [valeur.nom_du_territoire for valeur in partout] == [
        "France entière",
        str(region),
        str(departement),
        str(quartier),
    ]
    assert [valeur.code_departement for valeur in partout] == [None, None, "59", "59"]


def test_une_prefecture_conteste_son_departement_et_ses_quartiers_et_rien_d_autre(
    partout, agent_59, agent_13
):
    contestables = {valeur.territoire for valeur in Valeur.objects.contestables_par(agent_59)}
    assert contestables == {"59", partout[3].quartier.code}
    assert not Valeur.objects.contestables_par(agent_13)


def test_chacun_lit_la_nation_et_ses_territoires_et_rien_sans_perimetre(
    partout, agent_59, ministere
):
    ailleurs = DepartementFactory(code="13", region__code="93")
    ValeurFactory(indicateur=partout[0].indicateur, departement=ailleurs)
    lecteurs = [
        agent_59,
        UtilisateurFactory(departements=["13"]),
        ministere,
        UtilisateurFactory(),
    ]
    lus = [{v.territoire for v in Valeur.objects.visibles_par(user)} for user in lecteurs]
    quartier = partout[3].quartier.code
    assert lus == [
        {"FR", "R32", "59", quartier},
        {"FR", "13"},
        {"FR", "R32", "59", quartier, "13"},
        set(),
    ]


def test_celles_des_departements_ne_sont_ni_de_la_nation_ni_d_une_region_ni_d_un_quartier(partout):
    assert [valeur.territoire for valeur in Valeur.objects.des_departements()] == ["59"]


def test_nommer_une_valeur_de_chaque_territoire_ne_relit_rien(partout, django_assert_num_queries):
    lues = list(Valeur.objects.avec_relations())
    with django_assert_num_queries(0):
        noms = [f"{valeur} {valeur.indicateur.mesure}" for valeur in lues]
    assert len(noms) == len(partout)


def test_une_valeur_plus_recente_ne_cache_que_celles_de_son_indicateur_et_de_son_territoire():
    juin, juillet = datetime.date(2019, 6, 30), datetime.date(2019, 7, 31)
    nord = ValeurFactory(code="59", le=juin)
    ValeurFactory(indicateur=nord.indicateur, code="62", le=juillet)
    ValeurFactory(code="59", le=juillet)
    assert nord in Valeur.objects.dernieres(juillet)


def test_une_valeur_a_venir_ne_compte_ni_ne_cache_celle_d_avant():
    juin, juillet = datetime.date(2019, 6, 30), datetime.date(2019, 7, 31)
    avant = ValeurFactory(le=juin)
    ValeurFactory(indicateur=avant.indicateur, le=juillet)
    assert list(Valeur.objects.dernieres(juin)) == [avant]


def test_la_nation_lit_une_valeur_de_mesure_sans_la_tenir(agent_59, cget, chef_de_file, ministere):
    """Être inscrit à un ministère n'ouvre ses mesures qu'au rôle « ministère »."""
    chef_de_file.membres.add(agent_59)
    mesure = MesureFactory(chef_de_file=chef_de_file)
    MesureFactory()
    tenues = {
        user.username: list(type(mesure).objects.modifiables_par(user))
        for user in (agent_59, ministere)
    }
    assert tenues == {"agent-59": [], "ministere-emploi": [mesure]}
    assert type(mesure).objects.modifiables_par(cget).count() == 2

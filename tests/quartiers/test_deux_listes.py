"""Les deux listes entières, de la forme publiée, côte à côte : rien ne se perd ni ne se double."""

import datetime

import pytest

from quartiers.models import Correspondance, Departement, Quartier

from .conftest import ENTETE_2024, importer, importer_correspondance, importer_pru, octets

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("territoires")]
DE_2015, DE_2024 = 1514, 1609
RESTES = 1450


@pytest.fixture
def codes(territoires):
    """Les codes des deux listes, tirés à tour de rôle de chaque département."""
    departements = list(Departement.objects.values_list("code", flat=True))
    tour = len(departements)
    ou = [(departements[n % tour], n // tour + 1) for n in range(DE_2024)]
    de_2015 = [f"QP{code.zfill(3)}{rang:03}" for code, rang in ou[:DE_2015]]
    return de_2015, [f"QN{code.zfill(3)}{rang:02}M" for code, rang in ou]


@pytest.fixture
def listes(codes):
    entete = octets("liste_2015").decode().splitlines()[0]
    lignes = (
        f"{code};{departement(code)};;{code};Commune;EPCI;;;Commune;Quartier {code};1053;;"
        for code in codes[0]
    )
    importer(f"{entete}\n" + "\n".join(lignes))
    lignes = (f"{code},Quartier {code},{departement(code)},1053,Commune" for code in codes[1])
    importer(ENTETE_2024 + "\n".join(lignes))


def departement(code):
    return code[2:5].removeprefix("0")


@pytest.mark.usefixtures("listes")
def test_la_liste_de_2015_vit_a_cote_de_celle_de_2024_puis_recoit_les_chiffres_de_l_insee(codes):
    importer("code_qp;pop_mun;abcde\n" + "".join(f"{code};1 000;100\n" for code in codes[0]))
    importer("codeQPV;popMuniQPV\n" + "".join(f"{code};2 000\n" for code in codes[1]))
    totaux = dict(Quartier.objects.totaux_par_liste())
    assert totaux[2015]["nombre"] == DE_2015
    assert (totaux[2015]["population"], totaux[2015]["defm"]) == (DE_2015 * 1000, DE_2015 * 100)
    assert (totaux[2024]["nombre"], totaux[2024]["population"]) == (DE_2024, DE_2024 * 2000)
    assert totaux[2024]["defm"] is None
    assert not Quartier.objects.exclude(retire_le=None).exists()


@pytest.mark.usefixtures("listes")
def test_chaque_date_n_a_que_les_quartiers_d_une_liste(codes):
    def en_vigueur(annee):
        return Quartier.objects.en_vigueur(datetime.date(annee, 12, 31)).count()

    outre_mer = sum(departement(code).startswith(("97", "98")) for code in codes[0])
    assert en_vigueur(2023) == DE_2015
    de_2024 = sum(not departement(code).startswith(("97", "98")) for code in codes[1])
    assert en_vigueur(2024) == de_2024 + outre_mer
    assert en_vigueur(2025) == DE_2024


@pytest.mark.usefixtures("listes")
def test_la_correspondance_entiere_ne_double_aucun_pru(codes, django_assert_max_num_queries):
    importer_pru("code_qp;pru\n" + "".join(f"{code};national\n" for code in codes[0]))
    # Les derniers de 2024 se partagent, avec le premier, un seul ancien quartier.
    anciens = [*codes[0][:RESTES], *[codes[0][0]] * (DE_2024 - RESTES)]
    couples = zip(anciens, codes[1], strict=True)
    with django_assert_max_num_queries(60):
        importer_correspondance(
            "code_qp_2015;code_qp_2024\n" + "".join(f"{a};{n}\n" for a, n in couples)
        )
    assert Correspondance.objects.count() == DE_2024
    totaux = dict(Quartier.objects.totaux_par_liste())[2024]
    assert totaux["pru_nationaux"] == RESTES - 1
    assert totaux["sans_pru_nationaux"] == DE_2024 - RESTES + 1


@pytest.mark.usefixtures("listes")
def test_le_quart_d_une_liste_ne_se_retire_pas_sans_soupcon(codes):
    lignes = (f"{c},Quartier {c},{departement(c)},1053,Commune" for c in codes[1][:1200])
    assert importer(ENTETE_2024 + "\n".join(lignes)).retraits_suspects

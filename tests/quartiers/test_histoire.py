"""L'histoire d'un quartier : chiffres datés, et imports qui l'ont touché."""

import pytest
from django.urls import reverse

from quartiers.models import Chiffre, ImportQuartiers, Quartier, Trace

from .conftest import importer, importer_correspondance, importer_pru, octets

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("territoires")]
CODE = "QP059001"


def histoire(client, code=CODE):
    return " ".join(client.get(reverse("quartiers:histoire", args=[code])).content.decode().split())


def test_un_import_garde_ce_qu_il_cree_et_ce_qu_il_change():
    importer(octets("liste_2015"))
    importer(octets("liste_2015").replace(b"Secteur Ouest", b"Secteur Nord"))
    nouvelle, premiere = Trace.objects.filter(quartier__code=CODE)
    assert premiere.geste == "cree"
    assert ["nom", None, "Secteur Ouest"] in premiere.changements
    assert (nouvelle.geste, nouvelle.changements) == (
        "modifie",
        [["nom", "Secteur Ouest", "Secteur Nord"]],
    )


def test_un_quartier_inchange_n_a_pas_de_trace():
    importer(octets("liste_2015"))
    importer(octets("liste_2015"))
    assert Trace.objects.filter(quartier__code=CODE).count() == 1


def test_un_retrait_se_garde_avec_sa_date_legale():
    importer(octets("liste_2024"))
    importer(b"\n".join(octets("liste_2024").splitlines()[:-1]))
    retrait = Trace.objects.get(geste="retire")
    assert (retrait.quartier.code, retrait.changements) == (
        "QN97401I",
        [["retiré le", None, "2025-01-01"]],
    )


def test_un_chiffre_garde_sa_date_sa_categorie_et_sa_source(client, agent_59):
    importer(octets("liste_2015"))
    importer(octets("insee_2015"), "population.csv", au="2013-01-01")
    ImportQuartiers.objects.filter(fichier="population.csv").update(source="INSEE, recensement")
    client.force_login(agent_59)
    page = histoire(client)
    for attendu in ("municipale", "1er janvier 2013", "20 345", "INSEE, recensement"):
        assert attendu in page.replace("\xa0", " ").replace("\u202f", " ")


def test_un_chiffre_plus_ancien_reste_dans_l_histoire_sans_remplacer_le_plus_recent():
    importer(octets("liste_2015"))
    importer(f"code_qp;pop_mun\n{CODE};2000\n", au="2018-01-01")
    importer(f"code_qp;pop_mun\n{CODE};1500\n", au="2013-01-01")
    assert Quartier.objects.get(code=CODE).population == 2000
    valeurs = Chiffre.objects.filter(quartier__code=CODE).values_list("au__year", "valeur")
    assert list(valeurs) == [(2018, 2000), (2013, 1500)]


def test_un_chiffre_corrige_a_la_meme_date_remplace_le_premier():
    importer(octets("liste_2015"))
    importer(f"code_qp;pop_mun\n{CODE};2000\n")
    importer(f"code_qp;pop_mun\n{CODE};2100\n")
    assert Chiffre.objects.get(quartier__code=CODE).valeur == 2100
    assert Quartier.objects.get(code=CODE).population == 2100


def test_le_meme_chiffre_a_une_autre_date_se_garde_aussi():
    importer(octets("liste_2015"))
    importer(f"code_qp;abcde\n{CODE};300\n", au="2018-12-31")
    importer(f"code_qp;abcde\n{CODE};300\n", au="2019-12-31")
    assert Chiffre.objects.filter(categorie="A, B, C, D, E").count() == 2


def test_l_histoire_dit_d_ou_vient_un_pru_repris(client, agent_59):
    importer(octets("liste_2015"))
    importer(octets("liste_2024"))
    importer_pru(f"code_qp;pru\n{CODE};national\n")
    importer_correspondance(f"code_qp_2015;code_qp_2024\n{CODE};QN05901M\n")
    client.force_login(agent_59)
    page = histoire(client, "QN05901M")
    assert "ancien quartier : (vide) → Secteur Ouest (QP059001)" in page
    assert "PRU, repris des anciens quartiers : Inconnu → Intérêt national" in page
    assert "devenu : (vide) → Secteur Ouest (QN05901M)" in histoire(client)


def test_seul_l_administrateur_va_de_l_histoire_au_journal(client, agent_59, administrateur):
    importer(octets("liste_2015"))
    journal = ImportQuartiers.objects.get().get_absolute_url()
    client.force_login(agent_59)
    assert journal not in histoire(client)
    assert client.get(journal).status_code == 403
    client.force_login(administrateur)
    assert journal in histoire(client)
    assert CODE in client.get(journal).content.decode()


def test_un_import_qui_n_est_pas_fait_n_a_pas_de_journal(client, administrateur):
    depose = ImportQuartiers.objects.create(fichier="liste.csv", fait_par=administrateur)
    client.force_login(administrateur)
    assert client.get(depose.get_absolute_url()).status_code == 404


def test_l_agent_du_13_ne_lit_pas_l_histoire_d_un_quartier_du_59(client, agent_13):
    importer(octets("liste_2015"))
    client.force_login(agent_13)
    assert client.get(reverse("quartiers:histoire", args=[CODE])).status_code == 404


def test_l_histoire_se_lit_en_autant_de_requetes_quel_que_soit_le_nombre_d_imports(
    client, agent_59, django_assert_max_num_queries
):
    importer(octets("liste_2015"))
    client.force_login(agent_59)
    with django_assert_max_num_queries(15) as peu:
        histoire(client)
    for annee in range(2010, 2016):
        importer(f"code_qp;pop_mun\n{CODE};{annee}\n", au=f"{annee}-01-01")
    with django_assert_max_num_queries(15) as beaucoup:
        histoire(client)
    assert len(peu) == len(beaucoup)

"""Les alertes : en baisse, loin de la médiane, sans valeur depuis deux semestres."""

import datetime
import html
import re

import pytest
from django.urls import reverse

from mesures.alertes import chercher_alertes
from tests.factories import IndicateurNationalFactory, ValeurFactory
from tests.tableaux import lire_csv

pytestmark = pytest.mark.django_db

AU = datetime.date(2019, 12, 31)
ADRESSE = reverse("mesures:alertes")


def motifs(code="59", au=AU):
    return [alerte.motif for alerte in chercher_alertes(au, {code})]


def serie(indicateur, *nombres, code="59", base=None):
    """Donne une valeur par semestre, jusqu'à fin 2019."""
    for rang, nombre in enumerate(reversed(nombres)):
        le = AU - datetime.timedelta(days=181 * rang)
        ValeurFactory(indicateur=indicateur, code=code, nombre=nombre, base=base, le=le)


@pytest.mark.parametrize(
    ("sens", "nombres", "alerte"),
    [
        ("hausse", (100, 90), True),
        ("hausse", (100, 91), False),
        ("hausse", (90, 100), False),
        ("hausse", (100, 100), False),
        ("baisse", (90, 100), True),
        ("baisse", (100, 90), False),
    ],
)
def test_un_recul_est_dit_dans_le_sens_de_l_indicateur(sens, nombres, alerte):
    serie(IndicateurNationalFactory(sens=sens), *nombres)
    assert any("recule" in motif for motif in motifs()) is alerte


def test_une_alerte_rassemble_les_departements_qu_elle_touche():
    indicateur = IndicateurNationalFactory()
    for code in ("13", "59", "75"):
        serie(indicateur, 100, 90, code=code)
    (alerte,) = chercher_alertes(AU, {"59", "13"})
    assert alerte.departements == ["13", "59"]


def test_deux_semestres_sans_valeur_sont_dits():
    serie(IndicateurNationalFactory(), 100)
    assert motifs() == []
    (motif,) = motifs(au=datetime.date(2021, 1, 15))
    assert "31/12/2019" in motif


def test_une_part_loin_de_la_mediane_est_dite():
    indicateur = IndicateurNationalFactory(nature="part")
    for code in ("01", "02", "03", "04"):
        serie(indicateur, 50, code=code, base=100)
    serie(indicateur, 39, code="59", base=100)
    assert motifs() == ["loin au-dessous des autres départements (médiane : 50,0\xa0%)"]
    assert motifs("01") == []


def test_un_nombre_ne_se_compare_pas_d_un_territoire_a_l_autre():
    indicateur = IndicateurNationalFactory()
    for code in ("01", "02", "03", "04", "05"):
        serie(indicateur, 5000, code=code)
    serie(indicateur, 3)
    assert motifs() == []


def test_un_departement_parmi_d_autres_aussi_dispersees_n_est_pas_dit():
    indicateur = IndicateurNationalFactory(nature="part")
    for code, nombre in (("01", 30), ("02", 45), ("03", 50), ("04", 60), ("59", 39)):
        serie(indicateur, nombre, code=code, base=100)
    assert motifs() == []


def test_un_rapport_se_compare_aussi():
    indicateur = IndicateurNationalFactory(nature="rapport", sens="baisse", unite="élèves")
    for code in ("01", "02", "03", "04"):
        serie(indicateur, 120, code=code, base=10)
    serie(indicateur, 250, code="59", base=10)
    assert motifs() == ["loin au-dessus des autres départements (médiane : 12,0\xa0élèves)"]


def test_le_pourcentage_d_une_enquete_se_compare_aussi():
    indicateur = IndicateurNationalFactory(nature="part")
    for code in ("01", "02", "03", "04"):
        serie(indicateur, 50, code=code, base=100)
    ValeurFactory(indicateur=indicateur, code="59", nombre=None, pourcentage=20, le=AU)
    assert motifs() == ["loin au-dessous des autres départements (médiane : 50,0\xa0%)"]


def du_ministere(au=AU):
    return [(a.motif, a.departements) for a in chercher_alertes(au, set(), nation=True)]


def test_un_indicateur_jamais_produit_est_dit():
    IndicateurNationalFactory()
    IndicateurNationalFactory(complementaire=True)
    assert du_ministere() == [("jamais produit", [])]


def test_une_valeur_d_un_departement_suffit_a_l_avoir_produit():
    serie(IndicateurNationalFactory(), 100)
    assert du_ministere() == []


def test_une_valeur_nationale_perimee_est_dite():
    ValeurFactory(indicateur=IndicateurNationalFactory(), le=datetime.date(2018, 9, 30))
    assert du_ministere(datetime.date(2019, 9, 30)) == []
    assert du_ministere() == [("valeur nationale périmée (la dernière : 30/09/2018)", [])]


def test_un_indicateur_annuel_perime_en_deux_ans():
    annuel = IndicateurNationalFactory(frequence="annee")
    ValeurFactory(indicateur=annuel, le=datetime.date(2017, 12, 31))
    assert du_ministere(datetime.date(2019, 12, 31)) == []
    assert len(du_ministere(datetime.date(2020, 1, 1))) == 1


def test_un_departement_ou_l_indicateur_est_sans_objet_peut_se_taire(nord):
    indicateur = IndicateurNationalFactory()
    serie(indicateur, 100)
    tard = datetime.date(2021, 1, 15)
    assert len(motifs(au=tard)) == 1
    indicateur.sans_objet.create(departement=nord, motif="Pas de métro ici")
    assert motifs(au=tard) == []


def test_une_prefecture_ne_lit_pas_ce_que_doit_un_ministere(client, agent_59, cget):
    IndicateurNationalFactory()
    for utilisateur, nombre in ((agent_59, 0), (cget, 1)):
        client.force_login(utilisateur)
        assert len(trouvees(client)) == nombre


def test_les_alertes_de_la_nation_et_des_departements_se_separent(client, cget):
    jamais, recule = IndicateurNationalFactory(), IndicateurNationalFactory()
    serie(recule, 100, 90)
    client.force_login(cget)
    for sorte, attendu in (("nation", jamais), ("departements", recule)):
        assert [alerte.indicateur for alerte in trouvees(client, sorte=sorte)] == [attendu]


def test_une_mediane_veut_cinq_territoires():
    indicateur = IndicateurNationalFactory(nature="part")
    serie(indicateur, 90, code="01", base=100)
    serie(indicateur, 1, base=100)
    assert motifs() == []


def trouvees(client, **choix):
    """Rend les alertes que montre la page, fin 2019."""
    return client.get(ADRESSE, {"au": AU.isoformat()} | choix).context["lignes"]


def test_la_page_montre_les_alertes_du_perimetre(client, agent_59, agent_13):
    serie(IndicateurNationalFactory(), 100, 90)
    for utilisateur, nombre in ((agent_59, 1), (agent_13, 0)):
        client.force_login(utilisateur)
        assert len(trouvees(client)) == nombre


def test_la_page_se_limite_a_un_departement(client, cget):
    for code in ("59", "62"):
        serie(IndicateurNationalFactory(), 100, 90, code=code)
    client.force_login(cget)
    assert [alerte.departements for alerte in trouvees(client, departement="62")] == [["62"]]


def test_un_departement_etranger_ne_montre_rien(client, agent_59):
    for code in ("59", "13"):
        serie(IndicateurNationalFactory(), 100, 90, code=code)
    client.force_login(agent_59)
    assert [alerte.departements for alerte in trouvees(client, departement="13")] == [["59"]]


def test_un_ministere_voit_les_alertes_de_la_nation(client, ministere):
    serie(IndicateurNationalFactory(), 100, 90)
    client.force_login(ministere)
    assert len(trouvees(client)) == 1


def test_une_alerte_mene_aux_valeurs_qui_la_donnent(client, cget):
    indicateur = IndicateurNationalFactory(code="19-1")
    serie(indicateur, 100, 90)
    serie(IndicateurNationalFactory(code="19-1.1", mesure=indicateur.mesure), 100, 110)
    client.force_login(cget)
    page = client.get(ADRESSE, {"au": "2019-12-31"}).text
    assert "recule d’au moins un dixième" in page
    (lien,) = re.findall(r'href="([^"]*departement=59)"', page)
    valeurs = client.get(html.unescape(lien)).context["page_obj"]
    assert {valeur.indicateur for valeur in valeurs} == {indicateur}
    assert len(valeurs) == 2


def test_une_alerte_se_cherche_sans_accents(client, cget):
    for libelle in ("Élèves accueillis", "Emplois francs"):
        serie(IndicateurNationalFactory(libelle=libelle), 100, 90)
    client.force_login(cget)
    (alerte,) = trouvees(client, recherche="eleves")
    assert alerte.indicateur.libelle == "Élèves accueillis"


def test_les_alertes_les_plus_repandues_viennent_d_abord_si_on_le_demande(client, cget):
    un, deux = IndicateurNationalFactory(), IndicateurNationalFactory()
    serie(un, 100, 90)
    for code in ("59", "62"):
        serie(deux, 100, 90, code=code)
    client.force_login(cget)
    assert [alerte.indicateur for alerte in trouvees(client)] == [un, deux]
    assert [a.indicateur for a in trouvees(client, tri="departements")] == [deux, un]


def test_l_export_dit_ou_est_chaque_alerte(client, cget):
    indicateur = IndicateurNationalFactory()
    for code in ("59", "62"):
        serie(indicateur, 100, 90, code=code)
    client.force_login(cget)
    lignes = lire_csv(client.get(ADRESSE, {"au": AU.isoformat(), "format": "csv"}))
    assert [ligne["departements"] for ligne in lignes] == ["59, 62"]


def test_le_nombre_de_requetes_est_constant(client, cget, django_assert_max_num_queries):
    client.force_login(cget)
    for code in ("59", "62", "80"):
        serie(IndicateurNationalFactory(), 100, 90, code=code)
        with django_assert_max_num_queries(9):
            trouvees(client)


def test_un_indicateur_dont_le_type_change_ne_casse_pas_la_page(client, cget):
    indicateur = IndicateurNationalFactory()
    serie(indicateur, 100, 90)
    indicateur.nature = "part"
    indicateur.save()
    client.force_login(cget)
    assert trouvees(client) == motifs() == []

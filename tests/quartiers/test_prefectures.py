"""Le nom d'un territoire dans une phrase, et l'intitulé de sa préfecture."""

import pytest

from quartiers.models import Departement, Region
from quartiers.prefectures import avec_article
from socle.fixtures import lire_fixture


@pytest.mark.parametrize(
    ("code", "nom", "de", "dans"),
    [
        ("59", "Nord", "du Nord", "dans le Nord"),
        ("13", "Bouches-du-Rhône", "des Bouches-du-Rhône", "dans les Bouches-du-Rhône"),
        ("02", "Aisne", "de l’Aisne", "dans l’Aisne"),
        ("93", "Seine-Saint-Denis", "de la Seine-Saint-Denis", "en Seine-Saint-Denis"),
        ("35", "Ille-et-Vilaine", "d’Ille-et-Vilaine", "en Ille-et-Vilaine"),
        ("75", "Paris", "de Paris", "à Paris"),
    ],
)
def test_un_departement_a_son_article(code, nom, de, dans):
    prefecture = Departement(code=code, nom=nom).prefecture
    assert (prefecture.de, prefecture.dans) == (de, dans)


@pytest.mark.parametrize("territoire", ["departement", "region"])
def test_chaque_territoire_du_portail_a_sa_prefecture(territoire):
    connus = {
        (ligne["code"], ligne["nom"])
        for ligne in lire_fixture("prefectures")
        if ligne["niveau"] == territoire
    }
    assert connus == {(ligne["code"], ligne["nom"]) for ligne in lire_fixture(f"{territoire}s")}


def test_l_intitule_du_bloc_marque_va_a_la_ligne_par_groupe_de_mots():
    assert Departement(code="59", nom="Nord").prefecture.intitule == ("Préfet", "du Nord")
    assert Region(code="32", nom="Hauts-de-France").prefecture.intitule == (
        "Préfet",
        "de la région",
        "Hauts-de-France",
    )
    provence = Region(code="93", nom="Provence-Alpes-Côte d’Azur").prefecture
    assert provence.intitule[2:] == ("Provence-Alpes-Côte", "d’Azur")


def test_la_polynesie_a_un_haut_commissaire():
    polynesie = Departement(code="987", nom="Polynésie française").prefecture
    assert polynesie.autorite == "haut-commissaire de la République en Polynésie française"
    assert Departement(code="59", nom="Nord").prefecture.autorite == "préfet du Nord"


@pytest.mark.parametrize(
    ("territoire", "intitule", "autorite"),
    [
        (Departement(code="59", nom="Nord"), "Préfète", "la préfète du Nord"),
        (
            Region(code="32", nom="Hauts-de-France"),
            "Préfète",
            "la préfète de la région Hauts-de-France",
        ),
        (
            Departement(code="978", nom="Saint-Martin"),
            "Préfète déléguée",
            "la préfète déléguée de Saint-Barthélemy et de Saint-Martin",
        ),
        (
            Departement(code="987", nom="Polynésie française"),
            "Haute-commissaire",
            "la haute-commissaire de la République en Polynésie française",
        ),
    ],
)
def test_une_prefete_se_nomme_au_feminin(territoire, intitule, autorite):
    territoire.prefete = True
    assert territoire.prefecture.intitule[0] == intitule
    assert avec_article(territoire.prefecture.autorite) == autorite


def test_un_prefet_garde_son_article():
    assert avec_article("préfet du Nord") == "le préfet du Nord"


def test_une_region_et_un_departement_de_meme_code_ne_se_confondent_pas():
    assert Departement(code="32", nom="Gers").de == "du Gers"
    assert Region(code="32", nom="Hauts-de-France").de == "des Hauts-de-France"


@pytest.mark.parametrize(("nom", "de"), [("Grand Ouest", "de Grand Ouest"), ("Ys", "d’Ys")])
def test_un_territoire_ajoute_se_nomme_sans_article(nom, de):
    assert Region(code="99", nom=nom).de == de
    assert Region(code="99", nom=nom).prefecture.chef_lieu == ""


def test_une_prefecture_de_region_se_dit_de_la_region():
    assert Departement(code="59", nom="Nord").nom_de_prefecture == "préfecture du Nord"
    hauts_de_france = Region(code="32", nom="Hauts-de-France")
    assert hauts_de_france.nom_de_prefecture == "préfecture de la région Hauts-de-France"

"""Deux portails sur une base, comme sur deux machines : sessions et sommes y sont justes."""

import re

import pytest

from tests.factories import CampagneFactory, ConventionFactory, IndicateurFactory, ResultatFactory

from .conftest import POSTGRESQL

pytestmark = [pytest.mark.long, POSTGRESQL, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def deux_portails(servir):
    return servir(), servir()


def ailleurs(personne, serveur):
    """Rend la même personne, de la même session, devant un autre serveur."""
    autre = object.__new__(type(personne))
    autre.adresse, autre.temoins = serveur.adresse, personne.temoins
    return autre


def test_une_session_ouverte_sur_un_portail_vaut_sur_l_autre_et_s_y_ferme(
    deux_portails, connecter, agent_59
):
    premier, second = deux_portails
    ici = connecter(premier, agent_59)
    la_bas = ailleurs(ici, second)
    assert [p.lire("/annuaire/").status_code for p in (ici, la_bas)] == [200, 200]
    assert ici.envoyer("/deconnexion/", {}).status_code == 302
    assert la_bas.lire("/annuaire/").headers["Location"].startswith("/connexion/")


def test_les_sommes_gardees_par_chaque_portail_suivent_ce_qui_s_ecrit_ailleurs(
    deux_portails, connecter, cget
):
    CampagneFactory(periode="2019-s1")
    convention = ConventionFactory(entreprise__departement__code="59")
    resultat = ResultatFactory(convention=convention, indicateur=IndicateurFactory())
    ici = connecter(deux_portails[0], cget)
    personnes = [ici, ailleurs(ici, deux_portails[1])]
    for tour in range(5):
        resultat.valeur = 70_001 + tour
        resultat.save()
        # Lues deux fois : la seconde vient des sommes gardées.
        for personne in personnes * 2:
            page = personne.lire("/national/?semestre=2019-s1").text
            assert str(resultat.valeur) in re.sub(r"(?<=\d)\s(?=\d)", "", page)

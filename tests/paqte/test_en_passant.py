"""Les résultats d'une convention s'enregistrent pendant qu'on les écrit."""

import pytest
from django.urls import reverse

from paqte.models import ExempleAction, Reponse
from remontees.periodes import Semestre
from tests.factories import AxeFactory, ConventionFactory, IndicateurFactory, ResultatFactory
from tests.formulaires import caches

pytestmark = pytest.mark.django_db

SEMESTRE = Semestre(2019, 1)


@pytest.fixture
def convention():
    axe = AxeFactory(rang=1)
    IndicateurFactory(code="stages", libelle="Stages", axe=axe)
    return ConventionFactory(axes=[axe])


@pytest.fixture
def page(client, agent_59, convention):
    client.force_login(agent_59)
    return Page(client, reverse("paqte:resultats", args=[convention.pk, SEMESTRE]))


class Page:
    """La page des résultats, ouverte dans un navigateur : elle garde ses champs cachés."""

    def __init__(self, client, adresse):
        self.client, self.adresse = client, adresse
        self.champs = caches(client.get(adresse)) | {"exemples-0-axe": "", "exemples-0-texte": ""}

    def ecrire(self, **champs):
        """Écrit ces champs, et laisse le navigateur enregistrer ; rend ce qu'il lit."""
        self.champs |= {nom.replace("_", "-"): valeur for nom, valeur in champs.items()}
        reponse = self.client.post(
            self.adresse, self.champs, headers={"accept": "application/json"}
        )
        lu = reponse.json() | {"statut": reponse.status_code}
        self.champs |= {nom: str(valeur) for nom, valeur in lu.get("caches", {}).items()}
        return lu

    def presser(self):
        return self.client.post(self.adresse, self.champs)


def valeurs(convention):
    return list(convention.resultats.values_list("valeur", flat=True))


def test_un_resultat_s_enregistre_sans_quitter_la_page(page, convention):
    lu = page.ecrire(valeur_stages="1 234")
    assert (lu["statut"], valeurs(convention)) == (200, [1234])
    assert lu["dit"].startswith("Enregistré à ")


def test_un_resultat_efface_apres_s_etre_enregistre_se_retire(page, convention):
    page.ecrire(valeur_stages="12")
    page.ecrire(valeur_stages="")
    assert valeurs(convention) == []


def test_un_exemple_ecrit_en_deux_fois_reste_un_seul(page, convention):
    page.ecrire(exemples_0_texte="Un forum")
    page.ecrire(exemples_0_texte="Un forum des métiers.")
    assert convention.exemples.get().texte == "Un forum des métiers."


def test_ce_qui_ne_s_enregistre_pas_est_nomme(page, convention):
    lu = page.ecrire(valeur_stages="douze", exemples_0_texte="Un forum.")
    assert lu["statut"] == 422
    assert lu["faute"]["ancre"] == "id_valeur-stages"
    assert "Stages" in lu["faute"]["libelle"]
    assert "Écrivez un nombre" in lu["faute"]["erreur"]
    assert not convention.exemples.exists()


def test_un_exemple_refuse_est_nomme(page):
    lu = page.ecrire(exemples_0_axe="99", exemples_0_texte="Un forum.")
    assert lu["faute"]["ancre"] == "id_exemples-0-axe"


def test_la_reponse_d_un_collegue_attend_d_etre_comparee(page, convention):
    reponse = Reponse.objects.create(convention=convention, semestre=str(SEMESTRE), autres="Lui.")
    lu = page.ecrire(valeur_stages="12", autres="Moi.")
    assert (lu["statut"], "entre-temps" in lu["message"]) == (409, True)
    reponse.refresh_from_db()
    assert (reponse.autres, valeurs(convention)) == ("Lui.", [])


def test_le_resultat_d_un_collegue_n_est_efface_qu_une_fois_vu(page, convention):
    ResultatFactory(
        convention=convention, indicateur__code="stages", semestre=str(SEMESTRE), valeur=8
    )
    lu = page.ecrire(valeur_stages="12")
    assert "quelqu’un a enregistré : « 8 »" in lu["faute"]["erreur"]
    assert valeurs(convention) == [8]
    refusee = page.presser()
    assert (refusee.status_code, valeurs(convention)) == (422, [8])
    page.champs |= caches(refusee)
    page.presser()
    assert valeurs(convention) == [12]


def test_l_exemple_d_un_collegue_n_est_pas_efface_par_une_page_ouverte_avant(page, convention):
    page.ecrire(exemples_0_texte="Un forum.")
    ExempleAction.objects.update(texte="Un forum, précisé par un collègue.")
    page.ecrire(valeur_stages="12")
    assert convention.exemples.get().texte == "Un forum, précisé par un collègue."
    assert valeurs(convention) == [12]


def test_la_page_ou_mene_l_envoi_dit_que_la_copie_est_arrivee(page, convention):
    page.champs |= {"copie": "1a2b-3c4d", "valeur-stages": "12"}
    assert page.presser().url == f"{convention.get_absolute_url()}#recue-1a2b-3c4d"

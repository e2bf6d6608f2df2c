"""Ce qui se contredit se dit là où on le saisit, entreprise par entreprise, sans rien bloquer."""

import pytest
from django.urls import reverse

from paqte.grille import MODELE
from paqte.models import Cible, ResultatConvention
from paqte.resources import analyser_grille
from remontees.periodes import Semestre
from tests.factories import IndicateurFactory
from tests.formulaires import rempli

from .grilles import remplie

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]


@pytest.fixture
def adresse(convention):
    """La page où se saisissent ses résultats ; la part des quartiers y a un plafond."""
    axe = convention.axes.get()
    IndicateurFactory(code="total", axe=axe, libelle="Alternants")
    IndicateurFactory(code="qpv", axe=axe, libelle="Alternants des QPV", plafond_id="total")
    return reverse("paqte:resultats", args=[convention.pk, Semestre(2019, 1)])


def saisir(client, adresse, **champs):
    lignes = {"exemples-TOTAL_FORMS": "0", "exemples-INITIAL_FORMS": "0"}
    valeurs = {f"valeur-{code}": nombre for code, nombre in champs.items()}
    return client.post(adresse, rempli(client, adresse) | lignes | valeurs, follow=True)


PHRASE = "Acier du Nord, résultat : « Alternants des QPV » (18) dépasse « Alternants » (12)."


def test_un_resultat_plus_grand_que_son_total_se_dit_et_s_enregistre(client, agent_59, adresse):
    client.force_login(agent_59)
    assert PHRASE in saisir(client, adresse, qpv="18", total="12").text
    assert PHRASE in client.get(adresse).text
    assert ResultatConvention.objects.count() == 2


@pytest.mark.parametrize("total", ["18", "n.d.", ""])
def test_un_total_qui_suffit_ou_qu_on_n_a_pas_ne_dit_rien(client, agent_59, adresse, total):
    client.force_login(agent_59)
    assert "dépasse" not in saisir(client, adresse, qpv="18", total=total).text


def test_le_total_d_un_autre_semestre_ne_compte_pas(client, agent_59, adresse, convention):
    client.force_login(agent_59)
    saisir(client, adresse, total="12")
    autre = reverse("paqte:resultats", args=[convention.pk, Semestre(2019, 2)])
    assert "dépasse" not in saisir(client, autre, qpv="18").text


def test_le_bilan_avertit_et_mene_a_l_entreprise(client, agent_59, bilan, adresse):
    client.force_login(agent_59)
    saisir(client, adresse, qpv="18", total="12")
    avertissement = next(a for a in bilan.avertissements() if "dépasse" in a.libelle)
    assert avertissement.libelle == PHRASE
    assert str(avertissement.lien).startswith(adresse)
    assert PHRASE in client.get(bilan.get_absolute_url()).text


def test_une_cible_plus_grande_que_son_total_avertit_a_sa_convention(
    client, agent_59, bilan, adresse, convention
):
    for code, valeur in (("qpv", 45), ("total", 30)):
        indicateur = IndicateurFactory(code=code)
        Cible.objects.create(convention=convention, indicateur=indicateur, valeur=valeur)
    phrase = "Acier du Nord, cible : « Alternants des QPV » (45) dépasse « Alternants » (30)."
    lien = reverse("paqte:convention_modifier", args=[convention.pk])
    assert (phrase, lien) in [(a.libelle, str(a.lien)) for a in bilan.avertissements()]
    client.force_login(agent_59)
    assert phrase in client.get(convention.get_absolute_url()).text


def test_l_apercu_de_la_grille_le_dit_avant_d_ecrire(bilan, adresse, convention):
    octets = remplie(bilan, convention, indicateur="qpv", resultat="18")
    octets += remplie(bilan, convention, indicateur="total", resultat="12").splitlines(True)[1]
    apercu = analyser_grille(MODELE.lire_liste(octets, "g.csv"), bilan)
    assert (apercu.avertissements, apercu.refus) == ([PHRASE], [])
    assert not ResultatConvention.objects.exists()

"""Qui a changé quoi dans une remontée : champ par champ, pour sa seule préfecture."""

from decimal import Decimal

import pytest
import time_machine

from paqte.models import Correction
from remontees.historique import modifications
from tests.factories import BilanFactory, ResultatFactory, bilan_complet, synthese_complete

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]


@pytest.fixture
def bilan(agent_59):
    """Un bilan commencé le 1er juillet 2019."""
    with time_machine.travel("2019-07-01T10:00:00+02:00", tick=False):
        return BilanFactory(departement__code="59", strategie="Première")


def ecrire(bilan, user, quand, **textes):
    with time_machine.travel(quand, tick=False):
        for champ, texte in textes.items():
            setattr(bilan, champ, texte)
        bilan._history_user = user
        bilan.enregistrer(user, bilan.verrou)


def champs(bilan):
    return [(m.champ, m.avant, m.apres) for m in modifications(bilan)]


def test_un_champ_change_dit_avant_apres_et_par_qui(bilan, agent_59):
    ecrire(bilan, agent_59, "2019-07-02T10:00:00+02:00", strategie="Seconde")
    derniere = modifications(bilan)[0]
    assert (derniere.avant, derniere.apres) == ("Première", "Seconde")
    assert (derniere.champ, derniere.par) == ("stratégie définie dans le département", agent_59)


def test_les_enregistrements_d_un_meme_jour_n_en_font_qu_un(bilan, agent_59):
    for heure, texte in (("09", "S"), ("10", "Se"), ("11", "Seconde")):
        ecrire(bilan, agent_59, f"2019-07-02T{heure}:00:00+02:00", strategie=texte)
    assert [m.apres for m in modifications(bilan) if m.avant] == ["Seconde"]


def test_deux_personnes_le_meme_jour_restent_distinctes(bilan, agent_59, valideur_59):
    ecrire(bilan, agent_59, "2019-07-02T09:00:00+02:00", obstacles="Aucun")
    ecrire(bilan, valideur_59, "2019-07-02T10:00:00+02:00", obstacles="Le temps")
    assert [m.par for m in modifications(bilan) if m.champ.startswith("obstacles")] == [
        valideur_59,
        agent_59,
    ]


def test_une_correction_posee_puis_retiree_se_lit(bilan):
    with time_machine.travel("2019-07-02T10:00:00+02:00", tick=False):
        correction = Correction.objects.create(
            bilan=bilan, cle="contexte-population", valeur=10, motif="Recompté"
        )
    with time_machine.travel("2019-07-03T10:00:00+02:00", tick=False):
        correction.delete()
    assert ("Population des QPV, motif", "", "Recompté") in champs(bilan)
    assert ("Population des QPV, valeur corrigée", "10", "") in champs(bilan)


def test_un_resultat_du_semestre_se_lit_dans_le_bilan_et_dans_sa_convention(bilan, agent_59):
    resultat = ResultatFactory(
        convention__entreprise__departement=bilan.departement,
        convention__entreprise__nom="Acier du Nord",
        indicateur__libelle="Stages",
        semestre=bilan.periode,
    )
    resultat._history_user = agent_59
    resultat.valeur = Decimal("12.5")
    with time_machine.travel("2099-07-02T10:00:00+02:00", tick=False):
        resultat.save()
    derniere, creation = modifications(resultat.convention)
    assert creation.apres == "10"
    assert derniere.champ == "Stages, 1er semestre 2019, valeur"
    assert (derniere.avant, derniere.apres, derniere.par) == ("10", "12,50", agent_59)
    du_bilan = modifications(bilan)[0]
    assert du_bilan.champ == f"{resultat.convention}, Stages, valeur"
    assert (du_bilan.avant, du_bilan.apres) == ("10", "12,50")


def test_un_resultat_d_ailleurs_ou_d_un_autre_semestre_ne_s_y_lit_pas(bilan):
    avant = champs(bilan)
    ResultatFactory(convention__entreprise__departement__code="13", semestre=bilan.periode)
    ResultatFactory(
        convention__entreprise__departement=bilan.departement,
        semestre="2018-s2",
    )
    assert champs(bilan) == avant


def test_les_resultats_ne_coutent_pas_une_requete_chacun(bilan, django_assert_max_num_queries):
    for _ in range(5):
        ResultatFactory(
            convention__entreprise__departement=bilan.departement, semestre=bilan.periode
        )
    with django_assert_max_num_queries(15):
        assert len(modifications(bilan)) > 5


def test_la_page_d_une_convention_dit_qui_a_saisi_un_resultat(client, agent_59):
    resultat = ResultatFactory(convention__entreprise__departement__code="59")
    resultat._history_user = agent_59
    resultat.valeur = 31
    resultat.save()
    client.force_login(agent_59)
    page = client.get(resultat.convention.get_absolute_url())
    assert [m.par for m in page.context["page_obj"]] == [agent_59, None]


@pytest.mark.parametrize("remontee", [bilan_complet, synthese_complete])
def test_la_prefecture_lit_l_historique(remontee, client, agent_59):
    page = remontee().adresse("historique")
    client.force_login(agent_59)
    assert client.get(page).status_code == 200


@pytest.mark.parametrize("lecteur", ["cget", "region_32", "agent_13"])
def test_l_historique_reste_a_la_prefecture(lecteur, request, client, valideur_59):
    bilan = bilan_complet()
    bilan.transmettre(valideur_59)
    client.force_login(request.getfixturevalue(lecteur))
    assert client.get(bilan.adresse("historique")).status_code == 404


def test_l_historique_ne_compte_pas_ses_requetes_par_version(
    bilan, client, agent_59, django_assert_max_num_queries
):
    for jour in range(2, 28):
        ecrire(bilan, agent_59, f"2019-07-{jour:02}T10:00:00+02:00", obstacles=f"Le {jour}")
    client.force_login(agent_59)
    with django_assert_max_num_queries(28):
        client.get(bilan.adresse("historique"))

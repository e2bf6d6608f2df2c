"""Une entreprise qui se tait ne bloque pas le bilan, et ne vaut jamais un zéro."""

import datetime

import pytest
from django.urls import reverse

from paqte.models import Absence, Convention, Reponse
from remontees.periodes import Semestre
from tests.factories import (
    AxeFactory,
    BilanFactory,
    ConventionFactory,
    IndicateurFactory,
    ReponseFactory,
    ResultatFactory,
    bilan_complet,
)
from tests.formulaires import rempli

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]

SEMESTRE = Semestre(2019, 1)


@pytest.fixture
def bilan():
    return bilan_complet()


@pytest.fixture
def convention(bilan):
    """Une PME du Nord qui n'a retenu qu'un axe, d'un indicateur : « stages »."""
    axe = AxeFactory(rang=1)
    IndicateurFactory(code="stages", axe=axe)
    return ConventionFactory(
        entreprise__departement=bilan.departement, entreprise__nom="Acier du Nord", axes=[axe]
    )


@pytest.fixture
def sans_axe(bilan):
    """Une TPE qui ne s'engage que hors des quatre axes."""
    return ConventionFactory(
        entreprise__departement=bilan.departement,
        entreprise__nom="Boulangerie",
        autres_engagements="Visites du fournil",
    )


def reponse_de(convention):
    return Convention.objects.avec_reponse(SEMESTRE).get(pk=convention.pk).reponse


def reponses(bilan):
    return type(bilan).objects.get(pk=bilan.pk).contenu()["resultats"]["reponses"]


def dits(bilan, convention):
    """Les avertissements du bilan qui nomment cette entreprise."""
    relu = type(bilan).objects.get(pk=bilan.pk)
    return [a.libelle for a in relu.avertissements() if convention.entreprise.nom in a.libelle]


def test_une_entreprise_dont_on_ne_sait_rien_avertit_sans_bloquer(bilan, convention, valideur_59):
    assert bilan.manques() == []
    assert dits(bilan, convention) == ["Acier du Nord : ses résultats ne sont pas renseignés."]
    assert bilan.transmettre(valideur_59).donnees["resultats"]["reponses"]["donnees"] == 0


@pytest.mark.parametrize(
    ("champs", "etat"),
    [
        ({"valeur": 0}, Reponse.Etat.DONNES),
        ({"valeur": None, "absence": Absence.SANS_OBJET}, Reponse.Etat.DONNES),
        ({"valeur": None, "absence": Absence.SECRET}, Reponse.Etat.DONNES),
        ({"valeur": None, "absence": Absence.NON_COMMUNIQUE}, Reponse.Etat.NON_COMMUNIQUES),
    ],
)
def test_une_reponse_par_indicateur_dit_si_l_entreprise_a_repondu(convention, champs, etat):
    assert reponse_de(convention) == Reponse.Etat.ATTENDUS
    ResultatFactory(convention=convention, semestre="2018-s2", valeur=4)
    assert reponse_de(convention) == Reponse.Etat.ATTENDUS
    ResultatFactory(convention=convention, **champs)
    assert reponse_de(convention) == etat


def test_des_resultats_venus_tard_l_emportent_sur_le_silence(convention):
    ReponseFactory(convention=convention, absence=Reponse.Etat.NON_COMMUNIQUES)
    assert reponse_de(convention) == Reponse.Etat.NON_COMMUNIQUES
    ResultatFactory(convention=convention)
    assert reponse_de(convention) == Reponse.Etat.DONNES


def test_le_bilan_compte_les_entreprises_qui_ont_repondu_et_nomme_les_autres(bilan, convention):
    ResultatFactory(convention__entreprise__departement=bilan.departement)
    ReponseFactory(
        convention=convention,
        absence=Reponse.Etat.NON_COMMUNIQUES,
        demandes=2,
        demande_le=datetime.date(2019, 6, 20),
    )
    assert reponses(bilan) == {
        "entreprises": 2,
        "donnees": 1,
        "sans_resultats": [
            {
                "entreprise": "Acier du Nord",
                "etat": "non communiqués",
                "demandes": 2,
                "demande_le": "2019-06-20",
                "motif": "",
            }
        ],
    }


def test_le_bilan_imprime_le_silence_sans_en_faire_un_zero(client, agent_59, bilan, convention):
    ReponseFactory(
        convention=convention,
        absence=Reponse.Etat.NON_COMMUNIQUES,
        demandes=2,
        demande_le=datetime.date(2019, 6, 20),
    )
    client.force_login(agent_59)
    page = " ".join(client.get(bilan.get_absolute_url()).text.split())
    assert "Résultats de 0 entreprise sur 1." in page
    assert "Acier du Nord - demandés 2 fois, la dernière le 20 juin 2019" in page
    (axe,) = bilan.contenu()["resultats"]["axes"]
    assert [i["valeur"] for i in axe["indicateurs"]] == [None]


def test_deux_conventions_d_une_entreprise_font_une_reponse(bilan, convention):
    suivante = ConventionFactory(
        entreprise=convention.entreprise, date_signature=datetime.date(2019, 5, 2)
    )
    ResultatFactory(convention=suivante)
    assert (reponses(bilan)["entreprises"], reponses(bilan)["donnees"]) == (1, 1)


@pytest.mark.parametrize(
    ("ecrit", "absence"),
    [("n.d.", "non_communique"), ("s.o.", "sans_objet"), ("<5", "secret"), ("secret", "secret")],
)
def test_une_absence_s_ecrit_dans_la_case_du_nombre(client, agent_59, convention, ecrit, absence):
    client.force_login(agent_59)
    adresse = reverse("paqte:resultats", args=[convention.pk, SEMESTRE])
    client.post(adresse, saisie(client, adresse, **{"valeur-stages": ecrit}))
    resultat = convention.resultats.get()
    assert (resultat.valeur, resultat.absence) == (None, absence)
    assert f'value="{resultat.lu.abrege}"' in client.get(adresse).text
    assert resultat.get_absence_display() in client.get(convention.get_absolute_url()).text
    client.post(adresse, saisie(client, adresse, **{"valeur-stages": "3"}))
    resultat.refresh_from_db()
    assert (resultat.valeur, resultat.absence) == (3, "")


def saisie(client, adresse, **champs):
    lignes = {"exemples-TOTAL_FORMS": "0", "exemples-INITIAL_FORMS": "0"}
    return rempli(client, adresse) | lignes | champs


@pytest.mark.parametrize(
    ("champs", "champ"),
    [
        ({"absence": "non_communique", "demandes": "1"}, "demande_le"),
        ({"absence": "non_communique", "demande_le": "20/06/2019"}, "demandes"),
        ({"absence": "sans_objet"}, "motif"),
        ({"absence": "sans_objet", "motif": "En travaux.", "valeur-stages": "0"}, "absence"),
    ],
)
def test_un_silence_incomplet_ou_contredit_se_refuse_a_son_champ(
    client, agent_59, convention, champs, champ
):
    client.force_login(agent_59)
    adresse = reverse("paqte:resultats", args=[convention.pk, SEMESTRE])
    page = client.post(adresse, saisie(client, adresse, **champs))
    assert (page.status_code, list(page.context["form"].errors)) == (422, [champ])
    assert not Reponse.objects.exists()


def test_une_convention_sans_axe_n_est_interrogee_que_sur_ses_autres_engagements(
    client, agent_59, sans_axe
):
    IndicateurFactory(code="stages")
    client.force_login(agent_59)
    adresse = reverse("paqte:resultats", args=[sans_axe.pk, SEMESTRE])
    assert not client.get(adresse).context["form"].indicateurs
    champs = {"autres": "Trois visites.", "autres_valeur": "3", "autres_unite": "visites"}
    client.post(adresse, saisie(client, adresse, **champs))
    bilan = BilanFactory._meta.model.objects.get()
    assert dits(bilan, sans_axe) == []
    assert bilan.contenu()["resultats"]["autres_engagements"] == [
        {
            "entreprise": "Boulangerie",
            "engagements": "Visites du fournil",
            "fait": "Trois visites.",
            "nombre": 3,
            "unite": "visites",
        }
    ]
    assert "Trois visites." in client.get(bilan.get_absolute_url()).text


def test_un_nombre_sans_unite_se_refuse(client, agent_59, sans_axe):
    client.force_login(agent_59)
    adresse = reverse("paqte:resultats", args=[sans_axe.pk, SEMESTRE])
    page = client.post(adresse, saisie(client, adresse, autres_valeur="3"))
    assert list(page.context["form"].errors) == ["autres_unite"]


def test_qui_n_a_pas_d_autre_engagement_n_est_pas_interroge_dessus(client, agent_59, convention):
    client.force_login(agent_59)
    page = client.get(reverse("paqte:resultats", args=[convention.pk, SEMESTRE]))
    assert "autres" not in page.context["form"].fields


def test_l_histoire_dit_qui_a_note_le_silence(client, agent_59, convention):
    client.force_login(agent_59)
    adresse = reverse("paqte:resultats", args=[convention.pk, SEMESTRE])
    champs = {"absence": "sans_objet", "motif": "Usine en travaux."}
    client.post(adresse, saisie(client, adresse, **champs))
    page = client.get(convention.get_absolute_url())
    assert "1er semestre 2019, motif" in page.text
    assert "sans objet (Usine en travaux)" in " ".join(page.text.split())

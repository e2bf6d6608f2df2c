"""À une date, le dernier état connu : niveaux et appréciations, et ce qui se retrouve d'un mot."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from mesures.models import Appreciation, ChangementDeNiveau, Contestation, Indicateur, Mesure
from mesures.models.niveau import valider_etat
from tests.factories import (
    ContestationFactory,
    IndicateurNationalFactory,
    MesureFactory,
    UtilisateurFactory,
)

pytestmark = pytest.mark.django_db

MARS, MAI, JUIN = (datetime.date(2019, mois, 1) for mois in (3, 5, 6))


@pytest.mark.parametrize(
    ("dates", "gagnant"),
    [((MAI, MARS), "premier saisi"), ((MARS, MAI), "second saisi"), ((MAI, MAI), "second saisi")],
)
@pytest.mark.parametrize("modele", [ChangementDeNiveau, Appreciation])
def test_l_etat_a_une_date_est_le_plus_recent_puis_le_dernier_saisi(modele, dates, gagnant, nord):
    mesure = MesureFactory()
    validee = {"departement": nord, "validee_le": timezone.now()}
    autres = validee if modele is Appreciation else {"motif": "Fait"}
    niveaux = {"premier saisi": "lancement", "second saisi": "atteint"}
    for niveau, le in zip(niveaux.values(), dates, strict=True):
        modele.objects.create(mesure=mesure, niveau=niveau, le=le, **autres)
    lus = {
        ChangementDeNiveau: lambda: Mesure.objects.au(JUIN).get().niveau_au,
        Appreciation: lambda: Appreciation.objects.dernieres(JUIN)[mesure.pk].niveau,
    }
    assert lus[modele]() == niveaux[gagnant]


def test_une_mesure_a_le_niveau_de_ses_seuls_changements_passes():
    sienne, autre = MesureFactory(), MesureFactory()
    for mesure, niveau, le in ((sienne, "lancement", MARS), (autre, "atteint", MAI)):
        mesure.changements.create(niveau=niveau, le=le, motif="Fait")
    sienne.changements.create(niveau="finalisation", le=JUIN, motif="Fait")
    niveaux = {mesure: mesure.niveau_au for mesure in Mesure.objects.au(MAI)}
    assert niveaux == {sienne: "lancement", autre: "atteint"}


def test_les_mesures_principales_se_comptent_sans_leurs_declinaisons(agent_59):
    mesure = MesureFactory(code="1")
    MesureFactory(code="1.a", parent=mesure)
    assert list(Mesure.objects.principales()) == [mesure]
    assert Mesure.objects.visibles_par(agent_59).count() == 2


def test_sans_perimetre_aucune_mesure_ne_se_lit():
    MesureFactory()
    assert not Mesure.objects.visibles_par(UtilisateurFactory())


def test_dire_qui_a_apprecie_ne_relit_personne(nord, agent_59, django_assert_num_queries):
    Appreciation.objects.create(
        mesure=MesureFactory(),
        departement=nord,
        niveau="atteint",
        le=MARS,
        par=agent_59,
        validee_le=timezone.now(),
    )
    with django_assert_num_queries(1):
        assert [str(a.par) for a in Appreciation.objects.dernieres(JUIN).values()] == ["agent-59"]


def test_le_premier_etat_connu_est_du_1er_janvier_2019():
    valider_etat(datetime.date(2019, 1, 1))
    with pytest.raises(ValidationError, match="janvier 2019"):
        valider_etat(datetime.date(2018, 12, 31))


def test_un_etat_d_aujourd_hui_se_donne_mais_pas_de_demain():
    aujourdhui = timezone.localdate()
    valider_etat(aujourdhui)
    with pytest.raises(ValidationError, match="à venir"):
        valider_etat(aujourdhui + datetime.timedelta(days=1))


def test_un_niveau_se_retire_une_fois_sauf_celui_de_la_circulaire(agent_59):
    retire = {"retire_le": timezone.now()}
    retirables = [
        ChangementDeNiveau(**champs).est_retirable
        for champs in ({"par": agent_59}, {"par": agent_59} | retire, {}, retire)
    ]
    assert retirables == [True, False, False, False]


def test_un_niveau_sans_date_ne_se_compare_pas_a_celui_d_avant():
    mesure = MesureFactory()
    mesure.changements.create(niveau="atteint", le=MARS, motif="Fait")
    mesure.changements.model(mesure=mesure, niveau="atteint").clean()
    with pytest.raises(ValidationError, match="à ce niveau depuis le 01/03/2019"):
        mesure.changements.model(mesure=mesure, niveau="atteint", le=MAI).clean()


def test_une_mesure_se_dit_en_bref_ou_par_son_intitule():
    assert Mesure(code="10", intitule="Équipements").bref == "équipements sportifs"
    assert Mesure(code="99", intitule="Une de plus").bref == "Une de plus"


def test_une_appreciation_ne_compte_dans_son_departement_qu_a_partir_de_sa_date(nord):
    mesure = MesureFactory()
    for le, niveau in ((MARS, "lancement"), (JUIN, "atteint")):
        Appreciation.objects.create(
            mesure=mesure, departement=nord, niveau=niveau, le=le, validee_le=timezone.now()
        )
    lues = {
        le: {code: a.niveau for code, a in Appreciation.objects.par_departement(le).items()}
        for le in (MARS - datetime.timedelta(days=1), MAI, JUIN)
    }
    assert [*lues.values()] == [{}, {"59": "lancement"}, {"59": "atteint"}]


@pytest.mark.parametrize(
    ("texte", "trouves"),
    [
        ("1-1", ["1-1"]),
        ("eleves AIDES", ["1-2"]),
        ("élèves", ["1-1", "1-2"]),
        ("introuvable", []),
    ],
)
def test_un_indicateur_se_retrouve_par_son_code_ou_ses_mots(texte, trouves):
    mesure = MesureFactory()
    IndicateurNationalFactory(mesure=mesure, code="1-1", libelle="Élèves accueillis")
    IndicateurNationalFactory(mesure=mesure, code="1-2", libelle="Élèves aidés")
    # Un code entier ne désigne que le sien.
    IndicateurNationalFactory(mesure=mesure, code="1-1.1", libelle="Classes ouvertes")
    codes = Indicateur.objects.all().chercher(texte).values_list("code", flat=True)
    assert sorted(codes) == trouves


@pytest.fixture
def deux_contestations(indicateur):
    """Une contestation d'une mesure du ministère connecté, une d'une autre mesure."""
    return ContestationFactory(valeur__indicateur=indicateur), ContestationFactory()


def test_un_ministere_ne_lit_que_les_contestations_de_ses_mesures(
    deux_contestations, ministere, cget, agent_59
):
    sienne, autre = deux_contestations
    assert list(Contestation.objects.visibles_par(ministere)) == [sienne]
    for user in (cget, agent_59):
        assert set(Contestation.objects.visibles_par(user)) == {sienne, autre}


def test_seule_une_contestation_sans_reponse_est_ouverte(deux_contestations, ministere):
    tranchee, ouverte = deux_contestations
    tranchee.trancher(ministere, False, "Vérifié.", tranchee.valeur.affichage)
    assert list(Contestation.objects.ouvertes()) == [ouverte]


def test_qui_ne_tient_pas_la_mesure_ne_tranche_pas(deux_contestations, ministere, agent_59):
    sienne, autre = deux_contestations
    for contestation, user in ((autre, ministere), (sienne, agent_59)):
        with pytest.raises(PermissionDenied):
            contestation.trancher(user, True, "Oui", contestation.valeur.affichage)
    assert Contestation.objects.ouvertes().count() == 2


def test_une_contestation_tranchee_ne_se_tranche_plus(deux_contestations, ministere):
    contestation, _ = deux_contestations
    vue = contestation.valeur.affichage
    contestation.trancher(ministere, False, "Vérifié.", vue)
    with pytest.raises(ValidationError, match="déjà tranchée"):
        contestation.trancher(ministere, True, "Finalement oui.", vue)
    contestation.refresh_from_db()
    assert (contestation.etat, contestation.reponse) == ("refusee", "Vérifié.")


def test_une_contestation_garde_la_valeur_qu_elle_contestait(deux_contestations):
    contestation, _ = deux_contestations
    contestee = contestation.contestee
    contestation.valeur.nombre = 999
    contestation.valeur.save()
    contestation.save()
    assert contestation.contestee == contestee == "100"

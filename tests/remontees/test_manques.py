"""Ce qui manque à une remontée, ce qu'on en commente, et qui a fait chaque geste."""

import datetime

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.urls import reverse

from contrats.models import Synthese
from remontees.models import Campagne, PieceJointe, Remontee
from tests.factories import synthese_complete

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]

ADRESSE = reverse("synthese", args=["2019", "59"])


def test_un_texte_repris_mene_a_la_case_qui_le_confirme():
    synthese = synthese_complete(reprises=["demarches"])
    (manque,) = synthese.tous_les_manques()
    assert "demarches" not in manque.libelle
    assert "puis confirmez-le" in manque.libelle
    assert manque.lien == f"{ADRESSE}#reprise-demarches"


def test_ce_qui_manque_et_ce_que_demande_le_cget_se_disent_ensemble(transmise, cget):
    clos, ouvert = (transmise.commenter(cget, champ, "Où ?") for champ in ("exemples", "demarches"))
    transmise.clore(cget, clos)
    transmise.renvoyer(cget, "À reprendre")
    synthese = Synthese.objects.get()
    synthese.exemples = ""
    liens = [str(manque.lien) for manque in synthese.tous_les_manques()]
    assert liens == [f"{ADRESSE}#id_exemples", f"{ADRESSE}#id_reponse-{ouvert.pk}"]


def test_la_demande_du_cget_ne_se_commente_pas_elle_meme(transmise):
    assert "exemples" in transmise.parties()["Textes"]
    assert "commentaire_retour" not in transmise.parties()["Textes"]


def test_un_commentaire_sur_une_partie_disparue_se_nomme_encore(transmise, cget):
    commentaire = transmise.commenter(cget, "rubrique-d-hier", "Où ?")
    assert commentaire.partie == "rubrique-d-hier"


def test_seul_le_cget_a_une_remontee_transmise_a_examiner(transmise, cget, agent_59, region_32):
    a_examiner = [transmise.a_examiner_par(user) for user in (cget, agent_59, region_32)]
    assert a_examiner == [True, False, False]
    transmise.accepter(cget)
    transmise.refresh_from_db()
    assert not transmise.a_examiner_par(cget)


GESTES = {
    "accepter": lambda remontee, user: remontee.accepter(user),
    "renvoyer": lambda remontee, user: remontee.renvoyer(user, "À reprendre"),
}


@pytest.mark.parametrize("geste", GESTES.values(), ids=GESTES)
def test_chaque_geste_du_cget_porte_son_nom(transmise, cget, valideur_59, geste):
    assert transmise.modifie_par == valideur_59
    assert transmise.commenter(cget, "exemples", "Où ?").auteur == cget
    geste(transmise, cget)
    transmise.refresh_from_db()
    assert transmise.modifie_par == cget
    assert transmise.history.first().modifie_par == cget


def test_qui_n_est_pas_connecte_n_ecrit_ni_n_examine_aucune_remontee(transmise):
    visiteur = AnonymousUser()
    assert not transmise.est_ecrite_par(visiteur)
    assert not transmise.a_remplir_par(visiteur)
    assert list(Synthese.codes_couverts(visiteur)) == []


@pytest.mark.parametrize(
    "nom", ["code_pour", "dates", "destinataires", "nom_de_fichier", "contenu", "manques"]
)
def test_une_remontee_qui_oublie_une_de_ses_regles_le_dit(nom):
    with pytest.raises(NotImplementedError):
        getattr(Remontee, nom)(None)


def test_montrer_une_remontee_ne_charge_ni_ses_pieces_jointes_ni_son_document(
    transmise, django_assert_num_queries
):
    campagne = Campagne.objects.create(
        genre="synthese", periode="2019", ouverture_le="2019-01-22", echeance_le="2019-03-15"
    )
    PieceJointe.objects.create(campagne=campagne, nom="modele.odt", contenu=b"contenu")
    transmise = Synthese.objects.get()
    # La campagne, et ses pièces.
    with django_assert_num_queries(2):
        (piece,) = transmise.campagne.pieces.all()
        assert piece.nom == "modele.odt"
    assert "contenu" in piece.get_deferred_fields()
    assert "pdf" in transmise.derniere_transmission().get_deferred_fields()


@pytest.mark.parametrize(
    ("genre", "periode", "nom", "exemple"),
    [
        ("bilan", "2019-s2", "Bilan semestriel du PAQTE, 2d semestre 2019", "2019-s1"),
        ("synthese", "2019", "Synthèse annuelle 2019", "2019"),
    ],
)
def test_une_campagne_se_nomme_et_dit_comment_ecrire_sa_periode(genre, periode, nom, exemple):
    campagne = Campagne(genre=genre, periode=periode)
    campagne.clean()
    assert str(campagne) == nom
    campagne.periode = "19"
    with pytest.raises(ValidationError) as refus:
        campagne.clean()
    assert refus.value.message_dict == {"periode": [f"Écrivez la période ainsi : {exemple}."]}


@pytest.mark.parametrize(("annee", "plausible"), [(2018, False), (2019, True), (2023, False)])
def test_une_campagne_se_prevoit_deux_ans_d_avance_au_plus(annee, plausible):
    campagne = Campagne(genre="synthese", periode="2020", ouverture_le=datetime.date(annee, 1, 1))
    with time_machine.travel("2020-06-01"):
        if plausible:
            campagne.clean()
            campagne.ouverture_le = datetime.date(2022, 12, 31)
            campagne.clean()
        else:
            with pytest.raises(ValidationError, match="n’est pas plausible"):
                campagne.clean()

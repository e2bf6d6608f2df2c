"""Ce qu'une remontée dit d'elle-même, sans rien demander à la base."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from comptes.models import Utilisateur
from contrats.models import Synthese
from paqte.models import Bilan
from remontees.models import Campagne, Commentaire, Soumission
from remontees.periodes import Annee, Semestre, lire_periode

LE_3_SEPTEMBRE = datetime.date(2019, 9, 3)
AGENT = Utilisateur(role="agent", email="agent@exemple.gouv.fr")


def bilan(soumission=None, campagne=None, commentaires=(), **champs):
    """Rend un bilan qui n'est pas enregistré, avec ce qu'il lirait de la base."""
    seul = Bilan(departement_id="59", periode="2019-s1", **champs)
    seul.soumission, seul.campagne = soumission, campagne
    seul.commentaires_lus = list(commentaires)
    return seul


# La période que ferme le CGET.


@pytest.mark.parametrize(
    ("etat", "etat_avant", "fermee"),
    [
        ("brouillon", "brouillon", True),
        ("transmise", "a_completer", True),
        ("a_signer", "brouillon", True),
        ("a_signer", "a_completer", False),
        ("a_completer", "brouillon", False),
    ],
)
def test_seul_ce_que_le_cget_a_renvoye_part_encore_d_une_periode_fermee(etat, etat_avant, fermee):
    campagne = Campagne(fermee_le=LE_3_SEPTEMBRE)
    seul = bilan(Soumission(etat_avant=etat_avant), campagne, etat=etat)
    assert seul.periode_fermee_le == (LE_3_SEPTEMBRE if fermee else None)


def test_sans_campagne_ou_campagne_ouverte_nulle_periode_n_est_fermee():
    assert bilan().periode_fermee_le is None
    assert bilan(campagne=Campagne()).periode_fermee_le is None
    assert not list(bilan().manques_de_periode())


def test_une_periode_fermee_se_lit_dans_ses_manques_et_mene_a_sa_page():
    seul = bilan(campagne=Campagne(fermee_le=LE_3_SEPTEMBRE))
    (manque,) = seul.manques_de_periode()
    assert "fermée depuis le 3 septembre 2019" in manque.libelle
    assert manque.lien == seul.get_absolute_url() != ""


# L'empreinte de ce qui partirait.


def test_l_empreinte_ne_depend_pas_de_l_ordre_ou_le_contenu_se_lit():
    assert bilan().empreinte({"a": 1, "b": 2}) == bilan().empreinte({"b": 2, "a": 1})
    assert bilan().empreinte({"a": 1, "b": 2}) != bilan().empreinte({"a": 2, "b": 1})


def test_une_date_du_contenu_compte_dans_l_empreinte():
    du_3, du_4 = ({"le": LE_3_SEPTEMBRE.replace(day=jour)} for jour in (3, 4))
    assert bilan().empreinte(du_3) != bilan().empreinte(du_4)


def test_une_reponse_compte_dans_l_empreinte_sauf_a_un_commentaire_clos():
    def empreinte(reponse, *, clos):
        commentaire = Commentaire(pk=1, reponse=reponse, clos=clos)
        return bilan(commentaires=[commentaire]).empreinte({})

    assert empreinte("Oui.", clos=False) != empreinte("Non.", clos=False)
    assert empreinte("Oui.", clos=True) == empreinte("Non.", clos=True)


# Le parapheur.


def test_seul_ce_qui_s_ecrit_montre_le_mot_du_valideur():
    retournee = Soumission(issue="retournee")
    for etat, montre in (("brouillon", True), ("a_completer", True), ("transmise", False)):
        assert bilan(retournee, etat=etat).retour_du_valideur == (retournee if montre else None)


def test_une_soumission_que_l_agent_a_reprise_n_a_pas_de_mot_du_valideur():
    assert bilan(Soumission(issue="reprise")).retour_du_valideur is None
    assert bilan().retour_du_valideur is None


def test_ce_qui_n_est_pas_commence_n_a_ni_soumission_ni_commentaire():
    # Sans base : y chercher échouerait.
    seul = Bilan(departement_id="59", periode="2019-s1")
    assert (seul.soumission, seul.commentaires_lus) == (None, [])


@pytest.fixture
def en_copie(monkeypatch):
    """Rend les adresses en copie d'un bilan que prépare un référent, et que suit une région."""
    monkeypatch.setattr(Bilan, "adresses_qui_preparent", lambda bilan: {"referent@exemple.fr", ""})
    monkeypatch.setattr(Bilan, "adresses_qui_suivent", lambda bilan: {"region@exemple.fr"})
    return lambda soumission: bilan(soumission).adresses_en_copie()


def test_chaque_version_va_en_copie_a_l_agent_au_referent_et_a_la_region(en_copie):
    d_office = {"referent@exemple.fr", "region@exemple.fr"}
    assert en_copie(Soumission(soumise_par=AGENT)) == {AGENT.email, *d_office}
    assert en_copie(Soumission()) == en_copie(None) == d_office


def test_l_agent_parti_ne_recoit_plus_de_copie(en_copie):
    parti = Utilisateur(role="agent", email="parti@exemple.gouv.fr", is_active=False)
    assert parti.email not in en_copie(Soumission(soumise_par=parti))


# Ce que le CGET commente.


def test_le_cget_ne_commente_pas_sa_propre_demande():
    textes = Synthese().parties()["Textes"]
    assert "exemples" in textes
    assert "commentaire_retour" not in textes


def test_une_partie_se_nomme_et_garde_sa_cle_quand_la_remontee_ne_l_a_plus():
    synthese = Synthese()
    assert synthese.libelle_de_la_partie("echeances") == "échéance de rénovation des contrats"
    assert synthese.libelle_de_la_partie("ancienne") == "ancienne"


def test_une_partie_est_dans_son_groupe_ou_dans_aucun():
    groupes = map(Synthese().groupe_de_la_partie, ["exemples", "rubrique-dijon", "ancienne"])
    assert [*groupes] == ["Textes", "Rubriques", ""]


def test_le_cget_se_donne_trente_jours_ou_ceux_de_la_campagne():
    assert bilan().jours_d_examen == 30
    assert bilan(campagne=Campagne(jours_d_examen=10)).jours_d_examen == 10


# Les droits de qui n'a pas de compte, et de qui n'écrit plus.


def test_un_visiteur_n_ecrit_aucune_remontee_et_n_en_suit_aucune():
    visiteur = AnonymousUser()
    assert not bilan().est_ecrite_par(visiteur)
    for codes in (Bilan.codes_en_charge, Bilan.codes_couverts):
        assert "59" not in codes(visiteur)


def test_ce_qui_est_parti_ne_s_ecrit_plus_meme_dans_sa_prefecture():
    class Redacteur:
        codes_departements_modifiables = ("59",)

    ecrits = {etat: bilan(etat=etat).a_remplir_par(Redacteur()) for etat in Bilan.Etat.values}
    assert [etat for etat, a_remplir in ecrits.items() if a_remplir] == ["brouillon", "a_completer"]


# La période.


@pytest.mark.parametrize("ecrite", ["2019-s3", "an 2019"])
def test_une_remontee_ne_prend_pas_une_periode_qui_n_existe_pas(ecrite):
    with pytest.raises(ValidationError, match="n’est pas une période"):
        Bilan(periode=ecrite)


def test_une_periode_ecrite_est_un_semestre_ou_une_annee():
    assert (lire_periode("2019-s2"), lire_periode("2019")) == (Semestre(2019, 2), Annee(2019))


def test_une_periode_absente_le_reste_en_base():
    colonne = Bilan._meta.get_field("periode")
    assert colonne.get_prep_value(None) is None
    assert colonne.get_prep_value(Semestre(2019, 1)) == "2019-s1"


def test_chaque_page_d_une_remontee_a_son_adresse():
    seul = bilan()
    assert seul.adresse() == "/paqte/bilans/2019-s1/59/"
    assert seul.adresse("transmettre") == "/paqte/bilans/2019-s1/59/transmettre/"
    assert seul.adresse("version_pdf", 2) == "/paqte/bilans/2019-s1/59/versions/2/pdf/"

"""Où en est chaque remontée, dit à chacun selon ce qu'il peut en savoir."""

import datetime

import pytest
import time_machine

from contrats.models import Synthese
from paqte.models import Bilan
from quartiers.models import Departement
from remontees.models import Campagne
from remontees.periodes import Annee, Semestre
from tests.factories import (
    DepartementFactory,
    SyntheseFactory,
    synthese_complete,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]

EN_2019, EN_2020 = Annee(2019), Annee(2020)


@pytest.fixture
def campagne():
    """Ouvre la campagne d'un genre, à ces destinataires (à tous, à défaut)."""

    def ouvrir(genre="synthese", periode="2019", destinataires=(), echeance_le="2019-03-15"):
        campagne = Campagne.objects.create(
            genre=genre, periode=periode, ouverture_le="2018-01-22", echeance_le=echeance_le
        )
        campagne.destinataires.set(destinataires)
        campagne.refresh_from_db()
        return campagne

    return ouvrir


def lignes(user, *codes, periodes=(EN_2019,), modele=Synthese):
    territoires = [Departement.objects.get(code=code) for code in codes or ("59",)]
    return modele.objects.suivi(user, territoires, list(periodes))


# Ce qui se lit d'une remontée, selon qui la lit.


def test_d_un_brouillon_l_agent_lit_le_texte_et_les_autres_qu_il_est_en_cours(
    agent_59, cget, region_32
):
    SyntheseFactory(departement__code="59")
    for user, lisible, libelle in (
        (agent_59, True, "Brouillon"),
        (cget, False, "En cours"),
        (region_32, False, "En cours"),
    ):
        (ligne,) = lignes(user)
        assert (ligne.est_lisible, ligne.libelle_etat, ligne.est_a_remplir) == (
            lisible,
            libelle,
            lisible,
        )


def test_transmise_elle_se_lit_de_tous_et_dit_le_meme_etat(transmise, agent_59, cget, region_32):
    for user in (agent_59, cget, region_32):
        (ligne,) = lignes(user)
        assert (ligne.est_lisible, ligne.libelle_etat, ligne.est_a_remplir) == (
            True,
            "Transmise",
            False,
        )
        assert ligne.derniere_version.numero == 1


def test_une_remontee_que_personne_n_a_commencee_n_est_lisible_que_de_sa_prefecture(
    campagne, agent_59, cget
):
    campagne()
    for user, lisible in ((agent_59, True), (cget, False)):
        (ligne,) = lignes(user)
        assert (ligne.etat, ligne.libelle_etat) == ("a_commencer", "À commencer")
        assert (ligne.est_lisible, ligne.derniere_version) == (lisible, None)


def test_une_campagne_adressee_a_d_autres_ne_rend_pas_la_remontee_attendue(campagne, cget):
    nord, ailleurs = DepartementFactory(code="59"), DepartementFactory(code="13")
    campagne(destinataires=[ailleurs])
    du_nord, d_ailleurs = lignes(cget, nord.code, ailleurs.code)
    assert (du_nord.est_attendue, du_nord.libelle_etat) == (False, "Non attendue")
    assert (d_ailleurs.est_attendue, d_ailleurs.libelle_etat) == (True, "À commencer")


def test_sans_campagne_chaque_remontee_est_attendue(cget):
    DepartementFactory(code="59")
    (ligne,) = lignes(cget)
    assert (ligne.campagne, ligne.est_attendue) == (None, True)


def test_la_campagne_d_un_autre_genre_ou_d_une_autre_periode_n_est_pas_la_sienne(campagne, cget):
    DepartementFactory(code="59")
    campagne("college", "2019")
    (ligne,) = lignes(cget)
    assert ligne.campagne is None
    assert ligne.remontee.campagne is None
    des_syntheses = campagne()
    for periode in ("2018", "2020"):
        campagne(periode=periode, echeance_le=f"{periode}-03-15")
    (ligne,) = lignes(cget)
    assert ligne.campagne == ligne.remontee.campagne == des_syntheses


def test_seul_le_valideur_voit_que_c_est_a_lui_de_transmettre(agent_59, valideur_59):
    assert [lignes(user)[0].est_transmissible for user in (agent_59, valideur_59)] == [False, True]


def test_le_suivi_nomme_chaque_territoire_a_chaque_periode(cget):
    for code in ("59", "13"):
        DepartementFactory(code=code)
    commencee = SyntheseFactory(departement_id="13", periode="2020")
    vues = lignes(cget, "59", "13", periodes=(EN_2019, EN_2020))
    assert [(str(ligne.periode), ligne.territoire.code, ligne.remontee.pk) for ligne in vues] == [
        ("2019", "59", None),
        ("2019", "13", None),
        ("2020", "59", None),
        ("2020", "13", commencee.pk),
    ]


# Ce qui est attendu d'une préfecture.


def test_il_n_est_attendu_ni_ce_qui_est_accepte_ni_ce_qui_ne_s_adresse_pas_a_elle(
    campagne, agent_59
):
    nord = Departement.objects.get(code="59")
    ouvertes = [campagne(), campagne(periode="2020"), campagne("bilan", "2019-s1")]
    ouvertes.append(campagne(periode="2021", destinataires=[DepartementFactory(code="13")]))
    SyntheseFactory(departement=nord, periode="2019", etat="acceptee")
    attendues = Synthese.objects.attendues(agent_59, [nord], ouvertes)
    assert [str(ligne.periode) for ligne in attendues] == ["2020"]
    assert attendues[0].est_a_remplir


def test_chercher_les_manques_de_ce_qui_est_attendu_ne_relit_aucun_commentaire(
    campagne, agent_59, cget, transmise, django_assert_num_queries
):
    transmise.commenter(cget, "exemples", "Où ?")
    transmise.renvoyer(cget, "À reprendre")
    ouvertes = [campagne()]
    (ligne,) = Synthese.objects.attendues(
        agent_59, list(Departement.objects.select_related("region")), ouvertes
    )
    with django_assert_num_queries(0):
        (commentaire,) = ligne.remontee.commentaires_lus
        assert (commentaire.texte, str(commentaire.auteur)) == ("Où ?", "cget")


def test_le_suivi_ne_relit_pas_les_campagnes_qu_on_lui_donne(
    campagne, agent_59, django_assert_max_num_queries
):
    nord = Departement.objects.get(code="59")
    campagne()
    ouvertes = list(Campagne.objects.ouvertes())
    with django_assert_max_num_queries(4) as lues:
        assert len(Synthese.objects.attendues(agent_59, [nord], ouvertes)) == 1
    assert not [requete for requete in lues.captured_queries if "campagne" in requete["sql"]]


def test_lire_a_qui_s_adressent_les_campagnes_ne_coute_pas_une_requete_par_campagne(
    campagne, cget, django_assert_num_queries
):
    nord = DepartementFactory(code="59")
    for periode in ("2019", "2020", "2021"):
        campagne(periode=periode)
    # Les campagnes, leurs destinataires, leurs délais, les remontées, les envois antérieurs.
    with django_assert_num_queries(5):
        vues = Synthese.objects.suivi(cget, [nord], [Annee(a) for a in (2019, 2020, 2021)])
        assert all(ligne.est_attendue for ligne in vues)


@pytest.mark.parametrize(
    ("etat", "dit"),
    [
        (None, "à commencer"),
        ("brouillon", "brouillon"),
        ("a_completer", "à compléter"),
        ("transmise", None),
        ("acceptee", None),
    ],
)
def test_ce_qui_reste_du_dit_son_etat_et_ce_que_demande_le_cget(campagne, etat, dit):
    nord, ailleurs = DepartementFactory(code="59", nom="Nord"), DepartementFactory(code="13")
    if etat:
        SyntheseFactory(departement=nord, etat=etat, commentaire_retour="Précisez.")
    SyntheseFactory(departement=nord, periode="2020", etat="brouillon")
    ouverte = campagne()
    dues = {due.territoire: due for due in Synthese.objects.dues(ouverte)}
    assert dues.keys() == ({nord, ailleurs} if dit else {ailleurs})
    if dit:
        due = dues[nord]
        demande = "Précisez." if etat else ""
        assert (due.campagne, due.etat, due.demande) == (ouverte, dit, demande)
        assert due.libelle == "Synthèse 2019, Nord (59)"


# Les comptes et les états qu'en lit la nation.


def test_l_avancement_compte_chaque_campagne_a_sa_periode_et_chez_ses_destinataires(campagne):
    for code in ("59", "62", "13"):
        DepartementFactory(code=code)
    SyntheseFactory(departement_id="59", etat="transmise")
    SyntheseFactory(departement_id="59", periode="2020")
    SyntheseFactory(departement_id="13", etat="acceptee")
    ouvertes = [
        campagne("bilan", "2019-s1"),
        campagne(destinataires=["59", "62"]),
        campagne(periode="2020"),
    ]
    noms = ("campagne", "attendues", "a_commencer", "brouillon", "transmise", "acceptee")
    comptes = [
        tuple(ligne[nom] for nom in noms)
        for ligne in Synthese.objects.avancement(["59", "62", "13"], ouvertes)
    ]
    assert comptes == [(ouvertes[1], 2, 1, 0, 1, 0), (ouvertes[2], 3, 2, 1, 0, 0)]


def test_l_avancee_de_chaque_departement_est_celle_de_la_periode(transmise, campagne, cget):
    transmise.renvoyer(cget, "À reprendre")
    envoyee = transmise.transmissions.get().transmise_le
    for code in ("62", "13"):
        DepartementFactory(code=code)
    SyntheseFactory(departement_id="62", periode="2020", etat="acceptee")
    ouverte = campagne(destinataires=["59", "62"])
    avancees = Synthese.objects.avancees(Departement.objects.all(), EN_2019, ouverte)
    assert {code: (a.etat, a.transmise_le) for code, a in avancees.items()} == {
        "59": ("a_completer", envoyee),
        "62": ("a_commencer", None),
        "13": ("hors", None),
    }
    for code, avancee in avancees.items():
        assert (avancee.code, avancee.modele, avancee.echeance_le) == (
            code,
            Synthese,
            ouverte.echeance_le,
        )
    assert avancees["59"].libelle == "À compléter"
    assert avancees["13"].libelle == "Non attendue"


def test_une_campagne_close_n_a_plus_d_echeance_et_ne_met_personne_en_retard(campagne):
    DepartementFactory(code="59")
    ouverte, retards = campagne(), []
    for geste in (lambda: ouverte.clore("Reportée."), ouverte.rouvrir):
        geste()
        (avancee,) = Synthese.objects.avancees(Departement.objects.all(), EN_2019, ouverte).values()
        retards.append((avancee.echeance_le, avancee.en_retard))
    assert retards == [(None, False), (datetime.date(2019, 3, 15), True)]


def test_sans_campagne_une_avancee_est_attendue_sans_echeance():
    DepartementFactory(code="59")
    (avancee,) = Bilan.objects.avancees(Departement.objects.all(), Semestre(2019, 1), None).values()
    assert (avancee.etat, avancee.echeance_le, avancee.en_retard) == ("a_commencer", None, False)


@pytest.mark.parametrize(
    ("jour", "jours"), [(datetime.date(2019, 7, 31), 0), (datetime.date(2019, 8, 1), 1)]
)
def test_le_retard_se_juge_sur_la_premiere_version(jour, jours, valideur_59, cget, campagne):
    ouverte = campagne()
    ouverte.echeance_le = datetime.date(2019, 7, 31)  # un mercredi
    synthese = synthese_complete()
    with time_machine.travel(f"{jour}T12:00:00+02:00", tick=False):
        synthese.transmettre(valideur_59)
    with time_machine.travel("2019-09-01T12:00:00+02:00", tick=False):
        synthese.renvoyer(cget, "À reprendre")
        synthese.transmettre(valideur_59)
        avancees = Synthese.objects.avancees(Departement.objects.all(), EN_2019, ouverte)
    assert (avancees["59"].jours_hors_delai, avancees["59"].en_retard) == (jours, False)

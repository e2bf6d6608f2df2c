"""Ce que le suivi national additionne, région par région et département par département."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contrats.models import Avancement, Synthese
from national.suivi import dresser_suivi
from quartiers.models import Departement
from regions.models import SyntheseRegionale
from remontees import registre
from remontees.models import Campagne
from remontees.models.avancee import Delai
from remontees.periodes import Annee, Semestre
from tests.factories import (
    AutreReferentFactory,
    CampagneFactory,
    ContratFactory,
    DepartementFactory,
    ProtocoleFactory,
    ReferentFactory,
    RegionFactory,
    SyntheseFactory,
    UtilisateurFactory,
    synthese_complete,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]

TEXTES = {"demarches": "D", "difficultes": "Néant.", "exemples": "E"}
PERIODES = {Semestre: Semestre(2019, 1), Annee: Annee(2019)}


def suivi(*comptes_paqte):
    departements = Departement.objects.select_related("region", "referent").order_by("code")
    return dresser_suivi(departements, PERIODES, comptes_paqte)


def test_ce_qui_arrive_a_temps_apres_l_echeance_ou_pas_se_compte_a_part():
    Campagne.objects.create(
        genre="synthese", periode="2019", ouverture_le="2019-01-22", echeance_le="2019-03-15"
    )
    for code, jour in (("59", "2019-03-15"), ("62", "2019-03-16"), ("80", "2019-03-18")):
        synthese = SyntheseFactory(departement__code=code, **TEXTES)
        ProtocoleFactory(contrat__departement=synthese.departement)
        with time_machine.travel(f"{jour}T12:00:00+01:00", tick=False):
            synthese.transmettre(UtilisateurFactory(role="valideur", departements=[code]))
    DepartementFactory(code="13")
    comptes = suivi().comptes(Synthese)
    assert (comptes["attendues"], comptes["recues"], comptes["apres"]) == (4, 3, 2)
    assert [(delai, nombre) for delai, _, nombre in comptes["delais"]] == [
        (Delai.A_TEMPS, 1),
        (Delai.APRES, 2),
        (Delai.EN_RETARD, 1),
    ]
    # Un jour et trois : deux en moyenne.
    assert comptes["retard_moyen"] == 2


def test_chaque_region_compte_les_remontees_recues_et_les_referents_absents(valideur_59):
    synthese_complete().transmettre(valideur_59)
    ReferentFactory(departement_id="59")
    DepartementFactory(code="62")
    DepartementFactory(code="13", region=RegionFactory(code="93", nom="Provence"))
    regions = {
        region.code: (comptes["recues"], comptes["sans_referent"])
        for region, _, comptes in suivi().regions
    }
    genres = [modele.genre for modele in registre.remontees()]
    recues = [int(genre == "synthese") for genre in genres]
    assert regions == {"32": (recues, 1), "93": ([0] * len(genres), 1)}


def test_les_regions_se_rangent_par_nom_sans_accents():
    for code, nom in (("11", "Île-de-France"), ("93", "Provence"), ("84", "Auvergne")):
        DepartementFactory(code=code, region=RegionFactory(code=code, nom=nom))
    noms = [region.nom for region, _, _ in suivi().regions]
    assert noms == ["Auvergne", "Île-de-France", "Provence"]


def test_les_conventions_en_cours_d_un_departement_s_additionnent():
    for code in ("13", "59"):
        DepartementFactory(code=code)
    comptes = [
        {"entreprise__departement": code, "en_cours": nombre}
        for code, nombre in (("59", 2), ("59", 3), ("13", 1))
    ]
    assert [ligne.conventions for ligne in suivi(*comptes).lignes] == [1, 5]


def test_un_contrat_sans_protocole_compte_avec_les_protocoles_a_engager():
    nord = DepartementFactory(code="59")
    ContratFactory(departement=nord)
    ProtocoleFactory(contrat__departement=nord)
    ProtocoleFactory(
        contrat__departement=nord, avancement="signe", signe_le=datetime.date(2019, 6, 30)
    )
    (ligne,) = suivi().lignes
    assert ligne.protocoles == {Avancement.A_ENGAGER: 2, Avancement.SIGNE: 1}
    assert (ligne.contrats, ligne.signes) == (3, 1)


def test_les_protocoles_de_tous_s_additionnent_et_qui_n_a_rien_compte_zero():
    for code in ("59", "62"):
        ProtocoleFactory(contrat__departement__code=code)
    ReferentFactory(departement=DepartementFactory(code="13"))
    lu = suivi()
    assert {avancement: n for avancement, n in lu.protocoles if n} == {Avancement.A_ENGAGER: 2}
    assert [ligne.contrats for ligne in lu.lignes] == [0, 1, 1]
    assert [ligne.departement.code for ligne in lu.sans_referent] == ["59", "62"]


def test_un_departement_de_plus_ne_demande_aucune_requete_de_plus(django_assert_num_queries):
    DepartementFactory(code="59")
    with CaptureQueriesContext(connection) as requetes:
        suivi()
    DepartementFactory(code="62")
    with django_assert_num_queries(len(requetes)):
        suivi()


def test_chaque_remontee_a_son_nom_en_tete_de_colonne():
    assert "Synthèse" in suivi().noms
    assert all(nom[0].isupper() for nom in suivi().noms)


def test_ce_qui_n_est_pas_attendu_ne_se_compte_dans_aucun_etat():
    campagne = CampagneFactory(genre="synthese", periode="2019")
    for code in ("59", "62", "80", "13"):
        DepartementFactory(code=code)
    campagne.destinataires.set(["59", "62", "80"])
    SyntheseFactory(departement__code="59", **TEXTES)
    comptes = suivi().comptes(Synthese)
    etats = {etat: nombre for _, etat, nombre in comptes["etats"] if nombre}
    assert (comptes["attendues"], etats) == (3, {"brouillon": 1, "a_commencer": 2})


@pytest.mark.parametrize(
    ("jour", "fini"), [("2019-06-29", False), ("2019-06-30", False), ("2019-07-01", True)]
)
def test_le_suivi_est_d_hier_quand_son_semestre_est_fini(jour, fini):
    with time_machine.travel(jour):
        assert suivi().est_d_hier is fini


def test_le_premier_referent_se_juge_a_l_echeance_de_sa_campagne():
    # Sa campagne n'est d'aucune des périodes choisies.
    CampagneFactory(genre="referent", periode="2018", echeance_le=datetime.date(2019, 3, 15))
    for code, jour in (("59", datetime.date(2019, 3, 15)), ("62", datetime.date(2019, 3, 16))):
        ReferentFactory(departement__code=code, designe_le=jour)
    ReferentFactory(departement__code="80", designe_le=datetime.date(2019, 7, 1))
    DepartementFactory(code="13")
    lu = suivi()
    designes = [
        [ligne.departement.code for ligne in lignes]
        for lignes in (lu.designes_a_temps, lu.designes_apres)
    ]
    assert designes == [["59"], ["62"]]


def test_les_autres_referents_sont_ceux_du_dernier_jour_du_semestre():
    nord = DepartementFactory(code="59")
    for nom, champs in {
        "Présent": {},
        "Parti": {"jusqu_au": datetime.date(2019, 6, 29)},
        "À venir": {"designe_le": datetime.date(2019, 7, 1)},
    }.items():
        AutreReferentFactory(departement=nord, nom=nom, **champs)
    (ligne,) = suivi().lignes
    assert [referent.nom for referent in ligne.autres_referents] == ["Présent"]


def test_ce_qui_manque_en_retard_se_nomme_par_etat_dans_l_ordre_francais():
    for genre in (Synthese.genre, SyntheseRegionale.genre):
        CampagneFactory(genre=genre, periode="2019")
    for code, nom in (("01", "Zénith"), ("02", "Écu"), ("03", "Ain"), ("04", "Orne")):
        DepartementFactory(code=code, nom=nom)
    SyntheseFactory(departement__code="03", **TEXTES)
    with time_machine.travel("2019-12-02"):
        assert suivi().manquants(Synthese) == {
            "a_commencer": ["Écu", "Orne", "Zénith"],
            "brouillon": ["Ain"],
        }
        # Une région a plusieurs départements, et ne manque qu'une fois.
        assert suivi().manquants(SyntheseRegionale) == {"a_commencer": ["Hauts-de-France"]}

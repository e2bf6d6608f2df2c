"""Ce que compte le PAQTE d'un ensemble de départements, et ce qui se garde de ses sommes."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from paqte.models import Convention, Entreprise
from paqte.sommes import (
    additionner_les_totaux,
    additionner_tout,
    compter,
    compter_les_plurielles,
    compter_par_axe,
    compter_par_taille,
    dresser_paqte,
    garder,
    relever,
)
from quartiers.models import Departement
from remontees.models import Transmission
from remontees.periodes import Semestre
from tests.factories import (
    AxeFactory,
    BilanFactory,
    CibleFactory,
    ConventionFactory,
    DepartementFactory,
    IndicateurFactory,
    ResultatFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fin_2019")]
S1, S2 = Semestre(2019, 1), Semestre(2019, 2)
ECHUE = {"date_signature": datetime.date(2018, 9, 1), "fin_anticipee_le": datetime.date(2019, 8, 1)}


@pytest.fixture
def fin_2019():
    with time_machine.travel("2020-01-15"):
        yield


def paqte(semestre=S2):
    return dresser_paqte(additionner_tout(Departement.objects.all(), semestre))


def signer(departement="59", **champs):
    return ConventionFactory(entreprise__departement__code=departement, **champs)


@pytest.fixture
def indicateur():
    """Le 59 fait 10 puis 5, pour 30 visés ; le 62, 7."""
    indicateur = IndicateurFactory()
    convention = signer()
    CibleFactory(convention=convention, indicateur=indicateur)
    for semestre, valeur in (("2019-s1", 10), ("2019-s2", 5)):
        ResultatFactory(
            convention=convention, indicateur=indicateur, semestre=semestre, valeur=valeur
        )
    ResultatFactory(convention=signer("62"), indicateur=indicateur, semestre="2019-s2", valeur=7)
    return indicateur


def test_les_seuls_totaux_sont_ceux_des_departements_et_du_semestre(indicateur):
    tous, nord = Departement.objects.all(), Departement.objects.filter(pk="59")
    cumuls = [
        additionner_les_totaux(departements, semestre)[indicateur.pk].cumul
        for departements, semestre in ((tous, S2), (nord, S2), (nord, S1))
    ]
    assert cumuls == [22, 15, 10]


def test_les_seuls_totaux_laissent_celle_que_son_semestre_ne_voit_pas(indicateur):
    passee = signer(**ECHUE | {"fin_anticipee_le": datetime.date(2019, 6, 1)})
    CibleFactory(convention=passee, indicateur=indicateur, valeur=500)
    assert additionner_les_totaux(Departement.objects.all(), S2)[indicateur.pk].cible == 30


def test_ce_qui_est_additionne_ne_se_relit_pas_sous_la_meme_empreinte(
    indicateur, django_assert_num_queries
):
    empreinte, nord = relever(), Departement.objects.filter(pk="59")
    additionner_les_totaux(nord, S2, empreinte)
    # Les codes des départements, et rien d'autre : ni les conventions, ni l'empreinte.
    with django_assert_num_queries(1):
        additionner_les_totaux(nord.all(), S2, empreinte)
    additionner_tout(nord.all(), S2, empreinte)
    with django_assert_num_queries(1):
        additionner_tout(nord.all(), S2, empreinte)


def test_une_ecriture_change_l_empreinte_et_refait_les_totaux(indicateur):
    departements = Departement.objects.all()
    additionner_les_totaux(departements, S2)
    avant = relever()
    ResultatFactory(convention=signer(), indicateur=indicateur, semestre="2019-s2", valeur=100)
    assert relever() != avant
    assert additionner_les_totaux(departements.all(), S2)[indicateur.pk].cumul == 122


def test_les_ecritures_se_comptent_depuis_une_heure_ronde_passee():
    with time_machine.travel("2020-01-15T10:42:17.5Z"):
        (depuis, *_) = relever().ecritures
    assert timezone.localtime(depuis, datetime.UTC).isoformat() == "2020-01-15T09:00:00+00:00"


def test_l_empreinte_nomme_le_dernier_bilan_transmis(valideur_59):
    assert relever().transmise is None
    bilan = BilanFactory()
    versions = [
        Transmission.objects.create(
            remontee=bilan,
            departement=bilan.departement,
            numero=numero,
            donnees={},
            pdf=b"",
            sha256=str(numero),
            nom_fichier="bilan.pdf",
            transmise_le=timezone.now(),
            transmise_par=valideur_59,
        )
        for numero in (1, 2)
    ]
    assert relever().transmise == versions[-1].pk


def test_ce_qui_se_garde_est_d_un_nom_d_un_semestre_de_departements_et_d_un_jour():
    nord = DepartementFactory(code="59")
    empreinte = relever()
    for rang, (nom, departements, semestre) in enumerate(
        [("a", [nord], S1), ("b", [nord], S1), ("a", [], S1), ("a", [nord], S2)]
    ):
        for calcule in (rang, "inutile"):
            garde = garder(nom, departements, semestre, lambda lu=calcule: lu, empreinte)
            assert garde == rang
    with time_machine.travel("2020-01-16"):
        assert garder("a", [nord], S1, lambda: "demain", empreinte) == "demain"


def test_les_conventions_se_comptent_par_departement_et_par_taille():
    charte = {"issue_charte": True, "fin_charte": datetime.date(2020, 1, 1)}
    signer()
    signer(**charte)
    signer(**ECHUE, **charte)
    signer(entreprise__taille=Entreprise.Taille.GRANDE)
    signer("62", **ECHUE)
    signer("62", date_signature=datetime.date(2020, 1, 10))
    comptes = {
        (ligne.pop("entreprise__departement"), ligne.pop("entreprise__taille")): ligne
        for ligne in compter(Departement.objects.all(), S2.fin)
    }
    assert comptes == {
        ("59", "pme"): {"en_cours": 2, "issues_de_charte": 2},
        ("59", "grande"): {"en_cours": 1, "issues_de_charte": 0},
        ("62", "pme"): {"en_cours": 0, "issues_de_charte": 0},
    }


def test_une_entreprise_de_deux_departements_en_fait_une_de_sa_taille():
    siren = signer(entreprise__taille="grande").entreprise.siren
    signer("62", entreprise__siren=siren, entreprise__taille="grande")
    assert compter_par_taille(Convention.objects.all()) == {"grande": 1}


def test_une_taille_sans_convention_en_cours_se_dit_par_un_zero():
    signer()
    signer(entreprise__taille="eti", **ECHUE)
    attendus = {Entreprise.Taille.PME: 1}
    assert paqte()["tailles"] == [(t.label, attendus.get(t, 0)) for t in Entreprise.Taille]


def test_un_departement_a_saisi_s_il_a_un_resultat_de_ce_semestre(indicateur):
    signer("13")
    assert (paqte(S1)["departements"], paqte(S2)["departements"]) == (1, 2)


def test_chaque_axe_dans_son_ordre_compte_les_conventions_qui_le_retiennent():
    recruter, former = AxeFactory(rang=2, nom="Recruter"), AxeFactory(rang=1, nom="Former")
    signer(axes=[former, recruter])
    signer(axes=[former])
    signer(axes=[recruter], **ECHUE)
    en_cours = Convention.objects.en_cours(S2.fin)
    assert compter_par_axe(en_cours) == [("Former", 2), ("Recruter", 1)]
    assert paqte()["axes"] == compter_par_axe(en_cours)


def signer_partout(nom, *codes):
    siren = None
    for code in codes:
        champs = {"entreprise__siren": siren} if siren else {}
        siren = signer(code, entreprise__nom=nom, **champs).entreprise.siren


def plurielles():
    lues = compter_les_plurielles(Convention.objects.all())
    return [(lue["nom"], lue["nombre"], lue["conventions"]) for lue in lues]


def test_les_entreprises_plurielles_viennent_de_la_plus_presente_a_la_moins():
    signer_partout("Alpha", "59", "62")
    signer_partout("Zeta", "59", "62", "13")
    assert plurielles() == [("Zeta", 3, 3), ("Alpha", 2, 2)]
    assert [lue["nom"] for lue in paqte()["plurielles"]] == ["Zeta", "Alpha"]


def test_les_entreprises_plurielles_autant_presentes_se_rangent_par_nom():
    for nom in ("Beta", "Alpha", "Gamma"):
        signer_partout(nom, "59", "62")
    assert [nom for nom, _, _ in plurielles()] == ["Alpha", "Beta", "Gamma"]


def test_deux_conventions_d_un_seul_departement_ne_font_pas_une_plurielle():
    entreprise = signer().entreprise
    ConventionFactory(entreprise=entreprise, date_signature=datetime.date(2019, 9, 1))
    assert plurielles() == []


def test_les_resultats_sont_ceux_des_indicateurs_du_semestre(indicateur):
    IndicateurFactory(depuis="2020-s1")
    vide = IndicateurFactory()
    resultats = paqte()["resultats"]
    assert [(i, total.cumul) for i, total in resultats] == [(indicateur, 22), (vide, None)]


def test_lire_l_axe_et_le_plafond_des_resultats_ne_demande_rien_de_plus(django_assert_num_queries):
    IndicateurFactory(plafond=IndicateurFactory())
    resultats = paqte()["resultats"]
    with django_assert_num_queries(0):
        assert [(i.axe.nom, i.plafond) for i, _ in resultats]


def test_ne_comptent_que_les_conventions_des_departements_choisis():
    signer()
    signer("62")
    signer("62", **ECHUE)
    du_62 = additionner_tout(Departement.objects.filter(pk="62"), S2)
    assert dresser_paqte(du_62)["en_cours"] == 1

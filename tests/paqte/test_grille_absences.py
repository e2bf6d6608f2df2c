"""Ce que la grille sait dire d'autre qu'un nombre : absences, autres engagements."""

import pytest

from paqte.grille import AUTRES, MODELE, grille
from paqte.models import Absence, ImportResultats, Reponse
from paqte.resources import analyser_grille, appliquer_grille
from tests.factories import ConventionFactory, ReponseFactory, ResultatFactory

from .grilles import remplie

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]


@pytest.fixture
def sans_axe(bilan):
    return ConventionFactory(
        entreprise__departement=bilan.departement, autres_engagements="Visites du fournil"
    )


def lire(bilan, octets):
    return analyser_grille(MODELE.lire_liste(octets, "g.csv"), bilan)


def importer(bilan, octets):
    return appliquer_grille(MODELE.lire_liste(octets, "g.csv"), ImportResultats(), bilan)


def relue(bilan):
    """La grille que donne le portail, rendue telle quelle."""
    return lire(bilan, grille(bilan).export("csv").encode())


@pytest.mark.parametrize(
    ("ecrit", "absence"),
    [("n.d.", Absence.NON_COMMUNIQUE), ("sans objet", Absence.SANS_OBJET), ("<5", Absence.SECRET)],
)
def test_une_absence_se_lit_et_se_recrit(bilan, convention, ecrit, absence):
    importer(bilan, remplie(bilan, convention, resultat=ecrit))
    assert convention.resultats.get().lu == absence
    assert grille(bilan)["resultat"] == [absence.abrege]
    assert relue(bilan).inchanges == 1


def test_l_apercu_montre_l_absence_qui_devient_un_nombre(bilan, convention):
    indicateur = convention.cibles.get().indicateur
    ResultatFactory(
        convention=convention, indicateur=indicateur, valeur=None, absence=Absence.NON_COMMUNIQUE
    )
    [(_, changements)] = lire(bilan, remplie(bilan, convention, resultat="5")).modifies
    assert changements == [("valeur", "non communiqué", 5)]


def test_une_entreprise_silencieuse_l_est_a_chacune_de_ses_lignes(bilan, convention):
    ReponseFactory(convention=convention, absence=Reponse.Etat.NON_COMMUNIQUES)
    assert grille(bilan)["resultat"] == ["n.d."]
    apercu = relue(bilan)
    assert (apercu.inchanges, apercu.crees, apercu.refus) == (1, [], [])


def test_une_convention_sans_axe_a_sa_ligne(bilan, sans_axe):
    (ligne,) = grille(bilan).dict
    assert (ligne["indicateur"], ligne["libelle"]) == (AUTRES, "Visites du fournil")


@pytest.mark.parametrize(
    ("champs", "attendu"),
    [
        ({"resultat": "Trois visites."}, ("", "Trois visites.", None, "")),
        ({"resultat": "3", "unite": "visites"}, ("", "", 3, "visites")),
        ({"resultat": "n.d."}, ("non_communique", "", None, "")),
    ],
)
def test_les_autres_engagements_se_disent_en_mots_ou_en_chiffres(bilan, sans_axe, champs, attendu):
    importer(bilan, remplie(bilan, sans_axe, indicateur=AUTRES, **champs))
    reponse = sans_axe.reponses.get()
    lus = (reponse.absence, reponse.autres, reponse.autres_valeur, reponse.autres_unite)
    assert lus == attendu
    assert relue(bilan).inchanges == 1


@pytest.mark.parametrize(
    ("axes", "champs", "colonne"),
    [
        (0, {"resultat": "3"}, "unite"),
        (0, {"resultat": "<5"}, "resultat"),
        (1, {"resultat": "n.d."}, "resultat"),
    ],
)
def test_une_ligne_d_autres_engagements_se_refuse_a_sa_colonne(
    bilan, convention, sans_axe, axes, champs, colonne
):
    sans_axe.axes.set(convention.axes.all()[:axes])
    ligne = {"indicateur": AUTRES, "unite": ""} | champs
    (refus,) = lire(bilan, remplie(bilan, sans_axe, **ligne)).refus
    assert refus.colonne == colonne


def test_une_ligne_refusee_n_ecrit_rien_des_autres(bilan, convention, sans_axe):
    octets = remplie(bilan, convention, unite="x")
    autres = remplie(bilan, sans_axe, indicateur=AUTRES, unite="")
    octets += autres.splitlines(keepends=True)[1]
    with pytest.raises(Exception, match="refusée"):
        importer(bilan, octets)
    assert not convention.resultats.exists()

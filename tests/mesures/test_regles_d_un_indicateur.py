"""Ce qu’un indicateur dit de ses chiffres : ce qui se compare, s’atteint, se périme."""

import datetime
from decimal import Decimal

import pytest

from mesures.models import Indicateur, Jalon, Valeur
from tests.factories import IndicateurNationalFactory, ValeurFactory


def indicateur(**champs):
    """Rend un indicateur non enregistré."""
    return IndicateurNationalFactory.build(mesure=None, **champs)


@pytest.mark.django_db
def test_seul_un_chiffre_sans_parties_se_compare_et_se_dessine():
    entier = IndicateurNationalFactory()
    IndicateurNationalFactory(nature="texte", mesure=entier.mesure)
    IndicateurNationalFactory(nature="oui_non", mesure=entier.mesure)
    de_plusieurs = IndicateurNationalFactory(mesure=entier.mesure)
    partie = IndicateurNationalFactory(mesure=entier.mesure, partie_de=de_plusieurs)
    assert {*Indicateur.objects.chiffres()} == {entier, partie}


def test_une_cible_s_ecrit_avec_ses_milliers_et_ses_centimes():
    ecrite = indicateur(unite="euros").ecrire_cible(Decimal("12345.25"))
    assert ecrite.replace("\xa0", " ") == "12 345,25 euros"


@pytest.mark.parametrize(
    ("depart", "grandeur", "progres"),
    [(50, 65, 50), (50, 40, 0), (50, 90, 100), (None, 40, 50), (80, 40, 50)],
)
def test_le_chemin_se_compte_du_depart_ou_de_zero_s_il_n_y_a_pas_de_chemin(
    depart, grandeur, progres
):
    vise = indicateur(cible=Decimal(80), depart=depart and Decimal(depart))
    assert vise.progres(Decimal(grandeur)) == progres


@pytest.mark.parametrize(
    ("sens", "cible", "grandeur", "progres"),
    [
        ("hausse", 200, 300, 100),
        ("baisse", 30, 20, 100),
        ("baisse", 30, 0, 100),
        ("baisse", 30, 90, 33),
        ("hausse", None, 300, None),
        ("hausse", 0, 300, None),
    ],
)
def test_une_cible_depassee_est_atteinte_et_sans_cible_rien_ne_se_mesure(
    sens, cible, grandeur, progres
):
    vise = indicateur(sens=sens, cible=None if cible is None else Decimal(cible))
    assert vise.progres(Decimal(grandeur)) == progres


def test_une_part_s_affiche_avec_son_total_et_une_cible_avec_son_unite():
    part = Valeur(indicateur=indicateur(nature="part"), nombre=Decimal(1), base=Decimal(4))
    assert part.affichage.replace("\xa0", " ") == "25 % (1 sur 4)"
    jalon = Jalon(indicateur=indicateur(unite="stages"), valeur=Decimal(600))
    assert jalon.affichage.replace("\xa0", " ") == "600 stages"


@pytest.mark.parametrize(
    ("frequence", "jours", "perime"),
    [
        ("trimestre", 182, False),
        ("trimestre", 183, True),
        ("semestre", 365, False),
        ("semestre", 366, True),
        ("annee", 730, False),
        ("annee", 731, True),
        ("une_fois", 3650, False),
    ],
)
def test_une_valeur_est_perimee_deux_periodes_apres_sauf_due_une_seule_fois(
    frequence, jours, perime
):
    le = datetime.date(2019, 6, 30)
    au = le + datetime.timedelta(days=jours)
    assert indicateur(frequence=frequence).est_perime(le, au) is perime


@pytest.mark.django_db
def test_d_un_flux_annuel_une_autre_annee_n_efface_que_le_meme_territoire():
    juin, juin_suivant = datetime.date(2019, 6, 30), datetime.date(2020, 6, 30)
    nord = ValeurFactory(code="59", le=juin, indicateur__releve="annuel")
    ValeurFactory(code="62", le=juin_suivant, indicateur=nord.indicateur)
    ValeurFactory(code="59", le=juin_suivant)
    cumulees = Valeur.objects.cumulees(juin_suivant, [nord.indicateur_id])
    assert nord in cumulees
    ValeurFactory(code="59", le=juin_suivant, indicateur=nord.indicateur)
    assert nord not in cumulees.all()

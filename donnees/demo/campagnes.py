"""Les campagnes de la circulaire, et celles de l'année courante."""

import datetime

from django.utils import timezone

from remontees.models import Campagne
from remontees.periodes import Semestre

CIRCULAIRE = datetime.date(2019, 1, 22)
DE_LA_CIRCULAIRE = (
    (Campagne.Genre.REFERENT, "2019", datetime.date(2019, 2, 15)),
    (Campagne.Genre.PROTOCOLES, "2019", datetime.date(2019, 7, 31)),
    (Campagne.Genre.CHARTES, "2020", datetime.date(2020, 1, 31)),
)


def creer_campagnes():
    """Crée les campagnes de démonstration ; rend leur nombre."""
    return sum(
        Campagne.objects.get_or_create(
            genre=genre,
            periode=str(periode),
            defaults={"ouverture_le": ouverture, "echeance_le": echeance},
        )[1]
        for genre, periode, ouverture, echeance in _campagnes()
    )


def _campagnes():
    for genre, periode, echeance in DE_LA_CIRCULAIRE:
        yield genre, periode, CIRCULAIRE, echeance
    for annee in {2019, timezone.localdate().year}:
        yield (
            Campagne.Genre.SYNTHESE,
            annee,
            datetime.date(annee, 1, 22),
            datetime.date(annee, 3, 15),
        )
    for semestre in {Semestre(2019, 1), Semestre(2019, 2), Semestre.courant()}:
        # Le bilan est dû à la fin du mois qui suit le semestre, janvier ou juillet.
        fin_du_mois = semestre.suivant.debut.replace(day=31)
        yield Campagne.Genre.BILAN, semestre, semestre.debut, fin_du_mois
    courant = Semestre.courant()
    yield Campagne.Genre.COLLEGE, courant, courant.debut, courant.fin

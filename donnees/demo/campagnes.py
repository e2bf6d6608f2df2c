"""Les campagnes de la circulaire, et celles de l'année courante."""

import datetime

from django.utils import timezone

from remontees import registre
from remontees.models import Campagne
from remontees.periodes import Annee, Semestre

CIRCULAIRE = datetime.date(2019, 1, 22)
DE_LA_CIRCULAIRE = (
    ("referent", "2019", datetime.date(2019, 2, 15)),
    ("protocoles", "2019", datetime.date(2019, 7, 31)),
    ("chartes", "2020", datetime.date(2020, 1, 31)),
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
    courant = Semestre.courant()
    for genre, periode, echeance in DE_LA_CIRCULAIRE:
        yield genre, periode, CIRCULAIRE, echeance
    periodes = {
        Annee: {Annee(2019), Annee(timezone.localdate().year)},
        Semestre: {Semestre(2019, 1), Semestre(2019, 2), courant},
    }
    for modele in registre.remontees():
        for periode in periodes[modele.Periode]:
            yield modele.genre, periode, *modele.dates(periode)
    yield "college", courant, courant.debut, courant.fin

"""Les campagnes que la circulaire date, et celles de la période courante."""

from django.utils import timezone

from remontees import registre
from remontees.models import Campagne
from remontees.periodes import Annee, Semestre
from remontees.propositions import proposees
from textes.models import Texte

CIRCULAIRE = "circulaire-6057-sg"
PREMIERES = {Annee: [Annee(2019)], Semestre: [Semestre(2019, 1), Semestre(2019, 2)]}


def datees_par_la_circulaire():
    """Rend les campagnes, non enregistrées, des échéances qu'elle fixe en 2019 et 2020."""
    annuelles = {o.genre for o in registre.obligations() if o.Periode is Annee}
    fixees = [campagne for campagne in proposees() if campagne.genre in annuelles]
    return fixees + [
        _de_remontee(modele, periode)
        for modele in registre.remontees()
        for periode in PREMIERES[modele.Periode]
    ]


def courantes():
    """Rend les campagnes, non enregistrées, de l'année et du semestre courants."""
    semestre = Semestre.courant()
    periodes = {Annee: Annee(timezone.localdate().year), Semestre: semestre}
    remontees = [_de_remontee(modele, periodes[modele.Periode]) for modele in registre.remontees()]
    # La circulaire veut un comité « dès que possible » : un par semestre est le choix du portail.
    reunions = [
        _campagne(genre, semestre, semestre.debut, semestre.fin) for genre in ("comite", "college")
    ]
    return [*remontees, *reunions]


def ouvrir(campagnes):
    """Enregistre celles qui n'existent pas encore ; rend leur nombre."""
    return sum(
        Campagne.objects.get_or_create(
            genre=campagne.genre,
            periode=campagne.periode,
            defaults={
                "ouverture_le": campagne.ouverture_le,
                "echeance_le": campagne.echeance_le,
                "texte": campagne.texte,
            },
        )[1]
        for campagne in campagnes
    )


def _de_remontee(modele, periode):
    return _campagne(modele.genre, periode, *modele.dates(periode))


def _campagne(genre, periode, ouverture, echeance):
    return Campagne(
        genre=genre,
        periode=str(periode),
        ouverture_le=ouverture,
        echeance_le=echeance,
        texte=Texte.objects.get(slug=CIRCULAIRE),
    )

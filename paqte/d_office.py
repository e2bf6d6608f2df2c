"""Au lendemain d'un semestre, demander d'office leurs résultats aux entreprises."""

from django.db.models import Exists, OuterRef

from remontees.models import Campagne
from remontees.periodes import Semestre

from .demandes import demander_a
from .models import Bilan, Convention, Reponse


def demander_d_office():
    """Demande le semestre qui vient de finir, où le département l'a choisi ; rend le nombre.

    Une fois par convention, à qui a une adresse et n'a rien donné, et s'il y a un référent à qui
    répondre. Rien sans campagne ouverte, ni une fois le bilan transmis.
    """
    semestre = Semestre.courant().precedent
    if not Campagne.objects.ouvrent(Bilan.genre, semestre):
        return 0
    transmis = Bilan.objects.filter(
        departement=OuterRef("entreprise__departement"),
        periode=semestre,
        etat__in=Bilan.TRANSMISES,
    )
    dues = (
        Convention.objects.filter(
            ~Exists(transmis),
            entreprise__departement__organisation__demande_d_office=True,
            entreprise__departement__referent__isnull=False,
        )
        .exclude(entreprise__courriel="")
        .exclude(demandes__semestre=str(semestre))
        .actives(semestre)
        .avec_reponse(semestre)
        .filter(reponse=Reponse.Etat.ATTENDUS)
    )
    choisies = list(dues.values_list("pk", flat=True))
    if choisies:
        demander_a(Convention.objects.filter(pk__in=choisies), semestre, par=None)
    return len(choisies)

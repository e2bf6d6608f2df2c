"""Ce que la circulaire demande hors des remontées.

Une obligation n'a pas de document à transmettre : le portail constate, dans ce que la préfecture y
tient à jour, qu'elle est remplie.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import BooleanField, Exists, ExpressionWrapper, Q, Subquery

from quartiers.models import Departement

from . import registre
from .models import Campagne, Due, SansObjet
from .periodes import Annee, Semestre


@dataclass(frozen=True)
class Obligation:
    """Une obligation des départements ; `libelle` nomme sa campagne, `a_faire` ce qui reste.

    `restant(campagne)` est la condition d'un département qui ne l'a pas remplie ; `adresse(code)`
    mène à la page qui la remplit ; `prevue(campagne)`, s'il y a lieu, est le jour où il a prévu de
    la remplir.
    """

    genre: str
    libelle: str
    a_faire: str
    action: str
    restant: Callable[[Campagne], Q | Exists]
    adresse: Callable[[str], str]
    rang: int
    prevue: Callable[[Campagne], Subquery] | None = None
    Periode: type[Annee] | type[Semestre] = Annee
    Territoire: type[Departement] = Departement

    @staticmethod
    def dates(periode):
        """Rend (ouverture, échéance) d'une période : son premier jour et son dernier."""
        return periode.debut, periode.fin

    def dues(self, campagne):
        """Rend les `Due` de la campagne, tous départements confondus."""
        tous = avec_obligations(Departement.objects.all(), [campagne])
        [(_, dues)] = _dues(tous, [campagne])
        return dues

    def due(self, campagne, departement):
        """Rend la `Due` de ce département."""
        return Due(
            campagne,
            departement,
            f"{self.a_faire}, {departement}",
            lien=self.adresse(departement.pk),
            action=self.action,
            prevue_le=getattr(departement, f"prevue_{campagne.pk}", None),
        )


def avec_obligations(departements, ouvertes):
    """Ajoute à ces départements (requête) ce qu'il leur reste à remplir des campagnes ouvertes."""
    prevues = {
        f"prevue_{campagne.pk}": obligation.prevue(campagne)
        for obligation, campagne in _obligations(ouvertes)
        if obligation.prevue
    }
    return departements.annotate(
        **prevues,
        **{
            f"reste_{campagne.pk}": ExpressionWrapper(
                Q(obligation.restant(campagne)), BooleanField()
            )
            for obligation, campagne in _obligations(ouvertes)
        },
    )


def obligations_dues(departements, ouvertes):
    """Rend les `Due` de ces départements `avec_obligations`, échéance la plus proche d'abord."""
    return [due for _, dues in reversed(_dues(departements, ouvertes)) for due in dues]


def avancement_des_obligations(departements, codes, ouvertes):
    """Rend l'avancement de chaque obligation de ces campagnes ouvertes."""
    return [
        {
            "campagne": campagne,
            "attendues": sum(campagne.concerne(code) for code in codes),
            "restantes": dues,
        }
        for campagne, dues in _dues(avec_obligations(departements, ouvertes), ouvertes)
    ]


def _dues(departements, ouvertes):
    """Rend les paires (campagne, `Due` de ces départements `avec_obligations`)."""
    dispenses = SansObjet.objects.paires(ouvertes)
    return [
        (
            campagne,
            [
                obligation.due(campagne, departement)
                for departement in departements
                if getattr(departement, f"reste_{campagne.pk}")
                and campagne.concerne(departement.pk)
                and (campagne.pk, departement.pk) not in dispenses
            ],
        )
        for obligation, campagne in _obligations(ouvertes)
    ]


def _obligations(ouvertes):
    """Rend les paires (obligation, campagne) de ces campagnes."""
    par_genre = {obligation.genre: obligation for obligation in registre.obligations()}
    return [
        (par_genre[campagne.genre], campagne)
        for campagne in ouvertes
        if campagne.genre in par_genre
    ]

"""Tout ce qu'une campagne peut attendre : les remontées, et les obligations de la circulaire.

Une obligation n'a pas de document à transmettre : le portail constate, dans ce que la préfecture y
tient à jour, qu'elle est remplie.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from contrats.models import Avancement, College, ContratDeVille, Synthese
from paqte.models import Bilan
from quartiers.models import Departement
from remontees.models import Campagne, Due
from remontees.periodes import Semestre

GENRES = (Synthese, Bilan)


@dataclass(frozen=True)
class Obligation:
    """Ce que la circulaire demande hors des remontées.

    `restants(departements, campagne)` limite des départements à ceux qui ne l'ont pas remplie ;
    `adresse(code)` mène à la page qui la remplit.
    """

    genre: Campagne.Genre
    libelle: str
    action: str
    restants: Callable[[QuerySet, Campagne], QuerySet]
    adresse: Callable[[str], str]

    def dues(self, campagne, departements=None):
        """Rend les `Due` de la campagne, parmi ces départements (tous par défaut)."""
        if departements is None:
            departements = Departement.objects.all()
        return [
            Due(
                campagne,
                departement,
                f"{self.libelle}, {departement}",
                lien=self.adresse(departement.pk),
                action=self.action,
            )
            for departement in self.restants(departements, campagne)
            if campagne.concerne(departement.pk)
        ]


def _sans_protocole(departements, campagne):
    attendus = ContratDeVille.objects.en_vigueur().exclude(protocole__avancement=Avancement.SIGNE)
    return departements.filter(Exists(attendus.filter(departement=OuterRef("pk"))))


def _sans_college(departements, campagne):
    reunions = College.objects.du_semestre(Semestre.lire(campagne.periode))
    return departements.exclude(pk__in=reunions.values("departement"))


OBLIGATIONS = (
    Obligation(
        Campagne.Genre.REFERENT,
        "Référent PAQTE à désigner",
        "Désigner le référent",
        lambda departements, campagne: departements.filter(referent=None),
        lambda code: reverse("paqte:referent", args=[code]),
    ),
    Obligation(
        Campagne.Genre.PROTOCOLES,
        "Protocoles des contrats de ville à signer",
        "Voir les contrats sans protocole signé",
        _sans_protocole,
        lambda code: f"{reverse('contrats:contrats')}?departement={code}&etat=en-vigueur",
    ),
    Obligation(
        Campagne.Genre.CHARTES,
        "Chartes « Entreprises et Quartiers » à transformer en PAQTE",
        "Dire combien il en reste",
        lambda departements, campagne: departements.exclude(organisation__chartes_restantes=0),
        lambda code: reverse("paqte:organisation", args=[code]),
    ),
    Obligation(
        Campagne.Genre.COLLEGE,
        "Collège des chefs de service à réunir",
        "Enregistrer la réunion",
        _sans_college,
        lambda code: reverse("contrats:college_ajouter"),
    ),
)
# Ce que relancent les relances : chacun a un `genre`, et rend ses `dues(campagne)`.
ATTENDUS = (*GENRES, *OBLIGATIONS)


def obligations_dues(departements, ouvertes):
    """Rend les `Due` des obligations de ces campagnes ouvertes, échéance la plus proche d'abord."""
    return [
        due
        for obligation, campagne in reversed(_obligations(ouvertes))
        for due in obligation.dues(campagne, departements)
    ]


def avancement_des_obligations(departements, codes, ouvertes):
    """Rend l'avancement de chaque obligation de ces campagnes ouvertes."""
    return [
        {
            "campagne": campagne,
            "attendues": sum(campagne.concerne(code) for code in codes),
            "restantes": obligation.dues(campagne, departements),
        }
        for obligation, campagne in _obligations(ouvertes)
    ]


def _obligations(ouvertes):
    """Rend les paires (obligation, campagne) de ces campagnes."""
    par_genre = {obligation.genre: obligation for obligation in OBLIGATIONS}
    return [
        (par_genre[campagne.genre], campagne)
        for campagne in ouvertes
        if campagne.genre in par_genre
    ]

"""Tout ce qu'une campagne peut attendre : les remontées, et les obligations de la circulaire.

Une obligation n'a pas de document à transmettre : le portail constate, dans ce que la préfecture y
tient à jour, qu'elle est remplie.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.urls import reverse

from contrats.models import College, ContratDeVille, Synthese
from paqte.models import Bilan
from quartiers.models import Departement
from remontees.models import Campagne, Due
from remontees.periodes import Semestre

GENRES = (Synthese, Bilan)


@dataclass(frozen=True)
class Obligation:
    """Ce que la circulaire demande hors des remontées.

    `restant(campagne)` est la condition d'un département qui ne l'a pas remplie ; `adresse(code)`
    mène à la page qui la remplit.
    """

    genre: Campagne.Genre
    libelle: str
    action: str
    restant: Callable[[Campagne], Q | Exists]
    adresse: Callable[[str], str]

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
            f"{self.libelle}, {departement}",
            lien=self.adresse(departement.pk),
            action=self.action,
        )


def _sans_protocole(campagne):
    attendus = ContratDeVille.objects.en_vigueur().a_signer()
    return Exists(attendus.filter(departement=OuterRef("pk")))


def _sans_college(campagne):
    reunions = College.objects.du_semestre(Semestre.lire(campagne.periode))
    return ~Exists(reunions.filter(departement=OuterRef("pk")))


OBLIGATIONS = (
    Obligation(
        Campagne.Genre.REFERENT,
        "Référent PAQTE à désigner",
        "Désigner le référent",
        lambda campagne: Q(referent=None),
        lambda code: reverse("paqte:referent", args=[code]),
    ),
    Obligation(
        Campagne.Genre.PROTOCOLES,
        "Protocoles des contrats de ville à signer",
        "Voir les contrats sans protocole signé",
        _sans_protocole,
        lambda code: reverse(
            "contrats:contrats",
            query={"departement": code, "etat": "en-vigueur", "protocole": "a-signer"},
        ),
    ),
    Obligation(
        Campagne.Genre.CHARTES,
        "Chartes « Entreprises et Quartiers » à transformer en PAQTE",
        "Dire combien il en reste",
        lambda campagne: Q(organisation=None) | ~Q(organisation__chartes_restantes=0),
        lambda code: f"{reverse('paqte:organisation', args=[code])}#id_chartes_restantes",
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


def avec_obligations(departements, ouvertes):
    """Ajoute à ces départements (requête) ce qu'il leur reste à remplir des campagnes ouvertes."""
    return departements.annotate(
        **{
            f"reste_{campagne.pk}": ExpressionWrapper(obligation.restant(campagne), BooleanField())
            for obligation, campagne in _obligations(ouvertes)
        }
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
    return [
        (
            campagne,
            [
                obligation.due(campagne, departement)
                for departement in departements
                if getattr(departement, f"reste_{campagne.pk}")
                and campagne.concerne(departement.pk)
            ],
        )
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

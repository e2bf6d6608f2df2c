"""Les jeux de données du portail : ce que chacun peut en lire, leurs colonnes, leur schéma."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.urls import reverse
from django.utils import timezone

from comptes.models import JournalAcces
from contrats.exports import ContratResource, EngagementResource
from contrats.models import ContratDeVille, Engagement
from mesures.exports import IndicateurResource, TableauResource, ValeurResource
from mesures.models import Indicateur, Mesure, Valeur
from mesures.tableau import dresser_tableau
from national.exports import SuiviNationalResource
from national.paqte import compter
from national.suivi import dresser_suivi
from paqte.exports import ConventionResource
from paqte.models import Convention
from quartiers.models import Departement, Quartier
from quartiers.resources import ExportQuartierResource
from remontees import registre
from remontees.exports import TransmissionResource
from remontees.models import Transmission
from remontees.periodes import Annee, Semestre
from socle.colonnes import colonnes, lignes
from socle.exports import MACHINE

ENCODEUR = DjangoJSONEncoder(ensure_ascii=False)


@dataclass(frozen=True)
class Jeu:
    """Un jeu de données : `objets(user)` rend ce que l'utilisateur peut lire (requête ou liste).

    `droit` nomme la propriété de l'utilisateur qui dit s'il peut en lire quelque chose ; `page`,
    la liste de personnes que le jeu contient.
    """

    nom: str
    titre: str
    description: str
    resource: type
    objets: Callable
    droit: str = "suit_les_remontees"
    page: JournalAcces.Page | None = None

    def noter(self, user, export):
        """Note au journal que `user` lit ce jeu, s'il contient des personnes."""
        if self.page and getattr(user, self.droit):
            JournalAcces.objects.create(utilisateur=user, page=self.page, export=export)

    def en_json(self, objets):
        """Rend, morceau par morceau, le texte JSON de ces objets : une liste de dictionnaires."""
        separateur = "["
        for ligne in self._lignes(objets):
            yield separateur + ENCODEUR.encode(ligne)
            separateur = ",\n"
        yield "]" if separateur != "[" else "[]"

    def extrait(self, user, depuis, nombre):
        """Rend `nombre` lignes à partir du rang `depuis`, en dictionnaires ; vide : None."""
        return list(self._lignes(list(self.objets(user)[depuis : depuis + nombre])))

    def _lignes(self, objets):
        """Produit un dictionnaire par objet : vide, None ; un nombre est un nombre."""
        noms = [colonne.nom for colonne in self.colonnes()]
        for ligne in lignes(self.resource(), objets):
            yield dict(zip(noms, map(_en_json, ligne), strict=True))

    def total(self, user):
        """Rend le nombre de lignes lisibles par `user`."""
        objets = self.objets(user)
        return objets.count() if isinstance(objets, models.QuerySet) else len(objets)

    def colonnes(self):
        """Rend les `Colonne` du jeu, dans l'ordre de l'export."""
        return colonnes(self.resource())

    def schema(self):
        """Rend le Table Schema du jeu (https://specs.frictionlessdata.io/table-schema/).

        Il décrit le CSV pour machine, à l'adresse `path`, avec son dialecte.
        """
        return {
            "name": self.nom,
            "title": self.titre,
            "description": self.description,
            "path": f"{reverse('export', args=[self.nom, 'csv'])}?usage={MACHINE}",
            "encoding": "utf-8",
            "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "header": True},
            "fields": [
                {"name": colonne.nom, "type": colonne.type, "title": colonne.titre}
                | ({"format": "any"} if colonne.type == "datetime" else {})
                for colonne in self.colonnes()
            ],
            "missingValues": [""],
        }


def _en_json(valeur):
    """Rend une valeur en type JSON : vide, None ; un décimal, flottant ; un instant, de Paris."""
    if isinstance(valeur, Decimal):
        return float(valeur)
    if isinstance(valeur, datetime.datetime):
        return timezone.localtime(valeur)
    return None if valeur == "" else valeur


def _transmissions(modele):
    return lambda user: (
        Transmission.objects.visibles_par(user)
        .pour(modele)
        .select_related("transmise_par")
        .defer("pdf", "donnees")
        .order_by("departement", "object_id", "numero")
    )


def _suivi(user):
    if not user.suit_des_prefectures:
        return []
    departements = Departement.objects.suivis_par(user).select_related("region", "referent")
    return dresser_suivi(
        departements,
        {Semestre: Semestre.courant(), Annee: Annee.ouvertes()[0]},
        compter(departements),
    ).lignes


JEUX_DES_SALLES = (
    Jeu(
        "mesures",
        "Mesures",
        "Les 40 mesures de la feuille de route (et 1.a, 1.b), leur niveau d’aujourd’hui.",
        TableauResource,
        lambda user: dresser_tableau(user, timezone.localdate()).lignes,
        droit="a_un_perimetre",
    ),
    Jeu(
        "indicateurs",
        "Indicateurs",
        "Les indicateurs de l’annexe 3 et ceux que la circulaire y ajoute.",
        IndicateurResource,
        lambda user: Indicateur.objects.filter(
            mesure__in=Mesure.objects.visibles_par(user)
        ).select_related("mesure"),
        droit="a_un_perimetre",
    ),
    Jeu(
        "valeurs",
        "Valeurs des indicateurs",
        "Une ligne par indicateur, territoire et date ; une part garde nombre et total.",
        ValeurResource,
        lambda user: Valeur.objects.visibles_par(user).avec_relations(),
        droit="a_un_perimetre",
    ),
    Jeu(
        "quartiers",
        "Quartiers prioritaires",
        "Les QPV des listes de 2015 et de 2024.",
        ExportQuartierResource,
        lambda user: Quartier.objects.visibles_par(user).select_related("departement__region"),
        droit="a_un_perimetre",
    ),
    Jeu(
        "contrats",
        "Contrats de ville",
        "Les contrats de ville et l’avancement de leur protocole.",
        ContratResource,
        lambda user: (
            ContratDeVille.objects.visibles_par(user)
            .select_related("departement", "protocole", "reuni_dans")
            .avec_comptes()
        ),
    ),
    Jeu(
        "engagements",
        "Engagements des protocoles",
        "Les engagements réciproques, ce qu’ils déclinent et leur état.",
        EngagementResource,
        lambda user: (
            Engagement.objects.visibles_par(user)
            .select_related("protocole__contrat")
            .avec_declinaison()
        ),
    ),
    Jeu(
        "conventions",
        "Conventions du PAQTE",
        "Les conventions signées avec les entreprises.",
        ConventionResource,
        lambda user: (
            Convention.objects.visibles_par(user)
            .select_related("entreprise__departement")
            .prefetch_related("axes")
        ),
    ),
    Jeu(
        "completude",
        "Complétude nationale",
        "Où en est chaque département, pour le semestre et l’année en cours.",
        SuiviNationalResource,
        _suivi,
        droit="suit_des_prefectures",
        page=JournalAcces.Page.REFERENTS,
    ),
)


def jeux():
    """Rend tous les jeux de données, par nom : ceux des salles, puis un par remontée."""
    return {jeu.nom: jeu for jeu in (*JEUX_DES_SALLES, *map(_des_versions, registre.remontees()))}


def _des_versions(modele):
    return Jeu(
        modele.jeu,
        f"{modele.pluriel}, versions transmises",
        f"{modele.libelle} : date, auteur et empreinte du PDF de chaque version figée.",
        TransmissionResource,
        _transmissions(modele),
    )

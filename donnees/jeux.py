"""Les jeux de données du portail : ce que chacun peut en lire, leurs colonnes, leur schéma."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import FieldDoesNotExist
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.text import capfirst

from comptes.models import JournalAcces
from contrats.exports import ContratResource, EngagementResource
from contrats.models import ContratDeVille, Engagement
from mesures.exports import IndicateurResource, TableauResource, ValeurResource
from mesures.models import Indicateur, Mesure, Valeur
from mesures.tableau import dresser_tableau
from national.exports import SuiviNationalResource
from national.suivi import dresser_suivi
from paqte.exports import ConventionResource
from paqte.models import Convention
from paqte.sommes import compter
from quartiers.models import Departement, Quartier
from quartiers.resources import ExportQuartierResource
from remontees import registre
from remontees.exports import TransmissionResource
from remontees.models import Transmission
from remontees.periodes import Annee, Semestre
from socle.exports import lignes

ENCODEUR = DjangoJSONEncoder(ensure_ascii=False)
# La bibliothèque d'export écrit un nombre en texte dans les colonnes qu'elle calcule.
NOMBRES = {"integer": int, "number": float}
# Type de Table Schema d'un champ de modèle, du plus précis au plus général.
TYPES = (
    (models.BooleanField, "boolean"),
    (models.IntegerField, "integer"),
    (models.AutoField, "integer"),
    (models.DecimalField, "number"),
    (models.DateTimeField, "datetime"),
    (models.DateField, "date"),
)


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
        colonnes = [(nom, NOMBRES.get(type_)) for nom, type_, _ in self.colonnes()]
        for ligne in lignes(self.resource(), objets):
            yield {
                nom: None if valeur in {None, ""} else nombre(valeur) if nombre else valeur
                for (nom, nombre), valeur in zip(colonnes, ligne, strict=True)
            }

    def total(self, user):
        """Rend le nombre de lignes lisibles par `user`."""
        objets = self.objets(user)
        return objets.count() if isinstance(objets, models.QuerySet) else len(objets)

    def colonnes(self):
        """Rend [(nom, type de Table Schema, titre)], dans l'ordre de l'export."""
        resource = self.resource()
        types = getattr(resource, "types", {})
        colonnes = []
        for champ in resource.get_export_fields():
            source = self._champ_du_modele(resource, champ.attribute)
            direct = source and champ.attribute == source.name
            titre = source.verbose_name if direct else champ.column_name.replace("_", " ")
            type_ = types.get(champ.column_name) or _type(source)
            colonnes.append((champ.column_name, type_, capfirst(titre)))
        return colonnes

    def schema(self):
        """Rend le Table Schema du jeu (https://specs.frictionlessdata.io/table-schema/)."""
        return {
            "name": self.nom,
            "title": self.titre,
            "description": self.description,
            "fields": [
                {"name": nom, "type": type_, "title": titre}
                | ({"format": "any"} if type_ == "datetime" else {})
                for nom, type_, titre in self.colonnes()
            ],
            "missingValues": [""],
        }

    def _champ_du_modele(self, resource, chemin):
        modele, champ = getattr(resource._meta, "model", None), None
        try:
            for nom in (chemin or "").split("__") if modele else ():
                champ = modele._meta.get_field(nom.removesuffix("_id"))
                modele = champ.related_model
        except (FieldDoesNotExist, AttributeError):
            return None
        if champ is None or champ.is_relation:
            return champ.target_field if champ is not None and champ.many_to_one else None
        return champ


def _type(champ):
    return next((nom for classe, nom in TYPES if isinstance(champ, classe)), "string")


def _transmissions(modele):
    return lambda user: (
        Transmission.objects.visibles_par(user)
        .pour(modele)
        .select_related("transmise_par")
        .defer("pdf", "donnees")
        .order_by("departement", "region", "object_id", "numero")
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

"""Les colonnes d'un export : leur nom, leur type, et les valeurs qu'elles donnent d'un objet."""

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import QuerySet
from django.utils.text import capfirst

from .recherche import sans_accents

LIGNES_LUES_D_UN_COUP = 2000
# Type de Table Schema d'un champ de modèle, du plus précis au plus général.
TYPES = (
    (models.BooleanField, "boolean"),
    (models.IntegerField, "integer"),
    (models.AutoField, "integer"),
    (models.DecimalField, "number"),
    (models.DateTimeField, "datetime"),
    (models.DateField, "date"),
)
NATIFS = (str, bool, int, float, Decimal, datetime.date, type(None))


@dataclass(frozen=True)
class Colonne:
    """Une colonne : son nom dans le fichier, son type de Table Schema, son titre en français."""

    nom: str
    type: str
    titre: str


# Le nom d'une colonne n'a pas d'accent ; son titre en a.
MOTS_ACCENTUES = (
    "délai département départements échéance établissement état fréquence impôt intitulé libellé "
    "numéro périmètre période prévu progrès proposée référent référents région régionale régions "
    "relevé réuni signé signée signées signés téléphone thématique"
)
ACCENTUES = {sans_accents(mot): mot for mot in MOTS_ACCENTUES.split(" ")}
MOT = re.compile(r"\w+")


def colonnes(resource):
    """Rend les `Colonne` d'une ressource, dans l'ordre de l'export.

    Le type vient du champ du modèle ; `resource.types` donne celui d'une colonne calculée, et
    `resource.titres` son titre.
    """
    types, titres = getattr(resource, "types", {}), getattr(resource, "titres", {})
    trouvees = []
    for champ in resource.get_export_fields():
        source = _champ_du_modele(resource, champ.attribute)
        direct = source and champ.attribute == source.name
        titre = source.verbose_name if direct else champ.column_name.replace("_", " ")
        accentue = MOT.sub(lambda mot: ACCENTUES.get(mot[0], mot[0]), str(titre))
        titre = titres.get(champ.column_name, accentue)
        type_ = types.get(champ.column_name) or _type(source)
        trouvees.append(Colonne(champ.column_name, type_, capfirst(titre)))
    return trouvees


def lignes(resource, objets, noms=None):
    """Produit les valeurs de chacun des `objets` (requête ou liste), dans l'ordre des colonnes.

    Ce sont celles du modèle : un nombre est un nombre, un instant a son fuseau. `noms` limite aux
    colonnes ainsi nommées.
    """
    champs = [
        champ for champ in resource.get_export_fields() if noms is None or champ.column_name in noms
    ]
    lectures = [(champ, _methode(resource, champ)) for champ in champs]
    if isinstance(objets, QuerySet):
        # Laissée à la bibliothèque, la requête serait relue depuis son début à chaque centaine.
        objets = objets.iterator(getattr(resource, "lues_d_un_coup", LIGNES_LUES_D_UN_COUP))
    for objet in objets:
        yield [
            _natif(methode(objet) if methode else champ.get_value(objet))
            for champ, methode in lectures
        ]


def _methode(resource, champ):
    return getattr(resource, champ.get_dehydrate_method(resource.get_field_name(champ)), None)


def _natif(valeur):
    return valeur if isinstance(valeur, NATIFS) else str(valeur)


def _champ_du_modele(resource, chemin):
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

"""Un jeu de données : ce que chacun peut en lire, ses colonnes, ses filtres, son schéma."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.urls import reverse
from django.utils import timezone

from comptes.models import JournalAcces
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
    # Ce qui limite le jeu : {paramètre: chemin, ou fonction (objets, valeur)}.
    filtres_propres: dict = field(default_factory=dict)
    # Ses colonnes suivent un référentiel : elles ne se connaissent qu'à la lecture.
    colonnes_variables: bool = False

    @property
    def filtres(self):
        """Ses filtres : les siens, ceux de sa ressource, la date du dernier changement."""
        if self.filtres_propres:
            return self.filtres_propres
        suivi = hasattr(getattr(self.resource._meta, "model", None), "history")
        changement = {"modifie_depuis": _change_depuis} if suivi else {}
        return getattr(self.resource, "filtres", {}) | changement

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

    def rendre_un_extrait(self, objets, depuis, nombre):
        """Rend `nombre` lignes à partir du rang `depuis`, en dictionnaires ; vide : None."""
        return list(self._lignes(list(objets[depuis : depuis + nombre])))

    def _lignes(self, objets):
        """Produit un dictionnaire par objet : vide, None ; un nombre est un nombre."""
        noms = [colonne.nom for colonne in self.colonnes()]
        for ligne in lignes(self.resource(), objets):
            yield dict(zip(noms, map(_en_json, ligne), strict=True))

    def compter(self, objets):
        """Rend le nombre de ces lignes (requête ou liste)."""
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


def _change_depuis(objets, instant):
    """Limite aux objets dont l'histoire a une version depuis cet instant."""
    versions = objets.model.history.filter(history_date__gte=instant)
    return objets.filter(pk__in=versions.values(objets.model._meta.pk.attname))

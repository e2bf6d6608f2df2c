"""Annuler un import : son effet se garde avec son journal, et se défait tant que rien n'a suivi.

L'effet d'un import est la différence entre deux photographies des tables qu'il touche, l'une avant,
l'autre après : aucun import n'a à savoir se défaire.
"""

import hashlib
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from simple_history.models import HistoricalChanges

from .lots import changer, creer, noter

EN_JSON = DjangoJSONEncoder(sort_keys=True).encode


@contextmanager
def effet_de(requetes):
    """Donne l'effet, sur les lignes de ces `requetes`, de ce qu'il entoure (voir `comparer`)."""
    avant, effet = photographier(requetes), []
    yield effet
    effet += comparer(avant, photographier(requetes))


def photographier(requetes):
    """Rend {nom du modèle: {clé: {champ: valeur}}} des lignes de ces requêtes."""
    return {
        requete.model._meta.label: {
            ligne[requete.model._meta.pk.attname]: ligne
            for ligne in requete.order_by().values(*_champs(requete.model))
        }
        for requete in requetes
    }


def comparer(avant, apres):
    """Rend ce qui a changé d'une photographie à l'autre, en types JSON, dans l'ordre des modèles.

    C'est une liste : la base ne garde pas l'ordre des clés d'un objet JSON. Pour chaque modèle, son
    nom, puis les lignes `creees` ({clé: empreinte}), `changees` ({clé: {champ: [avant,
    apres]}}) et `otees` ([{champ: valeur}, …]).
    """
    effet = []
    for nom, anciennes in avant.items():
        nouvelles = apres[nom]
        communes = anciennes.keys() & nouvelles.keys()
        changements = {
            "creees": {
                cle: empreinte(nouvelles[cle]) for cle in nouvelles.keys() - anciennes.keys()
            },
            "changees": {
                cle: {
                    champ: [ancien, nouvelles[cle][champ]]
                    for champ, ancien in anciennes[cle].items()
                    if ancien != nouvelles[cle][champ]
                }
                for cle in communes
                if anciennes[cle] != nouvelles[cle]
            },
            "otees": [anciennes[cle] for cle in anciennes.keys() - nouvelles.keys()],
        }
        effet.append([nom, changements])
    return effet


def empreinte(ligne):
    """Résume une ligne : elle n'a pas changé si son empreinte est la même."""
    return hashlib.sha256(EN_JSON(ligne).encode()).hexdigest()[:16]


def _champs(modele):
    return [champ.attname for champ in modele._meta.concrete_fields]


@dataclass
class Annulation:
    """Ce que déferait l'annulation d'un import, et ce qui l'empêche."""

    effet: list

    def __post_init__(self):
        self.tables = [_Table(apps.get_model(nom), **lignes) for nom, lignes in self.effet]
        self.creees = {nom: lignes["creees"] for nom, lignes in self.effet}

    def lignes(self):
        """Rend, par modèle, combien de lignes partent et combien reprennent leurs valeurs."""
        return [
            {
                "quoi": table.modele._meta.verbose_name_plural,
                "creees": len(table.creees),
                "changees": len(table.changees) + len(table.otees),
            }
            for table in self.tables
            if (table.creees or table.changees or table.otees)
            and not table.modele._meta.auto_created
        ]

    def obstacles(self):
        """Rend pourquoi l'import ne s'annule plus : ce qui a changé depuis, ce qui s'y appuie."""
        return [motif for table in self.tables for motif in table.obstacles(self.creees)]

    def appliquer(self, user):
        """Rend à chaque ligne chaque champ d'avant, une fois les obstacles levés."""
        # `request.user` est un substitut, lent à lire vingt mille fois ; sa copie, la personne.
        user = copy(user)
        for table in reversed(self.tables):
            table.retirer(user)
        for table in self.tables:
            table.rendre(user)


class _Table:
    """Les lignes d'un modèle qu'un import a touchées."""

    def __init__(self, modele, creees, changees, otees):
        self.modele, self.creees, self.changees, self.otees = modele, creees, changees, otees
        self.champs = {champ.attname: champ for champ in modele._meta.concrete_fields}

    def objets(self, cles):
        return self.modele._default_manager.filter(pk__in=self._cles(cles))

    def _cles(self, cles):
        """Rend les clés telles que la base les a : JSON en a fait du texte."""
        return [self.modele._meta.pk.to_python(cle) for cle in cles]

    def obstacles(self, toutes_les_creees):
        noms = self.modele._meta.verbose_name_plural
        actuelles = self._actuelles()
        if any(
            cle not in actuelles or empreinte(actuelles[cle]) != attendue
            for cle, attendue in self.creees.items()
        ) or any(
            cle not in actuelles
            or EN_JSON({champ: actuelles[cle][champ] for champ in champs})
            != EN_JSON({champ: apres for champ, (_, apres) in champs.items()})
            for cle, champs in self.changees.items()
        ):
            yield f"Ont changé depuis : {noms}."
        for relation in self._relations():
            suivantes = relation.related_model._default_manager.filter(
                **{f"{relation.field.name}__in": self.objets(self.creees)}
            )
            connues = toutes_les_creees.get(relation.related_model._meta.label, ())
            if any(str(cle) not in connues for cle in suivantes.values_list("pk", flat=True)):
                quoi = relation.related_model._meta.verbose_name_plural
                yield f"S’y appuient depuis ({noms}) : {quoi}."

    def retirer(self, user):
        """Supprime les lignes créées ; leur histoire le dit."""
        objets = self.objets(self.creees)
        noter(self.modele, self._cles(self.creees), "-", user)
        # `delete` écrirait une version par ligne, et chercherait ce que `obstacles` a déjà exclu.
        objets._raw_delete(objets.db)

    def rendre(self, user):
        """Remet les champs changés et les lignes ôtées."""
        objets = list(self.objets(self.changees))
        for objet in objets:
            for champ, (ancien, _) in self.changees[str(objet.pk)].items():
                setattr(objet, champ, self.champs[champ].to_python(ancien))
        champs = {nom for changements in self.changees.values() for nom in changements}
        changer(objets, [self.champs[champ].name for champ in champs], user)
        rendus = [
            self.modele(**{nom: self.champs[nom].to_python(v) for nom, v in ligne.items()})
            for ligne in self.otees
        ]
        creer(rendus, user)

    def _actuelles(self):
        photo = photographier([self.objets([*self.creees, *self.changees])])
        return {str(cle): ligne for cle, ligne in photo[self.modele._meta.label].items()}

    def _relations(self):
        """Les relations dont une ligne de plus empêche d'en supprimer une ici."""
        return [
            relation
            for relation in self.modele._meta.get_fields(include_hidden=True)
            if relation.auto_created
            and not relation.concrete
            and not relation.many_to_many
            and relation.on_delete is not models.DO_NOTHING
            and not issubclass(relation.related_model, HistoricalChanges)
        ]

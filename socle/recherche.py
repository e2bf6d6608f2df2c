"""La recherche sans accents, la même dans toutes les listes, sur SQLite comme sur PostgreSQL."""

from functools import reduce
from operator import or_
from typing import TypeVar

from anyascii import anyascii
from django.db import models

T = TypeVar("T", bound=models.Model)

# Ce que les noms de communes abrègent.
SAINTS = {"st": "saint", "ste": "sainte"}


def sans_accents(texte):
    """Rend `texte` en minuscules sans accents ni ligatures."""
    return (texte if texte.isascii() else anyascii(texte)).casefold()


def formes(mot):
    """Rend les formes sous lesquelles se cherche un `mot` : « st » est aussi « saint »."""
    return (f"{mot}-", f"{mot} ", SAINTS[mot]) if mot in SAINTS else (mot,)


def contient(texte, cherche):
    """Dit si `texte` contient chaque mot de `cherche`, sans accents."""
    texte = sans_accents(texte)
    return all(
        any(forme in texte for forme in formes(mot)) for mot in sans_accents(cherche).split()
    )


class RechercheQuerySet(models.QuerySet[T]):
    """Requêtes sur des objets `Cherchable`."""

    def chercher(self, texte):
        """Limite aux objets dont le texte de recherche contient chaque mot de `texte`."""
        for mot in sans_accents(texte).split():
            trouves = (models.Q(recherche__contains=forme) for forme in formes(mot))
            self = self.filter(reduce(or_, trouves))
        return self


class Cherchable(models.Model):
    """Objet qu'on retrouve par quelques mots ; il dit lesquels dans `texte_cherche`."""

    recherche = models.TextField(editable=False, default="")

    class Meta:
        abstract = True

    def save(self, **kwargs):
        self.preparer_recherche()
        super().save(**kwargs)

    def texte_cherche(self):
        """Rend le texte où chercher cet objet."""
        raise NotImplementedError

    def preparer_recherche(self):
        """Met à jour le texte sans accents où cherche `RechercheQuerySet.chercher`."""
        self.recherche = sans_accents(self.texte_cherche())

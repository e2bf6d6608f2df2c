"""Fabriques du partage."""

import datetime

import factory
from factory.django import DjangoModelFactory

from partage import models as partage
from tests.factories.quartiers import DepartementFactory


class ExempleFactory(DjangoModelFactory):
    """Proposition du Nord ; `ExempleFactory(publie="Titre du CGET")` pour un exemple publié."""

    class Meta:
        model = partage.Exemple
        skip_postgeneration_save = True

    departement = factory.SubFactory(DepartementFactory)
    titre = "Un forum des métiers"
    texte = "Huit entreprises y ont reçu trente habitants."
    source = "Bilan du PAQTE"

    @factory.post_generation
    def publie(self, create, titre, **kwargs):
        if titre:
            self.titre_publie, self.texte_publie = titre, "Texte relu par le CGET."
            self.publier()


class JourneeFactory(DjangoModelFactory):
    """Journée tenue à Amiens le 12 juin 2019."""

    class Meta:
        model = partage.Journee

    titre = "Journée de mobilisation"
    debut = datetime.date(2019, 6, 12)
    ville = "Amiens"


class ContactCgetFactory(DjangoModelFactory):
    """Contact au CGET ; `regions=["32"]` ou `departements=["59"]` pour ce qu'il suit."""

    class Meta:
        model = partage.ContactCget
        skip_postgeneration_save = True

    nom = factory.Sequence(lambda n: f"Contact n° {n}")
    courriel = factory.Sequence(lambda n: f"contact-{n}@exemple.gouv.fr")

    @factory.post_generation
    def regions(self, create, codes, **kwargs):
        self.regions.set(codes or [])

    @factory.post_generation
    def departements(self, create, codes, **kwargs):
        self.departements.set(codes or [])


class ActualiteFactory(DjangoModelFactory):
    class Meta:
        model = partage.Actualite

    titre = factory.Sequence(lambda n: f"Annonce {n}")
    texte = "La campagne du 15 mars est **ouverte**."
    parait_le = "2019-01-22"

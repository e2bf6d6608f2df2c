"""Fabriques des comptes."""

import factory
from factory.django import DjangoModelFactory

from comptes.models import Perimetre, Utilisateur
from tests.factories.quartiers import DepartementFactory, RegionFactory


class UtilisateurFactory(DjangoModelFactory):
    """`UtilisateurFactory(role="agent", departements=["59"])` ; idem `regions`, `national`."""

    class Meta:
        model = Utilisateur
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"utilisateur-{n}")
    email = factory.LazyAttribute(lambda o: f"{o.username}@exemple.gouv.fr")
    role = Utilisateur.Role.AGENT

    @factory.post_generation
    def departements(self, create, codes, **kwargs):
        for code in codes or ():
            Perimetre.objects.create(utilisateur=self, departement=DepartementFactory(code=code))

    @factory.post_generation
    def regions(self, create, codes, **kwargs):
        for code in codes or ():
            Perimetre.objects.create(utilisateur=self, region=RegionFactory(code=code))

    @factory.post_generation
    def national(self, create, voulu, **kwargs):
        if voulu:
            Perimetre.objects.create(utilisateur=self)

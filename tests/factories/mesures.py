"""Fabriques des mesures nationales."""

import datetime

import factory
from factory.django import DjangoModelFactory

from mesures import models as mesures
from tests.factories.quartiers import DepartementFactory


class MesureFactory(DjangoModelFactory):
    class Meta:
        model = mesures.Mesure
        django_get_or_create = ["code"]

    # Le code d'une mesure a trois chiffres au plus ; la suite en crée des milliers.
    code = factory.Sequence(lambda n: str(n % 999 + 1))
    rang = factory.Sequence(int)
    intitule = factory.LazyAttribute(lambda o: f"Mesure {o.code}")

    @factory.lazy_attribute
    def thematique(self):
        axe, _ = mesures.Axe.objects.get_or_create(rang=1, defaults={"nom": "Mêmes droits"})
        programme, _ = mesures.Programme.objects.get_or_create(rang=1, defaults={"nom": "Sécurité"})
        return mesures.Thematique.objects.get_or_create(
            nom="Tranquillité publique", axe=axe, programme=programme
        )[0]


class IndicateurNationalFactory(DjangoModelFactory):
    class Meta:
        model = mesures.Indicateur

    mesure = factory.SubFactory(MesureFactory)
    code = factory.Sequence(lambda n: f"1-{n}")
    rang = factory.Sequence(int)
    libelle = factory.Sequence(lambda n: f"Indicateur national n° {n}")


class ValeurFactory(DjangoModelFactory):
    """Valeur nationale ; `ValeurFactory(code="59")` pour un département."""

    class Meta:
        model = mesures.Valeur

    class Params:
        code = None

    departement = factory.LazyAttribute(
        lambda o: DepartementFactory(code=o.code) if o.code else None
    )

    indicateur = factory.SubFactory(IndicateurNationalFactory)
    le = datetime.date(2019, 6, 30)
    nombre = 100
    source = "Enquête annuelle"


class ContestationFactory(DjangoModelFactory):
    """Contestation d'une valeur du Nord, que la préfecture dit être de 120."""

    class Meta:
        model = mesures.Contestation

    valeur = factory.SubFactory(ValeurFactory, code="59")
    departement = factory.LazyAttribute(lambda o: o.valeur.departement)
    nombre = 120
    motif = "Un équipement oublié."
    source = "Recensement local"

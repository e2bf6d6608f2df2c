"""Fabriques des mesures nationales et de la synthèse."""

import datetime

import factory
from factory.django import DjangoModelFactory

from contrats import models as contrats
from mesures import models as mesures
from tests.factories.contrats import ProtocoleFactory
from tests.factories.quartiers import DepartementFactory


class MesureFactory(DjangoModelFactory):
    class Meta:
        model = mesures.Mesure
        django_get_or_create = ["code"]

    code = factory.Sequence(lambda n: str(n + 1))
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


class CibleTerritorialeFactory(DjangoModelFactory):
    class Meta:
        model = contrats.CibleTerritoriale

    departement = factory.SubFactory(DepartementFactory)
    indicateur = factory.SubFactory(IndicateurNationalFactory)
    cible = 30
    echeance_le = datetime.date(2020, 12, 31)


class CollegeFactory(DjangoModelFactory):
    class Meta:
        model = contrats.College

    departement = factory.SubFactory(DepartementFactory)
    date = factory.Sequence(lambda n: datetime.date(2019, 1, 1) + datetime.timedelta(days=n))
    services = "Rectorat, ARS, police."


class SyntheseFactory(DjangoModelFactory):
    class Meta:
        model = contrats.Synthese

    departement = factory.SubFactory(DepartementFactory)
    periode = "2019"


def synthese_complete(**champs):
    """Rend une synthèse du Nord, 2019, que rien n'empêche de transmettre."""
    departement = DepartementFactory(code="59", nom="Nord")
    ProtocoleFactory(contrat__departement=departement)
    textes = {
        "demarches": "Le collège a réuni les services.",
        "difficultes": "Néant.",
        "exemples": "Cent enfants accueillis à la cité éducative.",
    }
    return SyntheseFactory(departement=departement, **(textes | champs))


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

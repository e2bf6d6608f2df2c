"""Fabriques des contrats de ville, des protocoles et de la synthèse."""

import datetime

import factory
from factory.django import DjangoModelFactory

from contrats import models as contrats
from tests.factories.mesures import IndicateurNationalFactory
from tests.factories.quartiers import DepartementFactory


class ContratFactory(DjangoModelFactory):
    """Contrat de ville intercommunal du Nord ; `quartiers=[quartier, ...]` pour ses quartiers."""

    class Meta:
        model = contrats.ContratDeVille
        skip_postgeneration_save = True

    departement = factory.SubFactory(DepartementFactory)
    nom = factory.Sequence(lambda n: f"Contrat n° {n}")
    porteur_nom = "Métropole européenne de Lille"
    porteur_siren = "245900410"
    perimetre = contrats.ContratDeVille.Perimetre.INTERCOMMUNAL
    fin_le = datetime.date(2030, 12, 31)

    @factory.post_generation
    def quartiers(self, create, quartiers, **kwargs):
        self.quartiers.set(quartiers or [])


class ProtocoleFactory(DjangoModelFactory):
    class Meta:
        model = contrats.Protocole

    contrat = factory.SubFactory(ContratFactory)
    signature_prevue_le = datetime.date(2019, 7, 1)


class DomaineFactory(DjangoModelFactory):
    class Meta:
        model = contrats.Domaine
        django_get_or_create = ["rang"]

    rang = 1
    nom = factory.LazyAttribute(lambda o: f"Domaine {o.rang}")


class EngagementDijonFactory(DjangoModelFactory):
    class Meta:
        model = contrats.EngagementDijon

    domaine = factory.SubFactory(DomaineFactory)
    partie = "etat"
    rang = factory.Sequence(int)
    texte = factory.Sequence(lambda n: f"Engagement de Dijon n° {n}")


class EngagementFactory(DjangoModelFactory):
    """Engagement d'un protocole ; `mesures=[mesure, ...]` pour celles qu'il décline."""

    class Meta:
        model = contrats.Engagement
        skip_postgeneration_save = True

    protocole = factory.SubFactory(ProtocoleFactory)
    partie = "etat"
    texte = factory.Sequence(lambda n: f"Engagement n° {n}")
    domaine = factory.SubFactory(DomaineFactory)

    @factory.post_generation
    def mesures(self, create, mesures, **kwargs):
        self.mesures.set(mesures or [])


class ProjetFactory(DjangoModelFactory):
    class Meta:
        model = contrats.GrandProjet

    contrat = factory.SubFactory(ContratFactory)
    nom = factory.Sequence(lambda n: f"Cité éducative n° {n}")
    nature = "cite_educative"
    presentation = "L’école reste ouverte jusqu’à 18 h 30."


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
    services = "Préfecture, police."


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

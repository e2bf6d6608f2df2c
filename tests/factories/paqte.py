"""Fabriques du PAQTE."""

import datetime

import factory
from factory.django import DjangoModelFactory
from stdnum import luhn

from paqte import models as paqte
from tests.factories.quartiers import DepartementFactory, QuartierFactory


class AxeFactory(DjangoModelFactory):
    class Meta:
        model = paqte.Axe
        django_get_or_create = ["rang"]

    rang = 1
    nom = factory.LazyAttribute(lambda o: f"Axe {o.rang}")
    objectif = "Objectif de l’axe"


class IndicateurFactory(DjangoModelFactory):
    class Meta:
        model = paqte.Indicateur
        django_get_or_create = ["code"]

    axe = factory.SubFactory(AxeFactory)
    code = factory.Sequence(lambda n: f"indicateur-{n}")
    libelle = factory.LazyAttribute(lambda o: f"Libellé de {o.code}")
    unite = "personnes"
    rang = factory.Sequence(int)


def siren_valide(n):
    """Rend un SIREN à la clé juste, distinct pour chaque `n`."""
    base = f"{10_000_000 + n}"
    return base + luhn.calc_check_digit(base)


class EntrepriseFactory(DjangoModelFactory):
    class Meta:
        model = paqte.Entreprise

    departement = factory.SubFactory(DepartementFactory)
    nom = factory.Sequence(lambda n: f"Entreprise n° {n}")
    siren = factory.Sequence(siren_valide)
    taille = paqte.Entreprise.Taille.PME


class ConventionFactory(DjangoModelFactory):
    """Convention signée le 1er mars 2019 ; `axes=[axe, ...]` pour ses axes."""

    class Meta:
        model = paqte.Convention
        skip_postgeneration_save = True

    entreprise = factory.SubFactory(EntrepriseFactory)
    date_signature = datetime.date(2019, 3, 1)

    @factory.post_generation
    def axes(self, create, axes, **kwargs):
        self.axes.set(axes or [])


class CibleFactory(DjangoModelFactory):
    class Meta:
        model = paqte.Cible

    convention = factory.SubFactory(ConventionFactory)
    indicateur = factory.SubFactory(IndicateurFactory)
    valeur = 30


class ResultatFactory(DjangoModelFactory):
    class Meta:
        model = paqte.ResultatConvention

    convention = factory.SubFactory(ConventionFactory)
    indicateur = factory.SubFactory(IndicateurFactory)
    semestre = "2019-s1"
    valeur = 10


class ReponseFactory(DjangoModelFactory):
    class Meta:
        model = paqte.Reponse

    convention = factory.SubFactory(ConventionFactory)
    semestre = "2019-s1"


class ReferentFactory(DjangoModelFactory):
    class Meta:
        model = paqte.Referent

    departement = factory.SubFactory(DepartementFactory)
    nom = "Camille Lefèvre"
    courriel = "camille.lefevre@exemple.gouv.fr"
    designe_le = datetime.date(2019, 2, 10)


class AutreReferentFactory(DjangoModelFactory):
    class Meta:
        model = paqte.AutreReferent

    departement = factory.SubFactory(DepartementFactory)
    nom = "Dominique Payet"
    service = "DEETS"
    courriel = "dominique.payet@exemple.gouv.fr"
    designe_le = datetime.date(2019, 2, 10)


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = paqte.Organisation

    departement = factory.SubFactory(DepartementFactory)
    par_charge_de_mission = True
    description = "Une chargée de mission suit les conventions."


class BilanFactory(DjangoModelFactory):
    class Meta:
        model = paqte.Bilan

    departement = factory.SubFactory(DepartementFactory)
    periode = "2019-s1"


def bilan_complet(departement=None, **champs):
    """Rend un bilan du 1er semestre 2019 (du Nord, à défaut), que rien n'empêche de transmettre."""
    departement = departement or DepartementFactory(code="59", nom="Nord")
    QuartierFactory(departement=departement, population=1200, defm=90)
    ReferentFactory(departement=departement)
    OrganisationFactory(departement=departement)
    textes = {
        "partenaires": "Le club FACE anime les rencontres.",
        "exemples": "Forum des métiers au collège.",
        "strategie": "Aller vers les PME.",
        "obstacles": "Néant.",
    }
    return BilanFactory(departement=departement, **(textes | champs))

"""Fabriques des cas de test : un objet plausible, dont le test ne précise que ce qui compte."""

import datetime

import factory
from factory.django import DjangoModelFactory
from stdnum import luhn

from comptes.models import Perimetre, Utilisateur
from contrats import models as contrats
from mesures import models as mesures
from paqte import models as paqte
from partage import models as partage
from quartiers.models import Departement, Quartier, Region


class RegionFactory(DjangoModelFactory):
    class Meta:
        model = Region
        django_get_or_create = ["code"]

    code = "32"
    nom = "Hauts-de-France"


class DepartementFactory(DjangoModelFactory):
    class Meta:
        model = Departement
        django_get_or_create = ["code"]

    code = "59"
    nom = factory.Sequence(lambda n: f"Département n° {n}")
    region = factory.SubFactory(RegionFactory)


class QuartierFactory(DjangoModelFactory):
    class Meta:
        model = Quartier

    departement = factory.SubFactory(DepartementFactory)
    code = factory.LazyAttributeSequence(
        lambda o, n: f"QP{o.departement.code.zfill(3)}{n % 1000:03}"
    )
    millesime = 2015
    nom = factory.Sequence(lambda n: f"Quartier n° {n}")
    communes = "Lille"
    population = 1000
    defm = 100


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


class ReferentFactory(DjangoModelFactory):
    class Meta:
        model = paqte.Referent

    departement = factory.SubFactory(DepartementFactory)
    nom = "Camille Lefèvre"
    courriel = "camille.lefevre@exemple.gouv.fr"
    designe_le = datetime.date(2019, 2, 10)


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = paqte.Organisation

    departement = factory.SubFactory(DepartementFactory)
    mode = paqte.Organisation.Mode.CHARGE_DE_MISSION
    description = "Une chargée de mission suit les conventions."


class BilanFactory(DjangoModelFactory):
    class Meta:
        model = paqte.Bilan

    departement = factory.SubFactory(DepartementFactory)
    semestre = "2019-s1"


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
    annee = 2019


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

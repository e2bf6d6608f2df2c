"""Droits sur les contrats : la préfecture saisit ; les départements associés, la région et le CGET
lisent."""

import datetime

from django.apps import apps
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from quartiers.models import Departement
from quartiers.querysets import T, TerritorialQuerySet
from textes.models import Texte

from .avancement import COMMENCE_LE, avancement_au, est_signe


class ContratQuerySet(TerritorialQuerySet[T]):
    """Requêtes sur les contrats et sur ce qui en dépend ; `contrat` mène de l'objet au contrat."""

    droit = "suit_les_remontees"
    contrat = ""

    @property
    def chemin(self):
        return f"{self.contrat}departement"

    def modifiables_par(self, user):
        """Limite aux objets des contrats que pilote `user` et qui ne sont pas réunis dans un
        autre."""
        return super().modifiables_par(user).filter(**{f"{self.contrat}reuni_dans": None})

    def courants(self, le):
        """Limite aux objets des contrats qui courent à la date `le`.

        Une date de signature qu'on n'a pas est passée ; un successeur signé met fin au contrat.
        """
        nom = self.contrat
        signes = Q(**{f"{nom}signe_le": None}) | Q(**{f"{nom}signe_le__lte": le})
        # Le modèle importe ce module : le contrat se trouve par son nom.
        suivants = apps.get_model("contrats.ContratDeVille").objects.filter(
            succede_a=OuterRef(f"{nom}pk"), signe_le__lte=le
        )
        return self.filter(signes, ~Exists(suivants), **{f"{nom}fin_le__gte": le})

    def touchant(self, codes):
        """Limite aux objets des contrats de ces départements, pilotés ou associés."""
        associes = Departement.objects.filter(
            pk__in=codes, contrats_associes=OuterRef(f"{self.contrat}pk")
        )
        return self.filter(Q(**{f"{self.chemin}__in": codes}) | Exists(associes))


class DuContratQuerySet(ContratQuerySet[T]):
    """Objets rattachés à un contrat par leur champ `contrat`."""

    contrat = "contrat__"


class RenovationQuerySet(ContratQuerySet[T]):
    """Requêtes sur les contrats eux-mêmes, et le délai qu'un texte donne pour les rénover."""

    def avec_avancement(self, le):
        """Ajoute à chacun `avancement_au` : où en est son protocole à la date `le`."""
        return self.alias(commence_le=COMMENCE_LE).annotate(avancement_au=avancement_au(le))

    def avec_renovation(self, le):
        """Ajoute à chacun `renovation_le`, le dernier jour pour signer son protocole, et
        `est_hors_delai` : s'il n'était pas signé ce jour-là, vu de la date `le`."""
        signature = F("protocole__signe_le")
        signe_ou_pas = Case(When(est_signe(le), then=signature), default=Value(le))
        return self.annotate(
            renovation_le=_demande_de_renovation("renovation_le"),
            est_hors_delai=Case(
                When(renovation_le__lt=signe_ou_pas, then=Value(True)), default=Value(False)
            ),
        )

    def avec_texte_de_renovation(self):
        """Ajoute à chacun `renove_par`, le texte (clé) qui demande de le rénover."""
        return self.annotate(renove_par=_demande_de_renovation("slug"))


def _demande_de_renovation(champ):
    """Rend ce `champ` du dernier texte qui a demandé de rénover un contrat quand il courait."""
    textes = Texte.objects.filter(
        renovation_le__isnull=False,
        signe_le__gte=Coalesce(OuterRef("signe_le"), Value(datetime.date.min)),
        signe_le__lte=OuterRef("fin_le"),
    )
    return Subquery(textes.order_by("-signe_le").values(champ)[:1])


def compter(objets, contrat):
    """Compte par une sous-requête les objets d'un contrat : seuls les contrats montrés la font."""
    siens = objets.filter(**{contrat: OuterRef("pk")}).order_by().values(contrat)
    return Coalesce(Subquery(siens.annotate(nombre=Count("pk")).values("nombre")), 0)

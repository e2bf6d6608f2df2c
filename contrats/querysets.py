"""Droits sur les contrats : la préfecture saisit ; les départements associés, la région et le CGET
lisent."""

from django.db.models import Exists, OuterRef, Q

from quartiers.models import Departement
from quartiers.querysets import T, TerritorialQuerySet


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

    def touchant(self, codes):
        """Limite aux objets des contrats de ces départements, pilotés ou associés."""
        associes = Departement.objects.filter(
            pk__in=codes, contrats_associes=OuterRef(f"{self.contrat}pk")
        )
        return self.filter(Q(**{f"{self.chemin}__in": codes}) | Exists(associes))


class DuContratQuerySet(ContratQuerySet[T]):
    """Objets rattachés à un contrat par leur champ `contrat`."""

    contrat = "contrat__"

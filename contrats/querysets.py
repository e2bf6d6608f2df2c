"""Droits sur les contrats : la préfecture saisit ; les départements associés, la région et le CGET
lisent."""

from django.db.models import Q

from quartiers.querysets import TerritorialQuerySet


class ContratQuerySet(TerritorialQuerySet):
    """Requêtes sur les contrats et sur ce qui en dépend ; `contrat` mène de l'objet au contrat."""

    lecture = "codes_departements_suivis"
    contrat = ""

    @property
    def chemin(self):
        return f"{self.contrat}departement"

    def visibles_par(self, user):
        """Limite aux objets des contrats que `user` peut lire : ceux de ses départements, pilotés
        ou associés."""
        codes = getattr(user, self.lecture, ())
        return self.filter(self._touchant(codes)).distinct() if codes else self.none()

    def dans(self, departement):
        """Limite aux objets des contrats qui touchent un département (objet ou code)."""
        return self.filter(self._touchant([departement])).distinct()

    def _touchant(self, departements):
        return Q(**{f"{self.contrat}departement__in": departements}) | Q(
            **{f"{self.contrat}departements_associes__in": departements}
        )


class DuContratQuerySet(ContratQuerySet):
    """Objets rattachés à un contrat par leur champ `contrat`."""

    contrat = "contrat__"

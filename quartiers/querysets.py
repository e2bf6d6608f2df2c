"""Le droit de voir et le droit d'écrire, en un seul endroit pour ce qui relève d'un territoire."""

from typing import TypeVar

from django.db import models

T = TypeVar("T", bound=models.Model)


class TerritorialQuerySet(models.QuerySet[T]):
    """Requêtes sur des objets rattachés à un territoire, par défaut un département.

    `chemin` mène de l'objet à son territoire. Les autres nomment des propriétés de l'utilisateur :
    `couverts` et `modifiables`, les codes des territoires qu'il couvre et de ceux où il écrit ;
    `droit`, s'il peut lire de tels objets dans ceux qu'il couvre.
    """

    chemin = "departement"
    couverts = "codes_departements"
    modifiables = "codes_departements_modifiables"
    droit = "a_un_perimetre"

    def visibles_par(self, user):
        """Limite aux objets que `user` peut lire ; vide pour qui n'a pas de périmètre."""
        if not getattr(user, self.droit, False):
            return self.none()
        # Comparer cent départements à chaque requête ralentirait toutes les listes du CGET.
        return self.all() if user.est_national else self.touchant(getattr(user, self.couverts))

    def modifiables_par(self, user):
        """Limite aux objets que `user` peut modifier ; vide hors de la préfecture concernée."""
        return self._dans(getattr(user, self.modifiables, ()))

    def du(self, departement):
        """Limite aux objets d'un territoire (objet ou code INSEE)."""
        return self.filter(**{self.chemin: departement})

    def des(self, territoires):
        """Limite à ces territoires (requête) ; une requête qui les prend tous ne filtre rien."""
        return self._dans(territoires) if territoires.query.has_filters() else self.all()

    def touchant(self, codes):
        """Limite à ce qui intéresse ces territoires (codes INSEE) ; par défaut, le leur."""
        return self._dans(codes)

    def _dans(self, codes):
        return self.filter(**{f"{self.chemin}__in": codes})

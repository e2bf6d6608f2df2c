"""Le droit de voir et le droit d'écrire, en un seul endroit pour ce qui relève d'un département."""

from typing import TypeVar

from django.db import models
from django.db.models import Value

T = TypeVar("T", bound=models.Model)


def lire_ensemble(requetes, *champs, **calculs):
    """Rend les lignes de chacune de ces requêtes, lues d'une seule union et rangées par `champs`.

    Une ligne est un dictionnaire : les `champs`, et ces `calculs` (expressions, agrégats). SQLite
    n'en réunit que 500.
    """
    marquees = [
        requete.order_by().annotate(rang=Value(rang)).values("rang", *champs).annotate(**calculs)
        for rang, requete in enumerate(requetes)
    ]
    lignes = [[] for _ in marquees]
    if marquees:
        premiere, *autres = marquees
        for ligne in premiere.union(*autres, all=True).order_by("rang", *champs):
            lignes[ligne.pop("rang")].append(ligne)
    return lignes


class TerritorialQuerySet(models.QuerySet[T]):
    """Requêtes sur des objets rattachés à un département.

    `chemin` mène de l'objet à son département ; `lecture` nomme la propriété de l'utilisateur
    qui dit s'il peut lire de tels objets, dans les départements qu'il couvre.
    """

    chemin = "departement"
    lecture = "a_un_perimetre"

    def visibles_par(self, user):
        """Limite aux objets que `user` peut lire ; vide pour qui n'a pas de périmètre."""
        if not getattr(user, self.lecture, False):
            return self.none()
        # Comparer cent départements à chaque requête ralentirait toutes les listes du CGET.
        return self.all() if user.est_national else self.touchant(user.codes_departements)

    def modifiables_par(self, user):
        """Limite aux objets que `user` peut modifier ; vide hors de la préfecture concernée."""
        return self._dans(getattr(user, "codes_departements_modifiables", ()))

    def du(self, departement):
        """Limite aux objets d'un département (objet ou code INSEE)."""
        return self.filter(**{self.chemin: departement})

    def des(self, departements):
        """Limite à ces départements (requête) ; une requête qui les prend tous ne filtre rien."""
        return self._dans(departements) if departements.query.has_filters() else self.all()

    def touchant(self, codes):
        """Limite à ce qui intéresse ces départements (codes INSEE) ; par défaut, le leur."""
        return self._dans(codes)

    def _dans(self, codes):
        return self.filter(**{f"{self.chemin}__in": codes})

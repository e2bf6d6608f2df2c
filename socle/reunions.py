"""Une réunion se note avant de se tenir : ce que partagent toutes celles du portail."""

from typing import Any

from django.utils import timezone

from .champs import PREMIERE_DATE, valider_fait


def valider_reunion(date):
    """Lève ValidationError pour une réunion d'avant la politique suivie ici ; à venir, elle va."""
    if date < PREMIERE_DATE:
        valider_fait(date)


class ReunionsQuerySet:
    """Complète une requête de réunions, dont le champ `date` dit le jour."""

    filter: Any

    def de_la(self, periode):
        """Limite à celles de la `periode`, tenues ou prévues."""
        return self.filter(date__range=(periode.debut, periode.fin))

    def tenues(self, periode):
        """Limite à celles qui se sont tenues pendant la `periode`."""
        return self.de_la(periode).filter(date__lte=timezone.localdate())

    def prevues(self, periode):
        """Limite à celles de la `periode` dont le jour n'est pas venu ; la première d'abord."""
        return self.de_la(periode).filter(date__gt=timezone.localdate()).order_by("date", "pk")


class Previsible:
    """Complète une réunion."""

    date: Any

    @property
    def est_prevue(self):
        """Vrai tant que son jour n'est pas venu."""
        return self.date > timezone.localdate()

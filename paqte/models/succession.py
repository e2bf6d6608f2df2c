"""Ce qui se succède à des dates : qui l'était ce jour-là, et ce qu'on garde de qui l'était avant.

Le référent et l'organisation d'un département sont ceux d'aujourd'hui ; un bilan montre ceux du
dernier jour de son semestre.
"""

import datetime
from typing import Any

from django.db import models


def en_place_ce_jour(jour, actuel, anciens, depuis):
    """Rend celui qui l'était ce `jour`, ou None (voir `en_place_au`)."""

    def est_en_place(un):
        return (getattr(un, depuis) or datetime.date.min) <= jour

    # Les anciens (une requête) ne se lisent que si l'actuel est venu après.
    if actuel is None or est_en_place(actuel):
        return actuel
    return next(filter(est_en_place, anciens), None)


def en_place_au(jour, actuel, anciens, depuis):
    """Rend celui qui l'était ce `jour`, à défaut le premier qui le fut ; None s'il n'y en a aucun.

    `anciens` sont du plus récent au plus ancien ; `depuis` nomme leur date de début, dont l'absence
    veut dire « depuis toujours ».
    """
    if actuel is None:
        return None
    return en_place_ce_jour(jour, actuel, anciens, depuis) or [actuel, *anciens][-1]


class Remplacable(models.Model):
    """Ce qu'une date de début plus récente remplace : l'ancien se garde, à ses dates."""

    # Le nom de la date de début, la relation qui garde les anciens, et ce qu'elle en garde.
    depuis = ""
    anciens = ""
    commun: type[models.Model]
    departement: Any

    class Meta:
        abstract = True

    def save(self, **kwargs):
        avant = type(self)._base_manager.filter(pk=self.pk).first() if self.pk else None
        if avant and self._succede_a(avant):
            gardes = getattr(self.departement, self.anciens)
            communs = [champ.name for champ in self.commun._meta.fields]
            gardes.create(**{nom: getattr(avant, nom) for nom in communs})
        super().save(**kwargs)

    @classmethod
    def en_place(cls, departement, jour):
        """Rend celui du département qui l'était ce `jour`, ou None."""
        actuel = getattr(departement, cls.departement.field.remote_field.name, None)
        anciens = getattr(departement, cls.anciens).all()
        return en_place_ce_jour(jour, actuel, anciens, cls.depuis)

    def _succede_a(self, avant):
        debut, debut_d_avant = getattr(self, self.depuis), getattr(avant, self.depuis)
        return debut is not None and (debut_d_avant or datetime.date.min) < debut

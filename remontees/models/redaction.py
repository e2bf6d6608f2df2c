"""Le premier jet d'une remontée : des phrases bâties de ses faits, que l'agent juge une à une."""

import re
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.functional import cached_property

from socle.phrases import rediger
from socle.textes import TexteField

GESTE = re.compile(r"(garder|modifier|rayer) ([a-z_]+) ([0-9a-f]{12})")


def _cle(remontee):
    genre = ContentType.objects.get_for_model(remontee)
    return {"content_type": genre, "object_id": remontee.pk}


class PhraseJugeeQuerySet(models.QuerySet["PhraseJugee"]):
    def de(self, remontee):
        """Limite à celles d'une remontée."""
        return self.filter(**_cle(remontee))


class PhraseJugee(models.Model):
    """Phrase du premier jet qu'un agent a gardée, ou rayée ; elle revient si les faits changent."""

    class Jugement(models.TextChoices):
        GARDEE = "gardee", "Gardée"
        RAYEE = "rayee", "Rayée"

    content_type = models.ForeignKey(ContentType, models.PROTECT)
    object_id = models.PositiveBigIntegerField()
    cle = models.CharField("fait", max_length=40)
    texte = TexteField("phrase")
    jugement = models.CharField("jugement", max_length=6, choices=Jugement)

    objects = PhraseJugeeQuerySet.as_manager()

    class Meta:
        verbose_name = "phrase jugée"
        verbose_name_plural = "phrases jugées"
        constraints = [
            models.UniqueConstraint(
                name="phrase_unique", fields=["content_type", "object_id", "cle"]
            )
        ]

    def __str__(self):
        return self.texte


class AvecPremierJet:
    """Complète `Remontee` : les phrases que ses faits donnent à ses textes.

    Une phrase vit hors du texte : tant qu'un agent ne l'a pas gardée, elle n'est dans aucun
    contenu, ni dans un PDF.
    """

    genre: str
    pk: Any

    def faits(self):
        """Rend les `Fait` de sa période (voir `socle.phrases`)."""
        return []

    @cached_property
    def phrases(self):
        """Les `Phrase` bâties de ses faits."""
        return rediger(self.genre, self.faits())

    @cached_property
    def jugees(self):
        """Les phrases jugées, par fait."""
        return {une.cle: une for une in PhraseJugee.objects.de(self)} if self.pk else {}

    def phrases_a_juger(self):
        """Rend {champ: phrases} de celles que personne n'a jugées telles qu'elles sont."""
        par_champ: dict = {}
        for phrase in self.phrases:
            jugee = self.jugees.get(phrase.cle)
            if jugee is None or jugee.texte != phrase.texte:
                par_champ.setdefault(phrase.champ, []).append(phrase)
        return par_champ

    @property
    def phrases_rayees(self):
        """Vrai quand il y en a à redemander."""
        rayee = PhraseJugee.Jugement.RAYEE
        return any(une.jugement == rayee for une in self.jugees.values())

    def phrase_jugee_par(self, geste):
        """Rend (geste, phrase) d'un geste écrit « garder fait empreinte », ou (geste, None).

        Sans phrase, les faits ont changé depuis que la personne l'a lue.
        """
        lu = GESTE.fullmatch(geste)
        if not lu:
            return geste, None
        trouvees = [p for p in self.phrases if (p.cle, p.empreinte) == lu.group(2, 3)]
        return lu[1], next(iter(trouvees), None)

    def texte_avec(self, phrase, texte):
        """Rend `texte` et cette phrase, à la place de celle que le même fait y avait mise."""
        ancienne = self.jugees.get(phrase.cle)
        if ancienne and ancienne.texte in texte:
            return texte.replace(ancienne.texte, phrase.texte)
        return f"{texte.rstrip()}\n{phrase.texte}".lstrip()

    def juger(self, geste, phrase):
        """Retient qu'une phrase est gardée, ou rayée."""
        gardee, rayee = PhraseJugee.Jugement.GARDEE, PhraseJugee.Jugement.RAYEE
        PhraseJugee.objects.update_or_create(
            **_cle(self),
            cle=phrase.cle,
            defaults={
                "texte": phrase.texte,
                "jugement": rayee if geste == "rayer" else gardee,
            },
        )

    def redemander_les_phrases(self):
        """Oublie les phrases rayées : elles se proposent de nouveau."""
        PhraseJugee.objects.de(self).filter(jugement=PhraseJugee.Jugement.RAYEE).delete()

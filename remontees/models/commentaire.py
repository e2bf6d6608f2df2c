"""Les commentaires du CGET sur une remontée : une partie, une question, une réponse."""

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from socle.textes import TexteField


class CommentaireQuerySet(models.QuerySet):
    def ouverts(self):
        """Limite à ceux que le CGET n'a pas clos."""
        return self.filter(clos=False)


class CommentaireManager(models.Manager.from_queryset(CommentaireQuerySet)):  # type: ignore[misc]
    def get_queryset(self):
        """Lit l'auteur avec chaque commentaire : toute page les montre ensemble."""
        return super().get_queryset().select_related("auteur")


class Commentaire(models.Model):
    """Commentaire du CGET sur une partie d'une remontée, et la réponse de la préfecture."""

    content_type = models.ForeignKey(ContentType, models.PROTECT)
    object_id = models.PositiveBigIntegerField()
    remontee: Any = GenericForeignKey()
    champ = models.CharField("partie", max_length=80)
    citation = TexteField(
        "ce qui est cité",
        blank=True,
        help_text="La phrase, ou le chiffre, que le CGET avait sous les yeux ; vide : toute la "
        "partie.",
    )
    texte = TexteField("commentaire")
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    cree_le = models.DateTimeField("écrit le", auto_now_add=True)
    reponse = TexteField("réponse", blank=True)
    reponse_transmise = TexteField(
        "réponse transmise",
        blank=True,
        help_text="Hors de la préfecture, c’est elle qui se lit.",
    )
    clos = models.BooleanField("clos", default=False)

    objects = CommentaireManager()

    class Meta:
        verbose_name = "commentaire"
        ordering = ["pk"]
        indexes = [models.Index(fields=["content_type", "object_id"])]

    def __str__(self):
        return f"{self.partie} : {self.texte}"

    @property
    def partie(self):
        """Le libellé de la partie commentée."""
        return self.remontee.libelle_de_la_partie(self.champ)

    @property
    def en_situation(self):
        """Le commentaire, précédé de ce qu'il cite."""
        return f"« {self.citation} » {self.texte}" if self.citation else self.texte

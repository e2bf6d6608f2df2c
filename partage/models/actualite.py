"""Ce que le CGET annonce à tous : une page, et un bandeau que chacun voit jusqu'à l'avoir lu."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from socle.dates import DateField
from socle.textes import TexteField


class ActualiteQuerySet(models.QuerySet):
    def visibles_par(self, user):
        """Limite à ce que `user` peut lire : le CGET lit aussi ce qui n'est pas encore paru."""
        if not user.a_un_perimetre:
            return self.none()
        return self.all() if user.est_cget else self.filter(parait_le__lte=timezone.localdate())

    def courantes(self):
        """Limite à ce qui est paru et s'annonce encore."""
        aujourdhui = timezone.localdate()
        annoncees = Q(annoncee_jusqu_au=None) | Q(annoncee_jusqu_au__gte=aujourdhui)
        return self.filter(annoncees, parait_le__lte=aujourdhui)

    def a_lire_par(self, user):
        """Limite à ce que le bandeau montre à `user` : ce qu'il n'a pas lu et s'annonce encore."""
        return self.visibles_par(user).courantes().exclude(lue_par=user)


class Actualite(models.Model):
    """Une annonce du CGET."""

    titre = models.CharField("titre", max_length=150)
    texte = TexteField("texte")
    parait_le = DateField("paraît le", default=timezone.localdate)
    annoncee_jusqu_au = DateField(
        "annoncée en tête des pages jusqu’au",
        null=True,
        blank=True,
        help_text="Sans date : jusqu’à ce que chacun l’ait lue.",
    )
    lue_par = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        editable=False,
        related_name="actualites_lues",
        verbose_name="lue par",
    )

    history = HistoricalRecords()
    objects = ActualiteQuerySet.as_manager()

    class Meta:
        verbose_name = "actualité"
        ordering = ["-parait_le", "-pk"]

    def __str__(self):
        return self.titre

    def get_absolute_url(self):
        return f"{reverse('partage:actualites')}#actualite-{self.pk}"

    def clean(self):
        """Lève ValidationError si elle finirait de s'annoncer avant de paraître."""
        if self.parait_le and self.annoncee_jusqu_au and self.annoncee_jusqu_au < self.parait_le:
            raise ValidationError({"annoncee_jusqu_au": "Ce jour précède celui où elle paraît."})

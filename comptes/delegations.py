"""La délégation de signature : pendant une absence, une personne transmet pour une autre."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from socle.dates import DateField

# Une absence plus longue est un départ : la main se passe.
JOURS_AU_PLUS = 183


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def visibles_par(self, user):
        """Limite à celles qu'a données ou reçues `user`."""
        return self.filter(Q(de=user) | Q(a=user))

    def en_cours(self):
        """Limite à celles qui valent aujourd'hui, d'une personne encore là."""
        jour = timezone.localdate()
        return self.filter(du__lte=jour, au__gte=jour, finie_le=None, de__is_active=True)


class Delegation(models.Model):
    """Pouvoir de transmettre qu'un valideur donne à un collègue, d'un jour à un autre.

    Elle ne se modifie ni ne s'efface : elle finit, au plus tard à sa date.
    """

    de = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="delegations_donnees",
        verbose_name="de",
    )
    a = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="delegations_recues",
        verbose_name="à",
    )
    du = DateField("du", default=timezone.localdate)
    au = DateField("au")
    donnee_le = models.DateTimeField("donnée le", auto_now_add=True)
    finie_le = models.DateTimeField("finie avant son terme le", null=True, editable=False)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = "délégation"
        ordering = ["-du", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="delegation_fin_apres_debut",
                condition=Q(au__gte=F("du")),
                violation_error_message="La fin ne peut pas précéder le début.",
                violation_error_code="au",
            ),
            models.CheckConstraint(
                name="delegation_a_un_autre",
                condition=~Q(de=F("a")),
                violation_error_message="Choisissez une autre personne.",
                violation_error_code="a",
            ),
        ]

    def __str__(self):
        return f"{self.de}, à {self.a}"

    def clean(self):
        """Lève ValidationError pour une absence déjà finie, ou trop longue."""
        if self.du and self.au:
            if self.au < timezone.localdate():
                raise ValidationError({"au": "Cette date est passée."})
            if (self.au - self.du).days > JOURS_AU_PLUS:
                raise ValidationError({"au": "Six mois au plus : au-delà, passez la main."})

    @property
    def est_finie(self):
        return self.finie_le is not None or self.au < timezone.localdate()

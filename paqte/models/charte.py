"""Les « Chartes Entreprises et Quartiers », d'avant le PAQTE (circulaire, annexe 2, § 2)."""

from dataclasses import dataclass

from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from socle.dates import DateField

from ..querysets import PaqteQuerySet
from .convention import Convention
from .entreprise import Entreprise


@dataclass(frozen=True)
class Restantes:
    """Combien de chartes restent à transformer, leurs `noms` si une liste les tient, et d'où."""

    nombre: int
    origine: str
    noms: tuple[str, ...] | None = None


class CharteQuerySet(PaqteQuerySet):
    chemin = "entreprise__departement"

    def avec_suite(self, le=None):
        """Lit l'entreprise ; ajoute `est_transformee` : une de ses conventions est issue d'une
        charte, signée jusqu'au jour `le` si on le donne."""
        issues = Convention.objects.filter(entreprise=OuterRef("entreprise"), issue_charte=True)
        if le:
            issues = issues.filter(date_signature__lte=le)
        return self.select_related("entreprise__departement").annotate(
            est_transformee=Exists(issues)
        )

    def a_transformer(self, le=None):
        """Limite à celles qui n'ont pas encore leur convention, et qu'on n'a pas abandonnées."""
        return self.avec_suite(le).filter(est_transformee=False, sans_suite="")

    def restantes(self, departement, le=None):
        """Rend les `Restantes` du département ; None si personne ne l'a dit.

        La liste fait foi ; sans elle, le nombre que la préfecture en a dit.
        """
        if siennes := list(self.du(departement).avec_suite(le)):
            restent = [c for c in siennes if not (c.est_transformee or c.sans_suite)]
            noms = tuple(charte.entreprise.nom for charte in restent)
            return Restantes(len(noms), "d’après leur liste", noms)
        organisation = getattr(departement, "organisation", None)
        dites = organisation and organisation.chartes_restantes
        return None if dites is None else Restantes(dites, "d’après ce que dit la préfecture")


class Charte(models.Model):
    """Charte d'une entreprise, à transformer en convention PAQTE."""

    entreprise = models.ForeignKey(Entreprise, models.PROTECT, related_name="chartes")
    fin_le = DateField("fin de la charte")
    sans_suite = models.CharField(
        "pourquoi elle n’aura pas de convention",
        max_length=250,
        blank=True,
        help_text="Par exemple : l’entreprise a quitté le département.",
    )

    history = HistoricalRecords()
    objects = CharteQuerySet.as_manager()

    # Posée par `avec_suite`.
    est_transformee: bool

    class Meta:
        verbose_name = "charte « Entreprises et Quartiers »"
        verbose_name_plural = "chartes « Entreprises et Quartiers »"
        ordering = ["fin_le", "entreprise__nom"]
        constraints = [
            models.UniqueConstraint(
                name="charte_unique",
                fields=["entreprise", "fin_le"],
                violation_error_message="Cette charte est déjà dans la liste.",
            )
        ]

    def __str__(self):
        return f"Charte de {self.entreprise}"

    @property
    def suite(self):
        """Ce qu'elle devient, en un mot (voir `CharteQuerySet.avec_suite`)."""
        if self.est_transformee:
            return "transformée en convention"
        if self.sans_suite:
            return "sans suite"
        return "échue" if self.fin_le < timezone.localdate() else "à transformer"

    @property
    def adresse_de_sa_convention(self):
        """L'adresse du formulaire d'une convention que la charte préremplit."""
        return reverse("paqte:convention_ajouter", query={"charte": self.pk})

"""Les exemples concrets : une préfecture les propose, le CGET en publie."""

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from mesures.models import Mesure
from paqte.models import Axe, ExempleAction
from quartiers.models import Departement
from quartiers.querysets import TerritorialQuerySet
from remontees.models import LienPublic
from socle.recherche import Cherchable, RechercheQuerySet
from socle.textes import TexteField

# Un exemple tient sur une page imprimée.
LONGUEUR_MAXIMALE = 3000


class ExempleQuerySet(RechercheQuerySet, TerritorialQuerySet):
    def publies(self):
        """Limite à la collection publiée, l'exemple le plus récent d'abord."""
        return self.filter(etat=self.model.Etat.PUBLIE).order_by("-publie_le", "-pk")

    def publiables(self):
        """Limite à ceux qui peuvent se lire sans compte : la collection publiée."""
        return self.publies()

    def publiables_par(self, user):
        """Limite à ceux que `user` peut rendre publics, ou retirer : sa préfecture, ou le CGET."""
        return self.suivis_par(user).publies()

    def a_examiner(self):
        """Limite aux propositions qui attendent le CGET."""
        return self.filter(etat=self.model.Etat.PROPOSE)

    def visibles_par(self, user):
        """Limite à ce que `user` peut lire : la collection publiée, et ce qu'il suit."""
        if not user.a_un_perimetre:
            return self.none()
        suivis = Q(departement__in=_codes_suivis(user))
        return self.filter(Q(etat=self.model.Etat.PUBLIE) | suivis)

    def suivis_par(self, user):
        """Limite à ceux dont `user` lit aussi l'original : sa préfecture, ou le CGET."""
        return self._dans(_codes_suivis(user))

    def modifiables_par(self, user):
        """Limite aux propositions de la préfecture de `user` que le CGET n'a pas examinées."""
        return super().modifiables_par(user).a_examiner()

    def examinables_par(self, user):
        """Limite aux exemples que `user` peut publier, décliner ou retirer : le CGET seul."""
        return self.suivis_par(user) if user.est_cget else self.none()


def _codes_suivis(user):
    return user.codes_departements if user.est_cget else user.codes_departements_modifiables


class Exemple(Cherchable):
    """Exemple concret proposé par une préfecture ; le CGET publie son propre titre et son texte.

    `titre` et `texte` restent ceux de la préfecture, toujours.
    """

    class Etat(models.TextChoices):
        PROPOSE = "propose", "Proposé"
        PUBLIE = "publie", "Publié"
        DECLINE = "decline", "Décliné"
        RETIRE = "retire", "Retiré"

    departement = models.ForeignKey(
        Departement, models.PROTECT, related_name="exemples_partages", verbose_name="département"
    )
    titre = models.CharField("titre", max_length=150)
    texte = TexteField(
        "texte",
        max_length=LONGUEUR_MAXIMALE,
        help_text="Qui, où, combien, avec quel effet. Une page au plus (3 000 caractères).",
    )
    axe = models.ForeignKey(
        Axe, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="axe du PAQTE"
    )
    mesure = models.ForeignKey(
        Mesure,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="exemples",
        verbose_name="mesure de la feuille de route",
    )
    source = models.CharField(
        "source", max_length=250, help_text="D’où vient l’exemple : une convention, un bilan…"
    )
    etat = models.CharField(
        "état", max_length=10, choices=Etat, default=Etat.PROPOSE, editable=False
    )
    titre_publie = models.CharField("titre publié", max_length=150, blank=True)
    texte_publie = TexteField(
        "texte publié",
        max_length=LONGUEUR_MAXIMALE,
        blank=True,
        help_text="Une page au plus (3 000 caractères).",
    )
    motif = TexteField("motif", blank=True, help_text="La préfecture le lira.")
    propose_le = models.DateTimeField("proposé le", auto_now_add=True)
    publie_le = models.DateTimeField("publié le", null=True, editable=False)
    liens_publics = GenericRelation(LienPublic)

    history = HistoricalRecords(excluded_fields=["recherche"])
    objects = ExempleQuerySet.as_manager()

    class Meta:
        verbose_name = "exemple"
        ordering = ["-propose_le", "-pk"]

    def __str__(self):
        return self.titre_affiche

    def get_absolute_url(self):
        return reverse("partage:exemple", args=[self.pk])

    @classmethod
    def depuis(cls, origine):
        """Rend un exemple à compléter, tiré d'un exemple de convention ou d'une remontée."""
        if isinstance(origine, ExempleAction):
            entreprise = origine.convention.entreprise
            return cls(
                departement=entreprise.departement,
                texte=origine.texte,
                axe=origine.axe,
                source=f"Convention PAQTE avec {entreprise}, {origine.semestre}",
            )
        return cls(departement=origine.departement, texte=origine.exemples, source=str(origine))

    @property
    def est_publie(self):
        return self.etat == self.Etat.PUBLIE

    @property
    def est_a_examiner(self):
        return self.etat == self.Etat.PROPOSE

    @property
    def titre_affiche(self):
        """Le titre du CGET une fois publié, celui de la préfecture sinon."""
        return self.titre_publie if self.est_publie else self.titre

    @property
    def texte_affiche(self):
        """Le texte du CGET une fois publié, celui de la préfecture sinon."""
        return self.texte_publie if self.est_publie else self.texte

    def texte_cherche(self):
        # Ce que le CGET a ôté de l'original ne doit pas se deviner par la recherche.
        return f"{self.titre_affiche} {self.texte_affiche} {self.source} {self.departement}"

    @transaction.atomic
    def publier(self):
        """Publie le titre et le texte du CGET, ou les corrige s'ils le sont déjà.

        Lève ValidationError si quelqu'un d'autre vient de changer l'état de l'exemple.
        """
        self._verifier_l_etat()
        if not self.est_publie:
            self.etat, self.publie_le, self.motif = self.Etat.PUBLIE, timezone.now(), ""
        self.save()

    @transaction.atomic
    def ecarter(self):
        """Décline la proposition, ou retire de la collection l'exemple publié, avec son motif.

        Un exemple déjà écarté garde son état : seul son motif est corrigé.
        Lève ValidationError si quelqu'un d'autre vient de changer l'état de l'exemple.
        """
        self._verifier_l_etat()
        suites = {self.Etat.PROPOSE: self.Etat.DECLINE, self.Etat.PUBLIE: self.Etat.RETIRE}
        self.etat = suites.get(self.etat, self.etat)
        # Publié de nouveau, il ne redevient pas public sans qu'on le veuille.
        self.liens_publics.fermer()
        self.save()

    def _verifier_l_etat(self):
        actuel = type(self).objects.select_for_update().get(pk=self.pk)
        if actuel.etat != self.etat:
            raise ValidationError("Cet exemple vient d’être examiné : relisez-le.")

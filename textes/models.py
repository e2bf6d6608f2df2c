"""Les textes de référence : ce qui fonde ce que le portail demande, mot pour mot."""

from django.db import models
from django.urls import reverse
from django.utils.text import slugify
from simple_history.models import HistoricalRecords

from socle.dates import DateField
from socle.fixtures import lire_fixture
from socle.francais import ecrire_jour
from socle.recherche import Cherchable, RechercheQuerySet
from socle.textes import TexteField

from .lecture import mettre_en_page


class TexteQuerySet(RechercheQuerySet["Texte"]):
    def visibles_par(self, user):
        """Limite aux textes que `user` peut lire : tous, ou aucun sans périmètre."""
        return self.all() if user.a_un_perimetre else self.none()

    def modifiables_par(self, user):
        """Limite à ceux que le CGET a ajoutés : les autres suivent les fichiers du portail."""
        ajoutes = self.exclude(slug__in=[ligne["slug"] for ligne in lire_fixture("textes")])
        return ajoutes if user.est_cget and user.a_un_perimetre else self.none()


class Texte(Cherchable):
    """Circulaire, loi, pacte ou note que citent les pages et les campagnes."""

    slug = models.SlugField("adresse", max_length=100, unique=True, editable=False)
    titre = models.CharField(
        "nature", max_length=150, help_text="Par exemple : Loi, Circulaire du Premier ministre."
    )
    numero = models.CharField(
        "numéro", max_length=30, blank=True, help_text="Par exemple : n° 6057/SG."
    )
    signe_le = DateField("date", null=True, blank=True)
    objet = models.CharField(
        "objet", max_length=250, blank=True, help_text="Par exemple : relative à la ville."
    )
    lien = models.URLField("lien vers le texte publié", max_length=500, blank=True)
    renovation_le = DateField(
        "échéance de rénovation des contrats",
        null=True,
        blank=True,
        help_text="Si ce texte demande que les contrats de ville en cours à sa date soient "
        "rénovés : le dernier jour pour en signer le protocole.",
    )
    contenu = TexteField(
        "texte entier",
        blank=True,
        help_text="Un titre commence par « ## », un sous-titre par « ### », un point de liste "
        "par « - ».",
    )

    history = HistoricalRecords(excluded_fields=["recherche"])
    objects = TexteQuerySet.as_manager()

    class Meta:
        verbose_name = "texte de référence"
        verbose_name_plural = "textes de référence"
        ordering = [models.F("signe_le").asc(nulls_first=True), "titre"]

    def __str__(self):
        return " ".join(filter(None, [self.titre, self.numero, self.date]))

    def save(self, **kwargs):
        self.slug = self.slug or self._adresse_libre()
        super().save(**kwargs)

    def _adresse_libre(self):
        """Rend une adresse qu'aucun texte n'a : le titre, le numéro, et un rang s'il le faut."""
        base = slugify(f"{self.titre} {self.numero}")[:90] or "texte"
        prises = set(type(self).objects.values_list("slug", flat=True))
        rangs = (f"{base}-{rang}" for rang in range(2, len(prises) + 3))
        return next(adresse for adresse in [base, *rangs] if adresse not in prises)

    def texte_cherche(self):
        return f"{self} {self.objet} {self.contenu}"

    def get_absolute_url(self):
        return reverse("textes:texte", args=[self.slug])

    @property
    def date(self):
        """Sa date, comme on l'écrit à la suite de son numéro : « du 22 janvier 2019 »."""
        if not self.signe_le:
            return ""
        return f"du {ecrire_jour(self.signe_le)}"

    @property
    def page(self):
        """Le texte mis en page, ses alinéas numérotés et liés au portail (`lecture.Page`)."""
        suivis = [ligne for ligne in lire_fixture("textes_suivis") if ligne["texte"] == self.slug]
        return mettre_en_page(self.contenu, suivis)

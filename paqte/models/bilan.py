"""Le bilan semestriel du PAQTE, au format de l'annexe 2 de la circulaire."""

from dataclasses import dataclass

from django.db import models
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from simple_history.models import HistoricalRecords

from quartiers.models import Departement
from remontees.models import Campagne, Manque, RemonteeQuerySet, RemonteeSemestrielle
from remontees.semestre import Semestre, semestres_ouverts

from ..contenu import chiffres_du_bilan, contenu_du_bilan
from .convention import Convention, ExempleAction


class BilanQuerySet(RemonteeQuerySet):
    def ouvrir(self, user, semestre, departement):
        """Rend le bilan lisible par `user`, ou un bilan neuf (non enregistré) s'il peut l'écrire.

        Lève Http404 pour un semestre qui n'est pas ouvert, un territoire étranger, ou un
        brouillon vu d'ailleurs que de sa préfecture.
        """
        bilan = (
            self.visibles_par(user)
            .filter(semestre=str(semestre), departement=departement)
            .select_related(
                "departement__region",
                "departement__referent",
                "departement__organisation",
                "modifie_par",
            )
            .first()
        )
        if bilan:
            return bilan
        if semestre not in semestres_ouverts():
            raise Http404
        territoire = Departement.objects.modifiables_par(user).select_related("region")
        return self.model(
            departement=get_object_or_404(territoire, code=departement), semestre=str(semestre)
        )

    def attendus(self, user, departements):
        """Rend les `LigneDeSuivi` des campagnes ouvertes, la plus proche d'abord, sauf acceptés."""
        ouvertes = Campagne.objects.ouvertes(Campagne.Genre.BILAN)
        semestres = [Semestre.lire(campagne.periode) for campagne in ouvertes]
        lignes = self.suivi(user, departements, semestres)
        return [ligne for ligne in lignes if ligne.etat != Bilan.Etat.ACCEPTEE]

    def avancement(self, departements):
        """Rend, par campagne ouverte, le nombre de bilans attendus et leur compte par état."""
        comptes = {}
        par_etat = self.filter(departement__in=departements).order_by()
        for semestre, etat, nombre in par_etat.values_list("semestre", "etat").annotate(
            models.Count("pk")
        ):
            comptes.setdefault(semestre, {})[etat] = nombre
        attendus = departements.count()
        return [
            {"campagne": campagne, "attendus": attendus}
            | dict.fromkeys(Bilan.Etat.values, 0)
            | comptes.get(campagne.periode, {})
            | {"a_commencer": attendus - sum(comptes.get(campagne.periode, {}).values())}
            for campagne in Campagne.objects.ouvertes(Campagne.Genre.BILAN)
        ]

    def suivi(self, user, departements, semestres):
        """Rend une `LigneDeSuivi` par semestre et département, bilan commencé ou non."""
        bilans = {
            (bilan.semestre, bilan.departement_id): bilan
            for bilan in self.filter(
                departement__in=departements, semestre__in=[str(s) for s in semestres]
            ).select_related("departement__referent", "departement__organisation")
        }
        campagnes = {c.periode: c for c in Campagne.objects.filter(genre=Campagne.Genre.BILAN)}
        return [
            LigneDeSuivi(
                semestre=semestre,
                departement=departement,
                bilan=bilans.get((str(semestre), departement.code)),
                campagne=campagnes.get(str(semestre)),
                user=user,
            )
            for semestre in semestres
            for departement in departements
        ]


class Bilan(RemonteeSemestrielle):
    """Bilan quantitatif et qualitatif d'un département pour un semestre.

    Le portail en calcule les chiffres et les listes (voir `paqte.contenu`) ; l'agent écrit le
    reste et peut corriger un chiffre, avec son motif (`Correction`).
    """

    gabarit_pdf = "paqte/bilan_pdf.html"
    genre = Campagne.Genre.BILAN

    organisation = models.TextField("précisions sur l’organisation", blank=True)
    partenaires = models.TextField("précisions sur les partenaires", blank=True)
    exemples = models.TextField("autres exemples concrets d’actions réalisées", blank=True)
    contexte = models.TextField("précisions sur le contexte", blank=True)
    strategie = models.TextField("stratégie définie dans le département", blank=True)
    obstacles = models.TextField("obstacles rencontrés", blank=True)

    objects = BilanQuerySet.as_manager()

    class Meta:
        verbose_name = "bilan"
        ordering = ["-semestre", "departement"]
        constraints = [
            models.UniqueConstraint(name="bilan_unique", fields=["departement", "semestre"])
        ]

    def __str__(self):
        return f"Bilan PAQTE, {self.departement}, {self.periode.libelle}"

    def get_absolute_url(self):
        return reverse("paqte:bilan", args=[self.periode, self.departement_id])

    @cached_property
    def periode(self):
        """Le `Semestre` du bilan."""
        return Semestre.lire(self.semestre)

    def nom_de_fichier(self):
        """Nom du PDF, sans version ni extension."""
        return f"bilan-paqte-{self.semestre}-{self.departement_id}"

    def contenu(self):
        return contenu_du_bilan(self)

    def manques(self):
        """Rend ce qui empêche de transmettre, dans l'ordre de l'annexe 2."""
        return [
            *self._manques_d_animation(),
            *self._manques_de_resultats(),
            *self._manques_ecrits(),
        ]

    def _manques_d_animation(self):
        animation = reverse("paqte:animation", args=[self.departement_id])
        if not hasattr(self.departement, "referent"):
            yield Manque("Le référent PAQTE n’est pas désigné.", f"{animation}#referent")
        if not hasattr(self.departement, "organisation"):
            yield Manque("L’organisation retenue n’est pas décrite.", f"{animation}#organisation")
        if not self.partenaires and not self.departement.partenaires_paqte.exists():
            yield Manque(
                "Aucun partenaire n’est enregistré : ajoutez-en un ou précisez la situation.",
                self._lien("partenaires"),
            )

    def _manques_de_resultats(self):
        conventions = Convention.objects.du(self.departement).actives(self.periode)
        sans_resultat = conventions.exclude(resultats__semestre=self.semestre)
        for convention in sans_resultat.select_related("entreprise"):
            yield Manque(
                f"Les résultats de {convention.entreprise} ne sont pas saisis.",
                reverse("paqte:resultats", args=[convention.pk, self.periode]),
            )
        exemples = ExempleAction.objects.du(self.departement).filter(semestre=self.semestre)
        if not self.exemples and conventions.exists() and not exemples.exists():
            yield Manque("Aucun exemple concret n’est donné.", self._lien("exemples"))

    def _manques_ecrits(self):
        for cle, chiffre in chiffres_du_bilan(self).items():
            if chiffre.corrige is not None and not chiffre.motif:
                yield Manque(
                    f"La correction de « {chiffre.libelle} » n’a pas de motif.",
                    self._lien(f"motif-{cle}"),
                )
            elif chiffre.incomplet and not chiffre.est_corrige:
                yield Manque(
                    f"« {chiffre.libelle} » n’est pas connu pour tous les QPV.",
                    self._lien(f"valeur-{cle}"),
                )
        if not self.strategie:
            yield Manque("La stratégie n’est pas décrite.", self._lien("strategie"))
        if not self.obstacles:
            yield Manque(
                "Les obstacles ne sont pas décrits (écrivez « néant » s’il n’y en a pas).",
                self._lien("obstacles"),
            )

    def _lien(self, champ):
        return f"{self.get_absolute_url()}#id_{champ}"


@dataclass(frozen=True)
class LigneDeSuivi:
    """Où en est le bilan d'un département pour un semestre, tel que `user` peut le savoir."""

    semestre: Semestre
    departement: Departement
    bilan: Bilan | None
    campagne: Campagne | None
    user: object

    @property
    def est_lisible(self):
        """Hors de sa préfecture, un bilan ne se lit qu'une fois transmis."""
        return self.user.est_prefecture or (
            self.bilan is not None and self.bilan.etat != Bilan.Etat.BROUILLON
        )

    @property
    def est_a_remplir(self):
        return self.user.est_prefecture and (
            self.bilan is None or self.bilan.etat in Bilan.MODIFIABLES
        )

    def manques(self):
        """Ce qui manque pour transmettre ce bilan, commencé ou non."""
        bilan = self.bilan or Bilan(departement=self.departement, semestre=str(self.semestre))
        return bilan.manques()

    @property
    def etat(self):
        return self.bilan.etat if self.bilan else "a_commencer"

    @property
    def libelle_etat(self):
        if self.bilan is None:
            return "À commencer"
        if self.bilan.etat == Bilan.Etat.BROUILLON and not self.user.est_prefecture:
            return "En cours"
        return self.bilan.get_etat_display()


class Correction(models.Model):
    """Chiffre calculé que l'agent remplace, avec le motif imprimé dans le PDF.

    Sans motif, la correction est gardée dans le brouillon mais ne s'applique pas encore.
    """

    bilan = models.ForeignKey(Bilan, models.CASCADE, related_name="corrections")
    cle = models.CharField("chiffre", max_length=80)
    valeur = models.DecimalField("valeur corrigée", max_digits=14, decimal_places=2)
    motif = models.TextField("motif", blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "correction"
        constraints = [
            models.UniqueConstraint(name="correction_unique", fields=["bilan", "cle"]),
        ]

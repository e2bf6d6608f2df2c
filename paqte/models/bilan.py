"""Le bilan semestriel du PAQTE, au format de l'annexe 2 de la circulaire."""

from django.conf import settings
from django.db import models
from django.db.models import Exists
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from simple_history.models import HistoricalRecords

from quartiers.models import Quartier
from remontees.models import Campagne, Manque, Remontee
from remontees.periodes import Semestre, valider_semestre

from ..contenu import CONTEXTE, chiffres_du_bilan, contenu_du_bilan
from .convention import Convention, ResultatConvention
from .exemple import ExempleAction
from .referentiel import Indicateur


class Bilan(Remontee):
    """Bilan quantitatif et qualitatif d'un département pour un semestre.

    Le portail en calcule les chiffres et les listes (voir `paqte.contenu`) ; l'agent écrit le
    reste et peut corriger un chiffre, avec son motif (`Correction`).
    """

    genre = Campagne.Genre.BILAN
    textes_repris = ("organisation", "partenaires", "contexte", "strategie")
    Periode = Semestre
    champ_periode = "semestre"
    gabarit_pdf = "paqte/bilan_pdf.html"
    gabarit_sections = "paqte/_bilan_sections.html"
    adresses = "paqte:bilan"
    pluriel = "Bilans du PAQTE"
    designation = "le bilan"
    accord = ""
    destination = "au CGET"
    rubriques = {
        "rubrique-referent": "référent du PAQTE",
        "rubrique-organisation": "organisation et réunions",
        "rubrique-entreprises": "liste des entreprises signataires",
        "rubrique-partenaires": "liste des partenaires",
        "rubrique-resultats": "résultats et exemples des conventions",
        "rubrique-contexte": "éléments de contexte",
    }
    relations = (
        "departement__region",
        "departement__referent",
        "departement__organisation",
    )

    # Les mêmes états que toute remontée, au masculin.
    etat = models.CharField(
        "état",
        max_length=12,
        choices=[
            (
                etat.value,
                {"Transmise": "Transmis", "Acceptée": "Accepté"}.get(etat.label, etat.label),
            )
            for etat in Remontee.Etat
        ],
        default=Remontee.Etat.BROUILLON,
    )
    semestre = models.CharField("semestre", max_length=7, validators=[valider_semestre])
    organisation = models.TextField("précisions sur l’organisation", blank=True)
    partenaires = models.TextField("précisions sur les partenaires", blank=True)
    exemples = models.TextField("autres exemples concrets d’actions réalisées", blank=True)
    contexte = models.TextField("précisions sur le contexte", blank=True)
    strategie = models.TextField("stratégie définie dans le département", blank=True)
    obstacles = models.TextField("obstacles rencontrés", blank=True)

    class Meta:
        verbose_name = "bilan"
        ordering = ["-semestre", "departement"]
        constraints = [
            models.UniqueConstraint(name="bilan_unique", fields=["departement", "semestre"])
        ]

    def __str__(self):
        return f"Bilan PAQTE, {self.departement}, {self.periode.libelle}"

    def destinataires(self):
        return [settings.COURRIEL_CGET]

    def nom_de_fichier(self):
        return f"bilan-paqte-{self.semestre}-{self.departement_id}"

    @cached_property
    def conventions(self):
        """Les conventions en cours pendant le semestre, avec leur entreprise."""
        return list(self._en_cours().select_related("entreprise"))

    def _en_cours(self):
        return Convention.objects.du(self.departement).actives(self.periode)

    @cached_property
    def partenaires_enregistres(self):
        """Les partenaires du PAQTE dans le département."""
        return list(self.departement.partenaires_paqte.all())

    @cached_property
    def corrections_par_cle(self):
        """Les corrections, par clé du chiffre qu'elles remplacent."""
        return {c.cle: c for c in self.corrections.all()} if self.pk else {}

    @cached_property
    def indicateurs(self):
        """Les indicateurs du PAQTE, avec leur axe."""
        return list(Indicateur.objects.select_related("axe"))

    @cached_property
    def quartiers(self):
        """Les totaux des QPV du département à la fin du semestre (voir `Quartier`)."""
        return Quartier.objects.du(self.departement).en_vigueur(self.periode.fin).totaux()

    @property
    def contexte_incomplet(self):
        """Les clés des chiffres de contexte qui ne sont pas connus pour tous les QPV."""
        if not self.quartiers["nombre"]:
            return list(CONTEXTE)
        return [cle for cle in CONTEXTE if self.quartiers.get(f"sans_{cle}")]

    @cached_property
    def chiffres(self):
        """Les chiffres corrigeables, par clé (voir `paqte.contenu.Chiffre`)."""
        return chiffres_du_bilan(self)

    def contenu(self):
        return contenu_du_bilan(self)

    def parties(self):
        """Ajoute les chiffres à ce que le CGET peut commenter."""
        chiffres = {cle: chiffre.libelle for cle, chiffre in self.chiffres.items()}
        return super().parties() | {"Chiffres": chiffres}

    def historiques(self):
        """Ajoute à l'histoire du bilan celle des chiffres corrigés et des résultats saisis."""
        libelles = {cle: chiffre.libelle for cle, chiffre in self.chiffres.items()}
        resultats = ResultatConvention.history.filter(
            semestre=self.semestre, convention__entreprise__departement=self.departement
        )
        return [
            *super().historiques(),
            (
                lambda version: f"{libelles.get(version.cle, version.cle)}, ",
                Correction.history.filter(bilan=self.pk),
                ["valeur", "motif"],
            ),
            (
                lambda version: f"{version.convention}, {version.indicateur}, ",
                resultats.select_related("convention__entreprise", "indicateur"),
                ["valeur"],
            ),
        ]

    def manques(self):
        """Rend ce qui empêche de transmettre, dans l'ordre de l'annexe 2."""
        return [
            *self._manques_d_animation(),
            *self._manques_de_resultats(),
            *self._manques_de_correction(),
            *self._manques_ecrits(),
        ]

    def _manques_d_animation(self):
        animation = reverse("paqte:animation", args=[self.departement_id])
        if not hasattr(self.departement, "referent"):
            yield Manque("Le référent PAQTE n’est pas désigné.", f"{animation}#referent")
        if not hasattr(self.departement, "organisation"):
            yield Manque("L’organisation retenue n’est pas décrite.", f"{animation}#organisation")
        if not self.partenaires and not self.partenaires_enregistres:
            yield Manque(
                "Aucun partenaire n’est enregistré : ajoutez-en un ou précisez la situation.",
                self._lien("partenaires"),
            )

    def _manques_de_resultats(self):
        exemples = ExempleAction.objects.du(self.departement).filter(semestre=self.semestre)
        # L'accueil lit ces manques pour chaque bilan ouvert : d'une requête, sans objets entiers.
        conventions = list(
            self._en_cours()
            .avec_saisie(self.semestre)
            .annotate(exemple_donne=Exists(exemples))
            .values_list("pk", "entreprise__nom", "a_jour", "exemple_donne", named=True)
        )
        for convention in conventions:
            if not convention.a_jour:
                yield Manque(
                    f"Les résultats de {convention.entreprise__nom} ne sont pas saisis.",
                    # L'accueil ne montre que les dix premières.
                    reverse_lazy(
                        "paqte:resultats",
                        args=[convention.pk, self.periode],
                        query={"retour": "bilan"},
                    ),
                )
        if not self.exemples and conventions and not conventions[0].exemple_donne:
            yield Manque("Aucun exemple concret n’est donné.", self._lien("exemples"))

    def _manques_de_correction(self):
        if all(correction.motif for correction in self.corrections_par_cle.values()):
            return
        for cle, chiffre in self.chiffres.items():
            if chiffre.corrige is not None and not chiffre.motif:
                yield Manque(
                    f"La correction de « {chiffre.libelle} » n’a pas de motif.",
                    self._lien(f"motif-{cle}"),
                )

    def _manques_ecrits(self):
        for cle in self.contexte_incomplet:
            if f"contexte-{cle}" not in self.corrections_par_cle:
                yield Manque(
                    f"« {CONTEXTE[cle][0]} » n’est pas connu pour tous les QPV.",
                    self._lien(f"valeur-contexte-{cle}"),
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

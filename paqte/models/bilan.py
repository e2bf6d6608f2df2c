"""Le bilan semestriel du PAQTE, au format de l'annexe 2 de la circulaire."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, prefetch_related_objects
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from simple_history.models import HistoricalRecords

from quartiers.models import Quartier
from remontees.models import Manque, Remontee, RemonteeDepartementale
from remontees.periodes import Semestre
from socle.querysets import lire_ensemble
from socle.textes import TexteField

from ..a_plat import BilanAPlat
from ..contenu import CONTEXTE, chiffres_du_bilan, contenu_du_bilan, libelles_des_chiffres
from ..formats.v1 import BilanV1
from ..querysets import CorrectionQuerySet
from .convention import Convention, ResultatConvention
from .exemple import ExempleAction
from .referentiel import Indicateur


class Bilan(RemonteeDepartementale):
    """Bilan quantitatif et qualitatif d'un département pour un semestre.

    Le portail en calcule les chiffres et les listes (voir `paqte.contenu`) ; l'agent écrit le
    reste et peut corriger un chiffre, avec son motif (`Correction`).
    """

    genre = "bilan"
    rang = 10
    jeu = "bilans"
    libelle = "Bilan semestriel du PAQTE"
    demonstration = "paqte.demonstration.creer_bilans"
    a_plat = BilanAPlat()
    textes_exiges = {
        "strategie": "La stratégie n’est pas décrite.",
        "obstacles": "Les obstacles ne sont pas décrits (écrivez « néant » s’il n’y en a pas).",
    }
    textes_repris = ("organisation", "partenaires", "contexte", "strategie")
    Periode = Semestre
    formats = {1: BilanV1}
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
    organisation = TexteField("précisions sur l’organisation", blank=True)
    partenaires = TexteField("précisions sur les partenaires", blank=True)
    exemples = TexteField("autres exemples concrets d’actions réalisées", blank=True)
    contexte = TexteField("précisions sur le contexte", blank=True)
    strategie = TexteField("stratégie définie dans le département", blank=True)
    obstacles = TexteField("obstacles rencontrés", blank=True)

    class Meta:
        verbose_name = "bilan"
        ordering = ["-periode", "departement"]
        constraints = [
            models.UniqueConstraint(name="bilan_unique", fields=["departement", "periode"])
        ]

    def __str__(self):
        return f"Bilan PAQTE, {self.departement}, {self.periode.libelle}"

    @classmethod
    def dates(cls, periode):
        """Rend (ouverture, échéance) : le bilan est dû à la fin du mois qui suit le semestre."""
        return periode.debut, periode.suivant.debut.replace(day=31)

    def destinataires(self):
        return [settings.COURRIEL_CGET]

    def nom_de_fichier(self):
        return f"bilan-paqte-{self.periode}-{self.departement_id}"

    @classmethod
    def preparer(cls, bilans):
        """Lit d'avance corrections, saisies et quartiers (voir `Remontee.preparer`)."""
        super().preparer(bilans)
        prefetch_related_objects([bilan for bilan in bilans if bilan.pk], "corrections")
        lus = zip(bilans, cls._lire_saisies(bilans), cls._lire_quartiers(bilans), strict=True)
        for bilan, saisies, quartiers in lus:
            bilan.saisies, bilan.quartiers = saisies, quartiers

    @cached_property
    def conventions(self):
        """Les conventions en cours pendant le semestre, avec leur entreprise."""
        return list(self._en_cours().select_related("entreprise"))

    def _en_cours(self):
        return Convention.objects.du(self.departement).actives(self.periode)

    @cached_property
    def saisies(self):
        """Ce qui est saisi pour chaque convention en cours (voir `_lire_saisies`)."""
        [saisies] = self._lire_saisies([self])
        return saisies

    @staticmethod
    def _lire_saisies(bilans):
        """Rend, par bilan et par convention, son entreprise, si ses résultats sont saisis, et si
        une convention du département a donné un exemple.
        """
        requetes = [
            bilan._en_cours()
            .avec_saisie(bilan.periode)
            .annotate(nom=F("entreprise__nom"), exemple_donne=Exists(bilan.exemples_donnes()))
            for bilan in bilans
        ]
        return lire_ensemble(requetes, "nom", "pk", "a_jour", "exemple_donne")

    def exemples_donnes(self):
        """Les exemples que donnent les conventions du département, ce semestre (requête)."""
        return ExempleAction.objects.du(self.departement).filter(semestre=self.periode)

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
        [totaux] = self._lire_quartiers([self])
        return totaux

    @staticmethod
    def _lire_quartiers(bilans):
        return Quartier.objects.totaux(
            (bilan.departement_id, bilan.periode.fin) for bilan in bilans
        )

    @property
    def contexte_incomplet(self):
        """Les clés des chiffres de contexte qui ne sont pas connus pour tous les QPV."""
        if not self.quartiers["nombre"]:
            return list(CONTEXTE)
        return [cle for cle in CONTEXTE if self.quartiers.get(f"sans_{cle}")]

    @cached_property
    def libelles(self):
        """Le libellé de chaque chiffre corrigeable, par clé, dans l'ordre de l'annexe 2."""
        return libelles_des_chiffres(self.indicateurs)

    @cached_property
    def chiffres(self):
        """Les chiffres corrigeables, par clé (voir `paqte.contenu.Chiffre`)."""
        return chiffres_du_bilan(self)

    def contenu(self):
        return contenu_du_bilan(self)

    def parties(self):
        """Ajoute les chiffres à ce que le CGET peut commenter."""
        return super().parties() | {"Chiffres": self.libelles}

    def historiques(self):
        """Ajoute à l'histoire du bilan celle des chiffres corrigés et des résultats saisis."""
        resultats = ResultatConvention.history.filter(
            semestre=self.periode, convention__entreprise__departement=self.departement
        )
        return [
            *super().historiques(),
            (
                lambda version: f"{self.libelles.get(version.cle, version.cle)}, ",
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
            *self._manques_de_contexte(),
            *self.manques_ecrits(),
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
        for convention in self.saisies:
            if not convention["a_jour"]:
                yield Manque(
                    f"{convention['nom']} : ses résultats ne sont pas saisis.",
                    # L'accueil ne montre que les dix premières.
                    reverse_lazy(
                        "paqte:resultats",
                        args=[convention["pk"], self.periode],
                        query={"retour": "bilan"},
                    ),
                )
        if not self.exemples and self.saisies and not self.saisies[0]["exemple_donne"]:
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

    def _manques_de_contexte(self):
        for cle in self.contexte_incomplet:
            if f"contexte-{cle}" not in self.corrections_par_cle:
                yield Manque(
                    f"« {CONTEXTE[cle][0]} » n’est pas connu pour tous les QPV.",
                    self._lien(f"valeur-contexte-{cle}"),
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
    motif = TexteField("motif", blank=True)

    history = HistoricalRecords()
    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = "correction"
        constraints = [
            models.UniqueConstraint(name="correction_unique", fields=["bilan", "cle"]),
        ]

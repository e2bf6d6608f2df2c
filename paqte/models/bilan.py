"""Le bilan semestriel du PAQTE, au format de l'annexe 2 de la circulaire."""

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, prefetch_related_objects
from django.utils.functional import cached_property

from quartiers.models import Quartier
from remontees.models import Remontee, RemonteeDepartementale
from remontees.periodes import Semestre
from socle.nombres import nombre_json
from socle.noms import nommer
from socle.querysets import lire_ensemble
from socle.textes import TexteField

from ..a_plat import BilanAPlat
from ..contenu import CONTEXTE, chiffres_du_bilan, contenu_du_bilan, libelles_des_chiffres
from ..ensemble import totaux_des_bilans
from ..faits import faits_du_bilan
from ..formats.v1 import BilanV1
from ..formats.v2 import BilanV2
from ..manques import avertissements_du_bilan, manques_du_bilan
from ..points import points_du_bilan
from ..sections import SECTIONS
from .convention import GENRE_DU_BILAN, Convention
from .correction import Correction
from .exemple import ExempleAction
from .lus_du_bilan import LusDuBilan
from .rectification import BilanRectifiable
from .referentiel import Indicateur
from .valeurs import Reponse, ResultatConvention


class Bilan(BilanRectifiable, LusDuBilan, RemonteeDepartementale):
    """Bilan quantitatif et qualitatif d'un département pour un semestre.

    Le portail en calcule les chiffres et les listes (voir `paqte.contenu`) ; l'agent écrit le
    reste et peut corriger un chiffre, avec son motif (`Correction`).
    """

    genre = GENRE_DU_BILAN
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
    formats = {1: BilanV1, 2: BilanV2}
    gabarit_pdf = "paqte/bilan_pdf.html"
    gabarits_d_avant = {1: "paqte/d_avant/bilan_pdf.html"}
    gabarit_sections = "paqte/_bilan_sections.html"
    adresses = "paqte:bilan"
    pluriel = "Bilans du PAQTE"
    designation = "le bilan"
    accord = ""
    sigle = "PAQTE"
    vise = "Circulaire du Premier ministre n° 6057/SG du 22 janvier 2019, annexe 2"
    lue_par = "cget"
    rubriques = {
        "rubrique-referent": "référent du PAQTE",
        "rubrique-organisation": "organisation et réunions",
        "rubrique-entreprises": "liste des entreprises signataires",
        "rubrique-partenaires": "liste des partenaires",
        "rubrique-resultats": "résultats et exemples des conventions",
        "rubrique-contexte": "éléments de contexte",
    }
    sections = SECTIONS
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

    @property
    def destination(self):
        """À qui il va, sous le nom du dernier jour de sa période."""
        return nommer("{au cget}", self.periode.fin)

    def destinataires(self):
        return [settings.COURRIEL_CGET]

    def adresses_qui_preparent(self):
        """Rend l'adresse du référent du PAQTE, s'il est désigné."""
        referent = getattr(self.departement, "referent", None)
        return {referent.courriel} if referent else set()

    @property
    def objet(self):
        """L'objet de sa lettre."""
        prefecture = self.departement.prefecture
        return f"Bilan du PAQTE {prefecture.dans}, {self.periode.libelle}"

    def suivie_par(self):
        """Rend le service et les coordonnées du référent du PAQTE, s'il est désigné."""
        referent = getattr(self.departement, "referent", None)
        return {
            "service": referent.service if referent else "",
            "suivi": referent
            and {
                "nom": referent.nom,
                "telephone": referent.telephone,
                "courriel": referent.courriel,
            },
        }

    def nom_de_fichier(self):
        return f"bilan-paqte-{self.periode}-{self.departement_id}"

    @classmethod
    def preparer(cls, bilans):
        """Lit d'avance corrections, exemples et quartiers (voir `Remontee.preparer`)."""
        super().preparer(bilans)
        prefetch_related_objects([bilan for bilan in bilans if bilan.pk], "corrections")
        lus = zip(bilans, cls._lire_exemples(bilans), cls._lire_quartiers(bilans), strict=True)
        for bilan, exemple_manque, quartiers in lus:
            bilan.exemple_manque, bilan.quartiers = exemple_manque, quartiers

    @cached_property
    def conventions(self):
        """Les conventions en cours pendant le semestre, avec leur entreprise et leur réponse."""
        return list(
            self.conventions_en_cours()
            .select_related("entreprise")
            .avec_reponse(self.periode)
            .prefetch_related(Reponse.du_semestre(self.periode))
        )

    def conventions_en_cours(self):
        """Les conventions en cours pendant le semestre (requête)."""
        return Convention.objects.du(self.departement).actives(self.periode)

    @staticmethod
    def _lire_exemples(bilans):
        """Rend, par bilan, s'il y a des conventions en cours sans qu'aucune ait donné d'exemple."""
        requetes = [
            bilan.conventions_en_cours().annotate(donne=Exists(bilan.exemples_donnes()))
            for bilan in bilans
        ]
        lues = lire_ensemble(requetes, "donne", conventions=Count("pk"))
        return [any(n["conventions"] and not n["donne"] for n in lignes) for lignes in lues]

    def exemples_donnes(self):
        """Les exemples que donnent les conventions du département, ce semestre (requête)."""
        return ExempleAction.objects.du(self.departement).filter(semestre=self.periode)

    @cached_property
    def corrections_par_cle(self):
        """Les corrections, par clé du chiffre qu'elles remplacent."""
        return {c.cle: c for c in self.corrections.all()} if self.pk else {}

    @cached_property
    def corrections_a_confirmer(self):
        """Les corrections, par clé, de chiffres dont le calcul a changé depuis."""
        return {
            cle: correction
            for cle, correction in self.corrections_par_cle.items()
            if cle in self.chiffres
            and nombre_json(correction.calcule) != self.chiffres[cle].calcule
        }

    @cached_property
    def indicateurs(self):
        """Les indicateurs que demande le semestre, avec leur axe."""
        return list(Indicateur.objects.du_semestre(self.periode).select_related("axe"))

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

    @cached_property
    def points(self):
        """Ce que les contrôles relèvent, et ce que la préfecture en répond."""
        return points_du_bilan(self)

    def contenu(self):
        return contenu_du_bilan(self)

    def faits(self):
        return faits_du_bilan(self)

    @classmethod
    def totaliser(cls, contenus):
        return totaux_des_bilans(contenus)

    def parties(self):
        """Ajoute les chiffres à ce que le CGET peut commenter."""
        return super().parties() | {"Chiffres": self.libelles}

    def historiques(self):
        """Ajoute à l'histoire du bilan celle des chiffres corrigés et des résultats saisis."""
        du_semestre = {
            "semestre": self.periode,
            "convention__entreprise__departement": self.departement,
        }
        resultats = ResultatConvention.history.filter(**du_semestre)
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
                ["valeur", "absence"],
            ),
            (
                lambda version: f"{version.convention}, ",
                Reponse.history.filter(**du_semestre).select_related("convention__entreprise"),
                Reponse.CHAMPS,
            ),
        ]

    def manques(self):
        return manques_du_bilan(self)

    def avertissements(self):
        return avertissements_du_bilan(self)

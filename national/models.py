"""Le recueil national : toutes les remontées transmises d'une période, en un seul fichier."""

import datetime
import uuid
from itertools import groupby

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django_q.tasks import async_task

from comptes.models import Utilisateur
from quartiers.models import Departement
from remontees import registre
from remontees.models import Transmission
from socle.francais import en_minuscule
from socle.ordre import cle, francais

# Django cherche les modèles ici.
from .abonnement import Abonnement  # noqa: F401

# Sans signe de vie pendant ce temps, le travailleur est tenu pour mort et le recueil est repris.
SILENCE = datetime.timedelta(seconds=60)
ATTENTE = datetime.timedelta(minutes=15)
ESSAIS_MAXIMUM = 3


class RecueilQuerySet(models.QuerySet["Recueil"]):
    def visibles_par(self, user):
        """Limite aux recueils que `user` a demandés."""
        return self.filter(demande_par=user)

    def abandonnes(self):
        """Limite à ceux dont le travailleur ne donne plus signe de vie.

        Un signe de vie à venir fut écrit par une horloge déréglée.
        """
        maintenant = timezone.now()
        return self.filter(etat=self.model.Etat.EN_COURS).exclude(
            signe_de_vie_le__range=(maintenant - SILENCE, maintenant + SILENCE)
        )

    def oublies(self):
        """Limite à ceux qui attendent depuis si longtemps que leur tâche a dû se perdre."""
        return self.filter(etat=self.model.Etat.EN_ATTENTE, demande_le__lt=timezone.now() - ATTENTE)


class Recueil(models.Model):
    """Un recueil demandé : il se fabrique en tâche de fond, puis se télécharge."""

    class Etat(models.TextChoices):
        EN_ATTENTE = "en_attente", "En attente"
        EN_COURS = "en_cours", "En cours"
        FAIT = "fait", "Prêt"
        ANNULE = "annule", "Annulé"
        ECHEC = "echec", "En échec"

    VIVANTS = (Etat.EN_ATTENTE, Etat.EN_COURS)

    class Format(models.TextChoices):
        PDF = "pdf", "Un PDF"
        ZIP = "zip", "Les fichiers figés (ZIP)"

    genre = models.CharField("genre", max_length=20, choices=registre.choix_de_remontee)
    periode = models.CharField("période", max_length=7)
    format = models.CharField("format", max_length=3, choices=Format)
    demande_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="recueils"
    )
    demande_le = models.DateTimeField("demandé le", auto_now_add=True)
    etat = models.CharField("état", max_length=10, choices=Etat, default=Etat.EN_ATTENTE)
    faits = models.PositiveSmallIntegerField("documents faits", default=0)
    total = models.PositiveSmallIntegerField("documents à faire", default=0)
    # Le travailleur qui le fabrique : un autre ne peut pas écrire à sa place.
    travailleur = models.UUIDField(null=True, editable=False)
    signe_de_vie_le = models.DateTimeField(null=True, editable=False)
    contenu = models.BinaryField("fichier", null=True)
    erreur = models.TextField("erreur", blank=True)
    # Les départements rassemblés : qui n'en suit plus un ne télécharge plus le recueil.
    codes = models.JSONField("départements", default=list)
    essais = models.PositiveSmallIntegerField("essais", default=0)

    objects = RecueilQuerySet.as_manager()

    class Meta:
        verbose_name = "recueil"
        verbose_name_plural = "recueils"
        ordering = ["-demande_le", "-pk"]

    def __str__(self):
        return f"{self.titre} ({self.format.upper()})"

    def get_absolute_url(self):
        return reverse("national:recueil", args=[self.genre, self.periode])

    @property
    def titre(self):
        nom, periode = self.modele.pluriel, self.modele.Periode.lire(self.periode)
        return f"Recueil : {en_minuscule(nom)}, {periode.libelle}"

    @property
    def modele(self):
        """Le modèle des remontées rassemblées."""
        return registre.remontee(self.genre)

    @property
    def nom_de_fichier(self):
        return f"recueil-{self.genre}-{self.periode}.{self.format}"

    @property
    def est_vivant(self):
        """Vrai tant qu'il reste quelque chose à attendre."""
        return self.etat in self.VIVANTS

    def est_lisible_par(self, user):
        """Dit si `user` suit encore tous les départements rassemblés."""
        return set(self.codes) <= set(user.codes_departements_suivis)

    def departements(self):
        """Les départements du demandeur, par région (dans l'ordre du français) puis par code."""
        suivis = Departement.objects.suivis_par(self.demande_par)
        return suivis.select_related("region").order_by(francais("region__nom"), "code")

    def regions(self):
        """Rend les noms des régions rassemblées ; aucun pour un recueil national."""
        if self.demande_par.est_national:
            return []
        return sorted({departement.region.nom for departement in self.departements()}, key=cle)

    def transmissions(self, modele=None):
        """Rend {code du territoire: clé de sa dernière version transmise}.

        `modele` est celui du recueil, ou l'un de ceux qu'il met en tête de chaque région.
        """
        modele = modele or self.modele
        remontees = modele.objects.visibles_par(self.demande_par).filter(periode=self.periode)
        versions = (
            Transmission.objects.pour(modele)
            .filter(object_id__in=remontees.values("pk"))
            .order_by("numero")
            .values_list(modele.champ_territoire, "pk")
        )
        return dict(versions)

    def cles_par_region(self):
        """Rend {région: clés des versions à réunir}, celles de la région d'abord."""
        departementales = self.transmissions()
        regionales = [
            self.transmissions(modele)
            for modele in registre.remontees()
            if modele.recueilli_avec == self.genre
        ]
        par_region = {}
        for region, departements in groupby(self.departements(), lambda d: d.region):
            en_tete = [versions[region.pk] for versions in regionales if region.pk in versions]
            suite = [departementales[d.pk] for d in departements if d.pk in departementales]
            if en_tete or suite:
                par_region[region] = en_tete + suite
        return par_region

    @transaction.atomic
    def demander(self):
        """Enregistre et lance ce recueil ; rend faux si le demandeur attend déjà le même."""
        # Verrouillé : deux envois du même bouton n'en font qu'un.
        Utilisateur.objects.select_for_update().get(pk=self.demande_par_id)
        pareils = Recueil.objects.filter(
            demande_par=self.demande_par,
            genre=self.genre,
            periode=self.periode,
            format=self.format,
            etat__in=self.VIVANTS,
        )
        if pareils.exists():
            return False
        self.save()
        self.lancer()
        return True

    def lancer(self):
        """Met le recueil dans la file, une fois la transaction validée."""
        transaction.on_commit(lambda: async_task("national.taches.fabriquer", self.pk))

    def annuler(self):
        """Arrête la fabrication ; le travailleur s'en aperçoit au document suivant.

        Rend faux s'il n'y avait plus rien à arrêter.
        """
        return bool(
            Recueil.objects.filter(pk=self.pk, etat__in=self.VIVANTS).update(etat=self.Etat.ANNULE)
        )

    def prendre(self):
        """Réserve un recueil en attente pour ce travailleur ; rend faux s'il est déjà pris."""
        self.travailleur = uuid.uuid4()
        return bool(
            Recueil.objects.filter(pk=self.pk, etat=self.Etat.EN_ATTENTE).update(
                etat=self.Etat.EN_COURS,
                travailleur=self.travailleur,
                signe_de_vie_le=timezone.now(),
                faits=0,
                essais=models.F("essais") + 1,
            )
        )

    def noter(self, **champs):
        """Écrit l'avancement ; rend faux si le recueil est annulé ou repris par un autre."""
        return bool(
            Recueil.objects.filter(
                pk=self.pk, etat=self.Etat.EN_COURS, travailleur=self.travailleur
            ).update(signe_de_vie_le=timezone.now(), **champs)
        )

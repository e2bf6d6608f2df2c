"""L'utilisateur, son rôle et ses périmètres."""

import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from quartiers.models import Departement, Region
from socle.imports.models import ImportDeFichier
from socle.noms import nommer_plus_tard
from socle.recherche import Cherchable

# Django cherche les modèles ici.
from .delegations import Delegation  # noqa: F401
from .gestes import GesteDeCompte  # noqa: F401
from .jetons import Jeton  # noqa: F401
from .journal import JournalAcces  # noqa: F401
from .querysets import UtilisateurManager
from .territoires import AvecTerritoires

COURRIEL_PRIS = "Cette adresse est déjà celle d’un autre compte."
# Sans quoi un inconnu remplirait une messagerie de liens.
ENTRE_DEUX_LIENS = datetime.timedelta(minutes=10)


class Utilisateur(AvecTerritoires, Cherchable, AbstractUser):
    """Personne qui se connecte au portail, avec un seul rôle et un ou plusieurs périmètres."""

    class Role(models.TextChoices):
        AGENT = "agent", "Agent de préfecture"
        VALIDEUR = "valideur", "Valideur (préfet, sous-préfet ville, PDEC)"
        AGENT_REGION = "agent_region", "Agent de région"
        VALIDEUR_REGION = "valideur_region", "Valideur de région (préfet de région, SGAR)"
        REGION = "region", "Préfecture de région"
        MINISTERE = "ministere", "Ministère chef de file"
        CGET = "cget", nommer_plus_tard("{cget}")
        ADMINISTRATEUR = "administrateur", "Administrateur"

    class Rythme(models.TextChoices):
        PAR_JOUR = "jour", "Une fois par jour, en un seul courriel"
        AUSSITOT = "aussitot", "Chacun aussitôt"
        JAMAIS = "jamais", "Aucun"

    ROLES_DE_PREFECTURE = (Role.AGENT, Role.VALIDEUR)
    ROLES_DE_PREFECTURE_DE_REGION = (Role.AGENT_REGION, Role.VALIDEUR_REGION)
    ROLES_DE_REGION = (Role.REGION, *ROLES_DE_PREFECTURE_DE_REGION)
    ROLES_DE_VALIDEUR = (Role.VALIDEUR, Role.VALIDEUR_REGION)
    ROLES_NATIONAUX = (Role.MINISTERE, Role.CGET, Role.ADMINISTRATEUR)
    # Une campagne peut être à ouvrir avant que le CGET ait un compte.
    OUVRENT_LES_CAMPAGNES = (Role.CGET, Role.ADMINISTRATEUR)
    RELANCENT = (Role.CGET, *ROLES_DE_REGION)

    role = models.CharField("rôle", max_length=20, choices=Role, default=Role.AGENT)
    fonction = models.CharField("fonction", max_length=150, blank=True)
    telephone = models.CharField("téléphone", max_length=30, blank=True)
    rythme = models.CharField(
        "courriels qui ne sont pas urgents", max_length=8, choices=Rythme, default=Rythme.PAR_JOUR
    )
    invite_le = models.DateTimeField("invité le", null=True, blank=True, editable=False)
    efface_le = models.DateTimeField("effacé le", null=True, blank=True, editable=False)
    lien_demande_le = models.DateTimeField("lien demandé le", null=True, editable=False)
    # Une session ouverte avant cet instant ne vaut plus.
    sessions_fermees_le = models.DateTimeField("sessions fermées le", null=True, editable=False)
    sub_proconnect = models.CharField(
        "identité ProConnect",
        max_length=255,
        unique=True,
        null=True,
        blank=True,
        help_text="Liée à la première connexion ; la vider permet de lier une autre identité.",
    )

    # {adresse d'une liste: la recherche que la personne y retrouve}, lues avec le compte.
    listes = models.JSONField("listes habituelles", default=dict, blank=True, editable=False)

    objects: ClassVar = UtilisateurManager()

    class Meta(AbstractUser.Meta):
        verbose_name = "utilisateur"
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="utilisateur_courriel_unique",
                condition=~Q(email=""),
                violation_error_code="email",
                violation_error_message=COURRIEL_PRIS,
            )
        ]

    def __str__(self):
        return self.get_full_name() or self.username

    def save(self, **kwargs):
        """Enregistre ; un mot de passe changé, par n'importe quelle porte, révoque les jetons."""
        change = self._password is not None  # type: ignore[attr-defined]
        super().save(**kwargs)
        if change:
            self.jetons.all().delete()

    def get_absolute_url(self):
        return reverse("personne", args=[self.pk])

    def garder_la_liste(self, adresse, recherche):
        """Garde la recherche (« departement=59 ») d'une liste ; vide, l'oublie."""
        self.listes.pop(adresse, None)
        if recherche:
            self.listes[adresse] = recherche
        self.save(update_fields=["listes"])

    def reserver_un_lien(self):
        """Dit si un lien de mot de passe peut partir ; un autre attendra dix minutes."""
        maintenant = timezone.now()
        recent = Q(lien_demande_le__range=(maintenant - ENTRE_DEUX_LIENS, maintenant))
        libres = type(self).objects.filter(pk=self.pk).exclude(recent)
        return bool(libres.update(lien_demande_le=maintenant))

    def fermer_les_acces(self):
        """Ferme les sessions ouvertes, et révoque jetons de l'API et liens d'agenda."""
        self.sessions_fermees_le = timezone.now()
        self.save(update_fields=["sessions_fermees_le"])
        self.jetons.all().delete()

    def _get_session_auth_hash(self, secret=None):
        # Django y compare chaque session : un mot de passe changé la ferme, et cet instant aussi.
        empreinte = super()._get_session_auth_hash(secret)  # type: ignore[misc]
        return f"{empreinte}{self.sessions_fermees_le or ''}"

    def clean(self):
        """Lève ValidationError si l'adresse est l'identifiant d'un autre compte.

        On se connecte par l'un ou par l'autre : ils ne peuvent pas désigner deux personnes.
        """
        super().clean()
        homonymes = type(self).objects.filter(username__iexact=self.email).exclude(pk=self.pk)
        if self.email and homonymes.exists():
            raise ValidationError({"email": COURRIEL_PRIS})

    def texte_cherche(self):
        return f"{self.get_full_name()} {self.username} {self.email} {self.fonction}"

    @property
    def est_en_attente(self):
        """Vrai tant que la personne n'a pas suivi l'invitation reçue (voir `en_attente`)."""
        jamais_venu = self.last_login is None or (
            self.invite_le is not None and self.last_login < self.invite_le
        )
        sans_mot_de_passe = self.password.startswith(UNUSABLE_PASSWORD_PREFIX)
        return self.is_active and sans_mot_de_passe and jamais_venu

    @property
    def libelle_etat(self):
        """État du compte, en clair."""
        if not self.is_active:
            return "Désactivé"
        return "Invitation en attente" if self.est_en_attente else "Actif"

    def prendre_role(self, role):
        """Donne ce rôle, et l'administration de Django au seul administrateur."""
        self.role = role
        self.is_staff = self.is_superuser = self.est_administrateur

    def poser_perimetres(self, departements, regions):
        """Remplace les périmètres par ceux-ci (codes INSEE) ; sans aucun, par la nation."""
        voulus = {(code, None) for code in departements} | {(None, code) for code in regions}
        voulus = voulus or {(None, None)}
        poses = {(p.departement_id, p.region_id): p.pk for p in self.perimetres.all()}
        self.perimetres.filter(pk__in=[poses[cle] for cle in poses.keys() - voulus]).delete()
        for departement, region in sorted(voulus - poses.keys(), key=str):
            self.perimetres.create(departement_id=departement, region_id=region)

    @property
    def est_prefecture(self):
        """Vrai pour l'agent et le valideur d'une préfecture de département."""
        return self.role in self.ROLES_DE_PREFECTURE

    @property
    def est_prefecture_de_region(self):
        """Vrai pour qui écrit au nom d'une région (le rôle « région » ne fait que lire)."""
        return self.role in self.ROLES_DE_PREFECTURE_DE_REGION

    @property
    def est_de_region(self):
        """Vrai pour toute personne d'une préfecture de région, qu'elle y écrive ou non."""
        return self.role in self.ROLES_DE_REGION

    @property
    def est_cget(self):
        """Vrai pour le CGET, qui examine les remontées."""
        return self.role == self.Role.CGET

    @property
    def est_ministere(self):
        """Vrai pour un ministère chef de file, qui tient les valeurs de ses mesures."""
        return self.role == self.Role.MINISTERE

    @property
    def est_administrateur(self):
        """Vrai pour qui importe les listes et gère les comptes."""
        return self.role == self.Role.ADMINISTRATEUR

    @property
    def ouvre_les_campagnes(self):
        """Vrai pour qui dit ce qui est attendu, de qui et pour quand."""
        return self.role in self.OUVRENT_LES_CAMPAGNES

    @property
    def peut_relancer(self):
        """Vrai pour qui rappelle à la main, à une préfecture, ce qu'une campagne attend."""
        return self.role in self.RELANCENT

    @property
    def doit_second_facteur(self):
        """Vrai pour le CGET et qui gère le portail, sauf en démonstration."""
        return settings.SECOND_FACTEUR_EXIGE and (
            self.est_cget or self.est_administrateur or self.is_staff or self.is_superuser
        )

    def peut_transmettre(self, territoire):
        """Dit si l'utilisateur peut transmettre les remontées de ce département ou de cette région,
        de son propre chef, par décision du département, ou par une délégation en cours.
        """
        return self.ecrit_pour(territoire) and (
            getattr(territoire, "agents_transmettent", False) or self.peut_signer(territoire)
        )

    def peut_signer(self, territoire):
        """Dit si l'utilisateur y transmet de son propre chef, ou par une délégation en cours."""
        return self.ecrit_pour(territoire) and (
            self.est_valideur or any(delegant.signe_pour(territoire) for delegant in self.delegants)
        )


class Perimetre(models.Model):
    """Territoire ouvert à un utilisateur : un département, une région, ou la nation entière."""

    utilisateur = models.ForeignKey(Utilisateur, models.CASCADE, related_name="perimetres")
    departement = models.ForeignKey(
        Departement,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="perimetres",
        verbose_name="département",
    )
    region = models.ForeignKey(
        Region,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="perimetres",
        verbose_name="région",
    )

    class Meta:
        verbose_name = "périmètre"
        constraints = [
            models.CheckConstraint(
                name="perimetre_un_seul_territoire",
                condition=Q(departement__isnull=True) | Q(region__isnull=True),
                violation_error_message="Choisissez un département ou une région, pas les deux "
                "(ni l’un ni l’autre : périmètre national).",
            ),
            models.UniqueConstraint(
                name="perimetre_departement_unique", fields=["utilisateur", "departement"]
            ),
            models.UniqueConstraint(
                name="perimetre_region_unique", fields=["utilisateur", "region"]
            ),
            models.UniqueConstraint(
                name="perimetre_national_unique",
                fields=["utilisateur"],
                condition=Q(departement__isnull=True, region__isnull=True),
            ),
        ]

    def __str__(self):
        return str(self.departement or self.region or "National")


class ImportComptes(ImportDeFichier):
    """Journal des imports de comptes (voir `socle.imports.moteur`)."""

    # Des adresses de personnes, qu'un effacement n'irait pas chercher dans un fichier.
    se_garde = False

    class Meta(ImportDeFichier.Meta):
        verbose_name = "import de comptes"
        verbose_name_plural = "imports de comptes"

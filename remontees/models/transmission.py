"""La version figée d'une remontée : données, PDF, empreinte, envoi."""

import datetime
import hashlib
import json
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.functional import cached_property

from courriels.models import Courriel
from quartiers.models import Departement, Region
from quartiers.querysets import TerritorialQuerySet
from socle.textes import TexteField

from .. import courriel
from ..code_court import code_court
from ..differences import comparer, lignes
from ..formats import interpreter
from ..lettre import signer
from .empechements import EtatInvalide

# La file s'achemine aussitôt : au-delà, c'est que personne ne l'achemine.
DELAI_D_ENVOI = datetime.timedelta(minutes=10)


class TransmissionQuerySet(TerritorialQuerySet["Transmission"]):
    droit = "suit_les_remontees"

    def visibles_par(self, user):
        """Limite aux versions des départements que suit `user`, et de ses régions."""
        visibles = super().visibles_par(user)
        if user.est_national or not user.suit_les_remontees:
            return visibles
        return visibles | self.filter(region__in=user.codes_regions)

    def reconnaitre(self, sha256):
        """Rend la version dont le PDF a cette empreinte, ou None."""
        return self.filter(sha256=sha256).defer("pdf", "donnees").first()

    def figer(self, remontee, user, contenu):
        """Fige ce `contenu` de `remontee` en une version que transmet `user` ; la rend.

        La phrase que fait certifier la campagne se garde à côté : le format n'en change pas.
        """
        derniere = remontee.derniere_transmission()
        numero = derniere.numero + 1 if derniere else 1
        maintenant = timezone.now()
        donnees = json.dumps(
            contenu
            | {
                "version": numero,
                "transmis_le": timezone.localtime(maintenant).isoformat(),
                "transmis_par": user.signature(remontee.territoire),
                "signataire": signer(user, remontee.territoire),
            },
            cls=DjangoJSONEncoder,
            ensure_ascii=False,
            indent=2,
        )
        # Le passage par JSON garantit que le PDF montre exactement les données gardées.
        fige = json.loads(donnees)
        # Rien ne se fige que le portail ne saurait relire.
        interpreter(fige, remontee.formats)
        fichier = remontee.imprimer(fige, donnees.encode())
        return self.create(
            remontee=remontee,
            **{remontee.champ_territoire: remontee.territoire},
            numero=numero,
            donnees=fige,
            pdf=fichier,
            code=code_court(hashlib.sha256(donnees.encode()).hexdigest()),
            certifie=remontee.phrase_a_certifier,
            sha256=hashlib.sha256(fichier).hexdigest(),
            nom_fichier=f"{remontee.nom_de_fichier()}-v{numero}.pdf",
            transmise_le=maintenant,
            transmise_par=user,
        )

    def noter_l_envoi(self, courriel):
        """Note l'heure d'envoi, ou la dernière erreur, sur la version qu'un `Courriel` porte."""
        sha256, _, _ = courriel.identifiant.strip("<>").partition("@")
        self.filter(sha256=sha256, courriel_envoye_le=None).update(
            courriel_envoye_le=courriel.envoye_le, courriel_erreur=courriel.erreur
        )

    def dernieres(self):
        """Limite à la dernière version de chaque remontée."""
        suivantes = self.model.objects.filter(
            content_type=OuterRef("content_type"),
            object_id=OuterRef("object_id"),
            numero__gt=OuterRef("numero"),
        )
        return self.filter(~Exists(suivantes))

    def avec_lecture(self, user):
        """Ajoute à chacune si `user` l'a ouverte (`lue`)."""
        lectures = self.model.lue_par.through.objects.filter(
            transmission=OuterRef("pk"), utilisateur=user
        )
        return self.annotate(lue=Exists(lectures))

    def pour(self, modele):
        """Limite aux versions des remontées d'un modèle."""
        return self.filter(content_type=ContentType.objects.get_for_model(modele))


class Transmission(models.Model):
    """Version figée d'une remontée : données, PDF et empreinte, gardés pour toujours."""

    content_type = models.ForeignKey(ContentType, models.PROTECT)
    object_id = models.PositiveBigIntegerField()
    remontee: Any = GenericForeignKey()
    departement = models.ForeignKey(
        Departement, models.PROTECT, verbose_name="département", null=True
    )
    region = models.ForeignKey(Region, models.PROTECT, verbose_name="région", null=True)
    numero = models.PositiveSmallIntegerField("version")
    donnees = models.JSONField("données", encoder=DjangoJSONEncoder)
    pdf = models.BinaryField("PDF")
    code = models.CharField("code court", max_length=12, blank=True, editable=False)
    certifie = TexteField("ce que certifie qui l’a transmise", blank=True, editable=False)
    sha256 = models.CharField("empreinte SHA-256 du PDF", max_length=64, db_index=True)
    nom_fichier = models.CharField("nom du fichier", max_length=100)
    transmise_le = models.DateTimeField("transmise le")
    transmise_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="transmise par"
    )
    lue_par = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="+", verbose_name="lue par", editable=False
    )
    courriel_envoye_le = models.DateTimeField("courriel envoyé le", null=True)
    courriel_erreur = models.TextField("erreur d’envoi", blank=True)

    objects = TransmissionQuerySet.as_manager()

    class Meta:
        verbose_name = "transmission"
        ordering = ["-numero"]
        constraints = [
            models.UniqueConstraint(
                name="transmission_version_unique",
                fields=["content_type", "object_id", "numero"],
            ),
            models.UniqueConstraint(
                name="transmission_code_unique", fields=["code"], condition=~Q(code="")
            ),
            models.CheckConstraint(
                name="transmission_un_territoire",
                condition=Q(departement__isnull=True) ^ Q(region__isnull=True),
            ),
        ]

    def __str__(self):
        return f"{self.nom_fichier} (version {self.numero})"

    @property
    def territoire(self):
        """Le département, ou la région, qui a transmis."""
        return self.departement or self.region

    @cached_property
    def a_plat(self):
        """Son contenu figé, mis à plat : {nom de colonne: valeur}."""
        return self.remontee.a_plat.valeurs(self.donnees)

    @property
    def modele(self):
        """Le modèle de sa remontée."""
        return self.content_type.model_class()

    @property
    def contenu(self):
        """Ses données, lues par la classe de leur format (voir `remontees.formats`)."""
        return interpreter(self.donnees, self.modele.formats)

    def changements_depuis(self, ancienne):
        """Rend les `remontees.differences.Ligne` qui changent d'`ancienne` à cette version.

        L'une et l'autre peuvent être de deux formats.
        """
        formats = dict.fromkeys(type(version.contenu) for version in (self, ancienne))
        differences = comparer(ancienne.donnees, self.donnees)
        return list(lignes(differences, *(format_.schema_json() for format_ in formats)))

    def ecarts_avec(self, contenu):
        """Rend les `Ligne` qui changent de cette version à un `contenu` d'aujourd'hui."""
        formats = dict.fromkeys((self.modele.formats[contenu["format"]], type(self.contenu)))
        differences = comparer(self.donnees, contenu)
        return list(lignes(differences, *(format_.schema_json() for format_ in formats)))

    @cached_property
    def rectification(self):
        """La `Rectification` dont elle est la réponse, ou None."""
        return self.remontee.rectifications.tenues().filter(numero=self.numero - 1).first()

    @property
    def precedente(self):
        """La version d'avant, ou None."""
        return self.remontee.transmissions.filter(numero__lt=self.numero).defer("pdf").first()

    @property
    def est_remplacee(self):
        """Vrai quand une version plus récente a été transmise."""
        return self.remontee.transmissions.filter(numero__gt=self.numero).exists()

    @property
    def identifiant_de_courriel(self):
        """L'en-tête « Message-ID » de son envoi, le même à chaque essai."""
        return f"<{self.sha256}@quartiers>"

    @property
    def courriel_en_file(self):
        """Son `Courriel` qui attend dans la file, ou None."""
        en_file = Courriel.objects.en_attente().filter(identifiant=self.identifiant_de_courriel)
        return en_file.defer("contenu").first()

    @property
    def courriel_tarde(self):
        """Vrai quand personne n'a essayé d'envoyer le courriel depuis dix minutes."""
        attend = self.courriel_envoye_le is None and not self.courriel_erreur
        return attend and timezone.now() - self.transmise_le > DELAI_D_ENVOI

    def envoyer(self):
        """Met en file le PDF pour ses destinataires, et l'accusé pour l'expéditeur.

        Le courriel partira quand le serveur répondra (voir `courriels`) : la transmission ne
        l'attend pas.
        """
        courriel.envoyer_transmission(self)
        courriel.envoyer_accuse(self)
        courriel.envoyer_a_lire(self)

    @transaction.atomic
    def envoyer_de_nouveau(self, user):
        """Remet en file, à la demande de `user`, le courriel que la file a abandonné.

        Lève PermissionDenied s'il ne peut pas transmettre, EtatInvalide si le courriel est parti ou
        attend encore : rien n'est alors ajouté.
        """
        if not user.peut_transmettre(self.territoire):
            raise PermissionDenied
        # Verrouillée : deux demandes au même instant n'ajoutent qu'un courriel.
        actuelle = Transmission.objects.select_for_update().defer("donnees").get(pk=self.pk)
        if actuelle.courriel_envoye_le:
            raise EtatInvalide("Ce courriel est déjà parti.")
        if not actuelle.remontee.destinataires():
            raise EtatInvalide("Aucune adresse de destinataire n’est réglée : rien ne partirait.")
        if actuelle.courriel_en_file:
            raise EtatInvalide("Ce courriel attend déjà dans la file : il partira seul.")
        Courriel.objects.filter(identifiant=self.identifiant_de_courriel).delete()
        courriel.envoyer_transmission(actuelle)

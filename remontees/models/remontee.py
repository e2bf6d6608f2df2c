"""Ce que partagent toutes les remontées aux ministères : état, verrou, transmission.

Chaque remontée étend `Remontee` par son territoire (`.territoire`), lui donne un contenu, des
manques et des gabarits, et s'inscrit au registre ; ce module n'en connaît aucune.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils.functional import cached_property
from simple_history.models import HistoricalRecords

from quartiers.models import Departement, Region
from socle.textes import TexteField

from .. import pdf
from ..a_plat import MiseAPlat
from ..formats import Contenu
from ..garde import RelationGardee
from ..periodes import Annee, PeriodeField, Semestre
from .campagne import Campagne, PieceJointe
from .commentaire import Commentaire
from .empechements import Conflit, EtatInvalide, Manque
from .examen import COMMENTAIRES, Examinable
from .transmission import Transmission


class Remontee(Examinable, models.Model):
    """Compte rendu d'un territoire à l'État : brouillon, puis versions transmises et figées."""

    class Etat(models.TextChoices):
        BROUILLON = "brouillon", "Brouillon"
        TRANSMISE = "transmise", "Transmise"
        A_COMPLETER = "a_completer", "À compléter"
        ACCEPTEE = "acceptee", "Acceptée"

    MODIFIABLES = (Etat.BROUILLON, Etat.A_COMPLETER)
    # Un gabarit lit les mots d'une remontée sur son modèle même, sans en créer une.
    do_not_call_in_templates = True

    # Donnés par chaque remontée : sa clé, son pas de temps, son rang parmi toutes.
    genre: str
    Periode: type[Annee] | type[Semestre]
    rang: int
    # Son territoire, et le champ qui le porte (voir `.territoire`).
    Territoire: type[Departement] | type[Region]
    champ_territoire: str
    region: Any
    objects: ClassVar[Any]
    # La classe qui lit chaque format figé, par numéro ; le portail fige au dernier.
    formats: dict[int, type[Contenu]]
    # Ses gabarits, le nom de ses adresses et de ses données, comment la nommer et l'accorder.
    gabarit_pdf: str
    gabarit_sections: str
    adresses: str
    jeu: str
    libelle: str
    pluriel: str
    designation: str
    accord = "e"
    destination: str
    # Les textes sans lesquels elle ne part pas : {champ: ce qui se dit quand il est vide}.
    textes_exiges: dict = {}
    # Les textes qu'une remontée neuve reprend de la précédente.
    textes_repris: tuple = ()
    # Ce que ses pages lisent toujours avec elle.
    relations: tuple = ()
    # Les colonnes de son contenu figé, dans les exports.
    a_plat = MiseAPlat()
    # Ce que sa liste lit avec chaque territoire.
    relations_du_territoire: tuple = ()
    # Le genre dont elle rejoint le recueil, en tête de sa région ; vide : elle a le sien.
    recueilli_avec = ""
    # La fonction qui crée celles de la démonstration (chemin Python).
    demonstration = ""

    periode: Any = PeriodeField("période")
    etat = models.CharField("état", max_length=12, choices=Etat, default=Etat.BROUILLON)
    verrou = models.PositiveIntegerField(default=0, editable=False)
    cree_le = models.DateTimeField("créée le", auto_now_add=True)
    modifie_le = models.DateTimeField("modifiée le", auto_now=True)
    modifie_par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="modifiée par",
    )
    commentaire_retour = TexteField("demande de complément", blank=True)
    retour_pour_le = models.DateField("complément attendu pour le", null=True, blank=True)
    retour_limite = models.BooleanField("seuls les champs commentés sont rouverts", default=False)
    reprises = models.JSONField("textes repris, à confirmer", default=list, editable=False)
    transmissions = RelationGardee(Transmission)
    commentaires = GenericRelation(Commentaire)
    history = HistoricalRecords(inherit=True)

    class Meta:
        abstract = True

    def get_absolute_url(self):
        return self.adresse()

    @property
    def territoire(self):
        """Le département, ou la région, qui rend compte."""
        return getattr(self, self.champ_territoire)

    @property
    def code(self):
        """Le code INSEE de son territoire."""
        return getattr(self, f"{self.champ_territoire}_id")

    @classmethod
    def codes_modifiables(cls, user):
        """Rend les codes des territoires où `user` écrit de telles remontées."""
        return getattr(user, cls.objects.none().modifiables, ())

    @classmethod
    def codes_couverts(cls, user):
        """Rend les codes des territoires de `user`, au niveau qui rend compte ainsi."""
        return getattr(user, cls.objects.none().couverts, ())

    def est_ecrite_par(self, user):
        """Dit si la remontée est de la préfecture de `user`."""
        return self.code in self.codes_modifiables(user)

    @classmethod
    def code_pour(cls, departement):
        """Rend le code du territoire qui rend compte de ce département."""
        raise NotImplementedError

    @classmethod
    def dates(cls, periode):
        """Rend (ouverture, échéance) que la circulaire fixe à la `periode`."""
        raise NotImplementedError

    @classmethod
    def libelle_du_champ(cls, champ):
        return cls._meta.get_field(champ).verbose_name

    @classmethod
    def dues(cls, campagne):
        """Rend les `Due` d'une campagne de ce genre (voir `remontees.relances`)."""
        return cls.objects.dues(campagne)

    def adresse(self, page="", *suite):
        """Rend l'adresse d'une page de la remontée, par exemple `adresse("version_pdf", 2)`."""
        nom = f"{self.adresses}_{page}" if page else self.adresses
        return reverse(nom, args=[self.periode, self.code, *suite])

    @cached_property
    def campagne(self):
        """La campagne de la remontée, ou None."""
        pieces = Prefetch("pieces", PieceJointe.objects.defer("contenu"))
        campagnes = Campagne.objects.filter(genre=self.genre, periode=str(self.periode))
        return campagnes.prefetch_related(pieces).first()

    def destinataires(self):
        """Rend les adresses électroniques qui reçoivent la transmission."""
        raise NotImplementedError

    def nom_de_fichier(self):
        """Rend le nom du PDF, sans version ni extension."""
        raise NotImplementedError

    def contenu(self):
        """Rend le contenu complet, en types JSON : c'est lui que montrent la page et le PDF."""
        raise NotImplementedError

    def manques(self):
        """Rend la liste des `Manque` qui empêchent la transmission."""
        raise NotImplementedError

    def manques_ecrits(self):
        """Rend un `Manque` par texte exigé qui n'est pas écrit."""
        for champ, libelle in self.textes_exiges.items():
            if not getattr(self, champ):
                yield Manque(libelle, f"{self.adresse()}#id_{champ}")

    @classmethod
    def preparer(cls, remontees):
        """Lit d'avance, et d'un coup, ce que demanderont les manques de ces remontées."""
        renvoyees = [r for r in remontees if r.etat == cls.Etat.A_COMPLETER]
        prefetch_related_objects(renvoyees, COMMENTAIRES)

    def tous_les_manques(self):
        """Rend les manques, et les commentaires du CGET qui attendent une réponse."""
        manques = [
            *self.manques(),
            *(
                Manque(
                    f"Relisez « {self.libelle_du_champ(champ)} », repris de la période "
                    "précédente, puis confirmez-le.",
                    f"{self.adresse()}#checkboxes-id_confirmes",
                )
                for champ in self.reprises
            ),
        ]
        # Le CGET ne commente que ce qu'il renvoie ensuite à compléter.
        if self.etat == self.Etat.A_COMPLETER:
            manques += [
                Manque(
                    f"Répondez au commentaire du CGET sur « {commentaire.partie} ».",
                    f"{self.adresse()}#id_reponse-{commentaire.pk}",
                )
                for commentaire in self.commentaires_lus
                if not (commentaire.clos or commentaire.reponse)
            ]
        return manques

    def verifier(self):
        """Lève ValidationError si le document complet ne peut pourtant pas partir."""

    def a_remplir_par(self, user):
        """Dit si `user` peut lire et écrire le texte en cours ; sinon il lit la version figée."""
        return self.etat in self.MODIFIABLES and self.est_ecrite_par(user)

    def reprendre(self, precedente):
        """Reprend les textes d'une remontée `precedente`, marqués à confirmer."""
        for champ in self.textes_repris:
            if texte := getattr(precedente, champ):
                setattr(self, champ, texte)
                self.reprises.append(champ)

    def historiques(self):
        """Rend les versions enregistrées à montrer : (préfixe d'une version, versions, champs)."""
        techniques = {"id", self.champ_territoire, "periode", "modifie_par"}
        champs = [
            champ.name
            for champ in self._meta.concrete_fields
            if champ.editable and champ.name not in techniques
        ]
        return [(lambda version: "", self.history.all(), champs)]

    def derniere_transmission(self):
        return self.transmissions.defer("pdf").first()

    @classmethod
    def imprimer(cls, contenu, donnees=None):
        """Rend les octets du PDF d'un contenu figé, et y joint ses `donnees` (octets JSON)."""
        return pdf.rendre_pdf(cls.gabarit_pdf, {"contenu": contenu, "projet": False}, donnees)

    def pdf_de_projet(self):
        """Rend les octets du PDF du texte en cours, marqué « projet »."""
        return pdf.rendre_pdf(self.gabarit_pdf, {"contenu": self.contenu(), "projet": True})

    @transaction.atomic
    def enregistrer(self, user, verrou):
        """Enregistre ce que `user` a écrit dans cet objet, sur la version `verrou`.

        Lève EtatInvalide si la remontée ne se modifie plus, Conflit si quelqu'un d'autre l'a
        enregistrée depuis : rien n'est alors écrit.
        """
        etat = self._en_etat(*self.MODIFIABLES, verrou=verrou).etat
        self.verrou = verrou
        self._passer(etat, user)

    @transaction.atomic
    def transmettre(self, user, verrou=None):
        """Fige une nouvelle version et la transmet ; rend la `Transmission`.

        `verrou` est celui de la version relue par le valideur. Lève PermissionDenied (sans
        droit), EtatInvalide (déjà transmise), Conflit (modifiée depuis la relecture) ou
        ValidationError (incomplète). Le courriel est mis en file dans la même transaction.
        """
        if not user.peut_transmettre(self.territoire):
            raise PermissionDenied
        actuelle = self._en_etat(*self.MODIFIABLES, verrou=verrou)
        if manques := [manque.libelle for manque in actuelle.tous_les_manques()]:
            raise ValidationError(manques)
        actuelle.verifier()
        transmission = Transmission.objects.figer(actuelle, user)
        actuelle._passer(self.Etat.TRANSMISE, user)
        transmission.envoyer()
        return transmission

    def _en_etat(self, *etats, verrou=None):
        actuelle = type(self).objects.select_for_update().get(pk=self.pk)
        if actuelle.etat not in etats:
            raise EtatInvalide(f"Cette remontée est {self.Etat(actuelle.etat).label.lower()}.")
        if verrou is not None and actuelle.verrou != verrou:
            raise Conflit
        return actuelle

    def _passer(self, etat, user):
        self.etat, self.modifie_par, self.verrou = etat, user, self.verrou + 1
        self.save()

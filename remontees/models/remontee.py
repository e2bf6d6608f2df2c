"""Ce que partagent toutes les remontées aux ministères : état, verrou, transmission.

Chaque remontée étend `Remontee` par son territoire (`.territoire`), lui donne un contenu, des
manques et des gabarits, et s'inscrit au registre ; ce module n'en connaît aucune.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models, transaction
from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils.functional import cached_property
from simple_history.models import HistoricalRecords

from quartiers.models import Departement, Region
from socle.dates import DateField
from socle.noms import nommer
from socle.textes import TexteField

from ..a_plat import MiseAPlat
from ..formats import Contenu
from ..garde import RelationGardee
from ..periodes import Annee, PeriodeField, Semestre
from ..sections import Section
from .avancee import libeller_etat, vu_d_ailleurs
from .avis import Avis
from .campagne import Campagne, PieceJointe
from .circuit import AvecCircuit
from .commentaire import Commentaire
from .decision import Note
from .empechements import Manque
from .examen import Examinable
from .impression import Imprimable
from .rectification import Rectifiable, Rectification
from .redaction import AvecPremierJet
from .soumission import Soumission
from .transmission import Transmission


class Remontee(Examinable, AvecCircuit, Rectifiable, Imprimable, AvecPremierJet, models.Model):
    """Compte rendu d'un territoire à l'État : brouillon, puis versions transmises et figées."""

    class Etat(models.TextChoices):
        BROUILLON = "brouillon", "Brouillon"
        A_SIGNER = "a_signer", "À signer"
        TRANSMISE = "transmise", "Transmise"
        A_COMPLETER = "a_completer", "À compléter"
        ACCEPTEE = "acceptee", "Acceptée"

    MODIFIABLES = (Etat.BROUILLON, Etat.A_COMPLETER)
    # Ce que la préfecture n'a pas encore transmis, ou transmettra de nouveau.
    EN_PREPARATION = (*MODIFIABLES, Etat.A_SIGNER)
    TRANSMISES = (Etat.TRANSMISE, Etat.ACCEPTEE)
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
    # Son gabarit, le nom de ses adresses et de ses données, comment la nommer et l'accorder.
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
    # Les sections de sa saisie, dans l'ordre du document.
    sections: tuple[Section, ...] = ()
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
    retour_pour_le = DateField("complément attendu pour le", null=True, blank=True)
    retour_limite = models.BooleanField("seuls les champs commentés sont rouverts", default=False)
    reprises = models.JSONField("textes repris, à confirmer", default=list, editable=False)
    transmissions = RelationGardee(Transmission)
    commentaires = GenericRelation(Commentaire)
    soumissions = GenericRelation(Soumission)
    rectifications = GenericRelation(Rectification)
    avis = GenericRelation(Avis)
    notes = GenericRelation(Note)
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

    @classmethod
    def codes_en_charge(cls, user):
        """Rend les codes des territoires que `user`, du CGET, suit en propre ; aucun : tous."""
        return getattr(user, cls.objects.none().en_charge, ())

    def est_ecrite_par(self, user):
        """Dit si la remontée est de la préfecture de `user`."""
        return self.code in self.codes_modifiables(user)

    @property
    def libelle_etat_public(self):
        """Son état, tel qu'il se lit hors de la préfecture."""
        return libeller_etat(vu_d_ailleurs(self.etat), type(self))

    def libelle_etat_pour(self, user):
        """Rend son état, tel que `user` peut le savoir."""
        return self.get_etat_display() if self.est_ecrite_par(user) else self.libelle_etat_public

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

    def avertissements(self):
        """Rend les `Manque` que l'on peut laisser : ils se voient, et n'empêchent rien."""
        return []

    def manques_ecrits(self):
        """Rend un `Manque` par texte exigé qui n'est pas écrit."""
        for champ, libelle in self.textes_exiges.items():
            if not getattr(self, champ):
                yield Manque(libelle, f"{self.adresse()}#id_{champ}")

    @classmethod
    def preparer(cls, remontees):
        """Lit d'avance, et d'un coup, ce que demanderont les manques de ces remontées."""
        prefetch_related_objects([r for r in remontees if r.pk], "commentaires")

    def tous_les_manques(self):
        """Rend les manques, une période fermée, et les commentaires du CGET sans réponse."""
        manques = [
            *self.manques(),
            *self.manques_de_periode(),
            *(
                Manque(
                    f"Relisez « {self.libelle_du_champ(champ)} », repris de la période "
                    "précédente, puis confirmez-le.",
                    f"{self.adresse()}#reprise-{champ}",
                )
                for champ in self.reprises
            ),
        ]
        manques += [
            Manque(
                f"{nommer('Répondez au commentaire {du cget}')} sur « {commentaire.partie} ».",
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

    def inscrire(self, **champs):
        """Inscrit une remontée neuve avec ces `champs`, si personne ne l'a fait entre-temps."""
        if self.pk is None:
            inscrite, _ = type(self).objects.get_or_create(
                champs, periode=self.periode, **{self.champ_territoire: self.territoire}
            )
            self.pk, self.cree_le = inscrite.pk, inscrite.cree_le
            self._state.adding = False

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

    @transaction.atomic
    def enregistrer(self, user, verrou):
        """Enregistre ce que `user` a écrit dans cet objet, sur la version `verrou`.

        Lève EtatInvalide si la remontée ne se modifie plus, Conflit si quelqu'un d'autre l'a
        enregistrée depuis : rien n'est alors écrit.
        """
        etat = self._en_etat(*self.MODIFIABLES, verrou=verrou).etat
        self.verrou = verrou
        self._passer(etat, user)

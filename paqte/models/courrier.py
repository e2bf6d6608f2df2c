"""Les courriers d'une préfecture à ses entreprises : leur texte, leur départ, ce qu'il en fut."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from simple_history.models import HistoricalRecords

from courriels.models import Courriel
from quartiers.models import Departement
from socle.fixtures import lire_fixture
from socle.francais import ecrire_jour
from socle.textes import TexteField

from ..querysets import PaqteQuerySet
from .demande import Demande

# L'heure où partent, ensemble, les courriers du jour (heure de Paris).
HEURE_DE_DEPART = 18


class Genre(models.TextChoices):
    """Ce que dit un courrier."""

    DEMANDE = "demande", "Demande"
    RAPPEL = "rappel", "Rappel"
    REDEMANDE = "redemande", "Réponse à revoir"
    MERCI = "merci", "Remerciement"


def prochain_depart(maintenant):
    """Rend le prochain départ des courriers, aujourd'hui ou demain."""
    ici = timezone.localtime(maintenant)
    depart = ici.replace(hour=HEURE_DE_DEPART, minute=0, second=0, microsecond=0)
    return depart if ici < depart else depart + datetime.timedelta(days=1)


class TexteDeCourrier(models.Model):
    """Ce qu'une préfecture écrit à la place du texte du portail (fixtures/courriers.csv)."""

    departement = models.ForeignKey(
        Departement, models.CASCADE, related_name="+", verbose_name="département"
    )
    genre = models.CharField("courrier", max_length=10, choices=Genre)
    texte = TexteField("texte")

    history = HistoricalRecords()
    objects = PaqteQuerySet.as_manager()

    class Meta:
        verbose_name = "texte de courrier"
        verbose_name_plural = "textes de courrier"
        constraints = [
            models.UniqueConstraint(
                name="texte_de_courrier_unique", fields=["departement", "genre"]
            )
        ]

    def __str__(self):
        return f"{self.get_genre_display()}, {self.departement}"

    @staticmethod
    def du_portail():
        """Rend {genre: ligne} des objets et des textes du portail."""
        return {ligne["genre"]: ligne for ligne in lire_fixture("courriers")}

    @classmethod
    def textes(cls, departement):
        """Rend {genre: texte} des courriers d'un département."""
        siens = dict(cls.objects.du(departement).values_list("genre", "texte"))
        return {g: siens.get(g, ligne["texte"]) for g, ligne in cls.du_portail().items()}


class CourrierQuerySet(PaqteQuerySet):
    chemin = "demande__convention__entreprise__departement"

    def en_attente(self):
        """Limite à ceux qui ne sont pas partis."""
        return self.filter(parti_le=None)

    def avec_refus(self):
        """Ajoute `refus` : ce que le serveur de courriel dit d'une adresse qu'il ne prend pas."""
        refuses = Courriel.objects.filter(identifiant=OuterRef("identifiant"), envoye_le=None)
        return self.annotate(refus=Subquery(refuses.exclude(erreur="").values("erreur")[:1]))


class Courrier(models.Model):
    """Un courrier dû à une entreprise pour une demande ; son lien ne se tire qu'à son départ."""

    demande = models.ForeignKey(Demande, models.CASCADE, related_name="courriers")
    genre = models.CharField("courrier", max_length=10, choices=Genre)
    mot = TexteField("mot de la préfecture", blank=True)
    par = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    part_le = models.DateTimeField("part le", db_index=True)
    parti_le = models.DateTimeField("parti le", null=True)
    identifiant = models.CharField("Message-ID", max_length=255, blank=True, db_index=True)

    objects = CourrierQuerySet.as_manager()

    # Posé par `avec_refus`.
    refus: str | None

    class Meta:
        verbose_name = "courrier à une entreprise"
        verbose_name_plural = "courriers aux entreprises"
        ordering = ["pk"]

    def __str__(self):
        return f"{self.get_genre_display()}, {self.demande}"

    @property
    def a_lieu_d_etre(self):
        """Faux quand l'entreprise a répondu depuis, ou que le semestre est clos."""
        if self.genre == Genre.MERCI:
            return True
        repondue = {Demande.Etat.PROPOSEE, Demande.Etat.PRISE}
        if self.genre == Genre.RAPPEL and self.demande.etat in repondue:
            return False
        return self.demande.etat != Demande.Etat.PRISE and not self.demande.est_close

    def ecrire(self, modele):
        """Rend un texte où le semestre, ses dates et le département ont leur valeur."""
        periode = self.demande.periode
        departement = self.demande.convention.entreprise.departement
        for nom, valeur in {
            "{semestre}": periode.libelle,
            "{debut}": ecrire_jour(periode.debut),
            "{fin}": ecrire_jour(periode.fin),
            "{departement}": f"{departement.nom}, {departement.code}",
        }.items():
            modele = modele.replace(nom, valeur)
        return modele

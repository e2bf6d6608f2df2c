"""La file des courriels : chacun s'écrit avec l'action qui l'envoie, et s'essaie jusqu'à partir."""

import logging
from datetime import timedelta
from email import message_from_bytes, policy
from email.utils import make_msgid

from django.core.mail import EmailMultiAlternatives
from django.db import models, transaction
from django.db.models import Q
from django.dispatch import Signal
from django.utils import timezone

# Django cherche les modèles ici.
from .annonces import Annonce  # noqa: F401
from .smtp import RefusPartiel

journal = logging.getLogger(__name__)

# Après chaque échec, on attend plus longtemps ; au neuvième, près de quatre jours après le premier
# (une fin de semaine et la journée d'un exploitant), on s'arrête.
PAUSES = [timedelta(minutes=minutes) for minutes in (5, 15)] + [
    timedelta(hours=heures) for heures in (1, 4, 12, 24, 24, 24)
]

# Envoyé, dans la transaction qui le note, après chaque essai d'un `courriel`.
essai_fait = Signal()


class CourrielQuerySet(models.QuerySet["Courriel"]):
    def mettre_en_file(self, messages):
        """Écrit des `EmailMessage` dans la file ; chacun y reçoit son « Message-ID »."""
        for message in messages:
            message.extra_headers.setdefault("Message-ID", make_msgid(domain="quartiers"))
        self.bulk_create(
            self.model(
                identifiant=message.extra_headers["Message-ID"],
                sujet=message.subject,
                destinataires="\n".join(message.recipients()),
                contenu=message.message().as_bytes(),
            )
            for message in messages
        )

    def en_attente(self):
        """Limite à ceux qui seront essayés."""
        return self.exclude(prochain_essai_le=None)

    def abandonnes(self):
        """Limite à ceux qui ne sont pas partis et ne seront plus essayés."""
        return self.filter(prochain_essai_le=None, envoye_le=None)

    def dus(self):
        """Limite à ceux dont l'heure est venue.

        Une heure plus lointaine que la plus longue pause fut écrite par une horloge déréglée.
        """
        maintenant = timezone.now()
        return self.filter(
            Q(prochain_essai_le__lte=maintenant) | Q(prochain_essai_le__gt=maintenant + max(PAUSES))
        )

    def relancer(self):
        """Remet en file les abandonnés, pour une nouvelle suite d'essais ; rend leur nombre."""
        return self.abandonnes().update(essais=0, prochain_essai_le=timezone.now())


class Courriel(models.Model):
    """Un courriel qui attend, fut abandonné, ou est parti : alors sans texte ni adresse."""

    identifiant = models.CharField("Message-ID", max_length=255, unique=True)
    sujet = models.TextField("sujet")
    destinataires = models.TextField("destinataires", help_text="Une adresse par ligne.")
    contenu = models.BinaryField("message (RFC 5322)")
    ajoute_le = models.DateTimeField("écrit le", default=timezone.now)
    essais = models.PositiveSmallIntegerField("essais", default=0)
    prochain_essai_le = models.DateTimeField(
        "prochain essai le", default=timezone.now, null=True, db_index=True
    )
    envoye_le = models.DateTimeField("parti le", null=True)
    erreur = models.TextField("dernière erreur", blank=True)

    objects = CourrielQuerySet.as_manager()

    class Meta:
        verbose_name = "courriel"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="courriel_parti_n_est_plus_essaye",
                condition=Q(envoye_le=None) | Q(prochain_essai_le=None),
            )
        ]

    def __str__(self):
        return self.sujet or self.identifiant

    @property
    def est_en_attente(self):
        return self.prochain_essai_le is not None

    def message(self):
        """Rend l'`EmailMessage` d'origine : adresses, textes, pièces, date et « Message-ID »."""
        lu = message_from_bytes(bytes(self.contenu), policy=policy.default)
        a, copie, repondre_a = (_adresses(lu[nom]) for nom in ("To", "Cc", "Reply-To"))
        texte, html = lu.get_body(["plain"]), lu.get_body(["html"])
        message = _Message(
            self.sujet,
            texte.get_content() if texte else "",
            str(lu["From"]),
            to=a,
            cc=copie,
            bcc=[autre for autre in self.destinataires.splitlines() if autre not in a + copie],
            reply_to=repondre_a,
            headers={
                "Message-ID": self.identifiant,
                "Date": str(lu["Date"]),
                **{nom: str(lu[nom]) for nom in ("Auto-Submitted",) if nom in lu},
            },
        )
        message.restent = self.destinataires.splitlines()
        if html:
            message.attach_alternative(html.get_content(), "text/html")
        for piece in lu.iter_attachments():
            message.attach(piece.get_filename(), piece.get_content(), piece.get_content_type())
        return message

    def prendre(self):
        """Réserve le prochain essai à ce travailleur ; rend faux si un autre l'a pris.

        L'essai d'après est fixé d'avance : si le travailleur meurt, un autre le fera à cette heure.
        """
        suivant = timezone.now() + PAUSES[self.essais] if self.essais < len(PAUSES) else None
        pris = (
            Courriel.objects.en_attente()
            .filter(pk=self.pk, essais=self.essais)
            .update(essais=self.essais + 1, prochain_essai_le=suivant)
        )
        self.essais, self.prochain_essai_le = self.essais + 1, suivant
        return bool(pris)

    def essayer(self, connexion):
        """Envoie par une `connexion` de Django, note ce qu'il en est ; rend vrai s'il est parti."""
        try:
            connexion.open()
            connexion.send_messages([self.message()])
        except RefusPartiel as refus:
            # Les autres l'ont reçu : on n'essaie plus que celles-ci.
            self._noter(destinataires="\n".join(refus.adresses), erreur=str(refus))
            journal.warning("%s : essai %s, refusé en partie", self, self.essais)
            return False
        except Exception as erreur:
            # Serveur muet, adresse refusée, message fautif : il attend, les autres partent.
            connexion.close()
            self._noter(erreur=str(erreur) or type(erreur).__name__)
            # L'erreur d'un serveur nomme les destinataires : la base la garde, pas le journal.
            journal.warning("%s : essai %s, %s", self, self.essais, type(erreur).__name__)
            return False
        self._noter(
            envoye_le=timezone.now(),
            prochain_essai_le=None,
            erreur="",
            contenu=b"",
            destinataires="",
        )
        return True

    @transaction.atomic
    def _noter(self, **champs):
        Courriel.objects.filter(pk=self.pk).update(**champs)
        for nom, valeur in champs.items():
            setattr(self, nom, valeur)
        essai_fait.send(Courriel, courriel=self)


class _Message(EmailMultiAlternatives):
    """Un message relu de la file ; ses en-têtes nomment tous ses destinataires."""

    restent: list[str]

    def recipients(self):
        """Rend ceux qui ne l'ont pas encore reçu."""
        return self.restent


def _adresses(entete):
    return [str(adresse) for adresse in entete.addresses] if entete else []

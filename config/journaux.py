"""Ce que le portail écrit de sa vie, sur sa sortie."""

import logging
import re

# Un message peut citer ce qu'un inconnu a envoyé : ni fausse ligne, ni commande de terminal.
SIGNES_DE_COMMANDE = {code: f"\\x{code:02x}" for code in (*range(0x20), *range(0x7F, 0xA0))}
# Ce qui suit ouvre un compte, un agenda ou la page d'une entreprise : le journal n'en garde rien.
LIEN_SECRET = re.compile(r"/(mot-de-passe|calendrier|reponse)/[^\s\"']*")


class UneLigne(logging.Formatter):
    """Un message tient sur une ligne, sans lien secret ; seule une pile d'appels en a d'autres."""

    def formatMessage(self, record):  # noqa: N802 : nom donné par Python
        ecrit = super().formatMessage(record).translate(SIGNES_DE_COMMANDE)
        return LIEN_SECRET.sub(r"/\1/[...]", ecrit)


def sans_pile_d_un_refus(record):
    """Ôte la pile d'appels d'une demande refusée (403, 400) : elle noierait celle d'une panne."""
    if getattr(record, "status_code", 500) < 500:
        record.exc_info = None
    return True


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"une_ligne": {"()": UneLigne}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "une_ligne",
            "filters": [sans_pile_d_un_refus],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    # Ces bibliothèques racontent chaque tâche, chaque police : seul l'anormal nous importe.
    "loggers": {
        nom: {"level": niveau}
        for nom, niveau in {
            "django-q": "WARNING",
            "fontTools": "ERROR",
            "weasyprint": "ERROR",
            "weasyprint.progress": "ERROR",
        }.items()
    },
}

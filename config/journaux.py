"""Ce que le portail écrit de sa vie, sur sa sortie."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
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

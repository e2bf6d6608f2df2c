"""manage.py flush : vide toute la base, et remet ses gardes (voir `remontees.garde`)."""

from django.core.management.commands import flush

from remontees import garde


class Command(flush.Command):
    """Vide toute la base.

    PostgreSQL la tronque, ce que nulle garde n'arrête ; SQLite efface ligne à ligne.
    """

    def handle(self, database, **options):
        garde.retirer(database)
        try:
            super().handle(database=database, **options)
        finally:
            garde.poser(database)

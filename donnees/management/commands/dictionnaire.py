"""Écrit le dictionnaire des données, en Markdown."""

from django.core.management.base import BaseCommand

from donnees.dictionnaire import dictionnaire


class Command(BaseCommand):
    help = "Écrit le dictionnaire des données : manage.py dictionnaire > docs/dictionnaire.md"

    def handle(self, **options):
        self.stdout.write(dictionnaire(), ending="")

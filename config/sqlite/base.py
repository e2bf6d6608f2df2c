"""Le moteur SQLite de Django, qui ne garde pas une connexion à un fichier remplacé.

Une base mise à la place d'une autre laisserait la connexion écrire dans un fichier que plus
personne ne lit ; pire, le journal de l'ancienne (« -wal »), resté à côté, se rejouerait dans la
nouvelle. Django demande à chaque page si la connexion sert encore.
"""

import os
from contextlib import suppress

from django.db.backends.sqlite3 import base

JOURNAUX = ("-wal", "-shm")


class DatabaseWrapper(base.DatabaseWrapper):
    """Complète la connexion de Django : le fichier et les journaux qu'elle a ouverts."""

    ouverts: dict = {}

    def get_new_connection(self, conn_params):
        connexion = super().get_new_connection(conn_params)
        # La première lecture ouvre le journal.
        connexion.execute("PRAGMA schema_version")
        self.ouverts = {suffixe: self._en_place(suffixe) for suffixe in ("", *JOURNAUX)}
        return connexion

    def is_usable(self):
        if self.ouverts[""] != self._en_place(""):
            self._ecarter_les_journaux()
            return False
        return super().is_usable()

    def _ecarter_les_journaux(self):
        """Efface les journaux du fichier remplacé, s'ils sont encore à côté du nouveau."""
        for suffixe in JOURNAUX:
            if (sien := self.ouverts[suffixe]) and sien == self._en_place(suffixe):
                os.unlink(f"{self.settings_dict['NAME']}{suffixe}")

    def _en_place(self, suffixe):
        """Rend ce qui désigne le fichier de ce nom, quel qu'il soit ; None s'il n'y en a pas."""
        with suppress(OSError):
            place = os.stat(f"{self.settings_dict['NAME']}{suffixe}")
            return place.st_dev, place.st_ino
        return None

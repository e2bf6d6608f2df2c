"""Les files du travail de fond : ce qui s'y dépose, et comment le travailleur le prend."""

# Deux files dans la base (ADR 0018) : un recueil va dans la première, un courriel dans l'autre.
FILES = ["quartiers", "rapide"]
# Ce qui revient chaque minute, et sa file.
CHAQUE_MINUTE = dict.fromkeys(
    ["courriels.taches.acheminer", "national.taches.reprendre", "paqte.taches.envoyer"], "rapide"
)
# Une requête, sauf les matins où des tableaux s'impriment : deux secondes chacun.
CHAQUE_MINUTE["national.taches.envoyer_les_tableaux"] = "quartiers"


def taches(travailleurs):
    """Rend les réglages de django-q2, pour ce nombre de travaux menés à la fois."""
    return {
        "name": FILES[0],
        "orm": "default",
        # SQLite n'a qu'un écrivain ; PostgreSQL en admet autant qu'on veut, sur plusieurs machines.
        "workers": travailleurs,
        "timeout": 900,
        "retry": 1000,
        "max_attempts": 3,
        "ack_failures": True,
        "poll": 1,
        "save_limit": 100,
        # `qcluster` compte lui-même les minutes : rien ne se planifie dans la base.
        "scheduler": False,
    }

"""La base de données : ce que demande chaque moteur pour qu'une panne ne dure pas."""

from environ import Env

PAR_MOTEUR = {
    "django.db.backends.sqlite3": {
        # Une connexion sert une minute ; son fichier remplacé, elle est rouverte (config/sqlite).
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # Un brouillon enregistré pendant une autre écriture attend son tour au lieu d'échouer.
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    },
    "django.db.backends.postgresql": {
        # Une connexion sert une minute ; coupée (PostgreSQL relancé), elle est rouverte.
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5},
    },
}

# Le moteur de Django que nous complétons, et le nôtre.
A_NOUS = {"django.db.backends.sqlite3": "config.sqlite"}


def base_de_donnees(adresse):
    """Rend les réglages Django d'une DATABASE_URL ; ce qu'elle précise l'emporte sur les nôtres.

    Vide, elle rend {} : Django refuse alors tout accès à la base (`socle.controles.SANS_BASE`).
    """
    if not adresse:
        return {}
    lue = Env.db_url_config(adresse)
    moteur = PAR_MOTEUR.get(lue["ENGINE"], {})
    options = moteur.get("OPTIONS", {}) | lue.get("OPTIONS", {})
    lue["ENGINE"] = A_NOUS.get(lue["ENGINE"], lue["ENGINE"])
    return moteur | lue | {"OPTIONS": options}

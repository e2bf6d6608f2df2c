"""La base de données : ce que demande chaque moteur pour qu'une panne ne dure pas."""

PAR_MOTEUR = {
    "django.db.backends.sqlite3": {
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


def base_de_donnees(adresse):
    """Complète les réglages lus d'une DATABASE_URL (dict) ; ce qu'elle précise l'emporte."""
    moteur = PAR_MOTEUR.get(adresse["ENGINE"], {})
    options = moteur.get("OPTIONS", {}) | adresse.get("OPTIONS", {})
    return moteur | adresse | {"OPTIONS": options}

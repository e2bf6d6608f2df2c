"""Environnement des tests, posé avant que Django ne lise ses réglages (voir pyproject.toml)."""

import os

os.environ.setdefault("SECRET_KEY", "cle-des-tests-assez-longue-pour-servir")
# Sans PostgreSQL (`make mutations`), une base en mémoire.
os.environ.setdefault("DATABASE_URL", "sqlite:///:memory:")
os.environ.update(
    DEBUG="0",
    DEMO="0",
    # Les réglages d'un portail installé sur cette machine ne sont pas ceux des tests.
    REGLAGES="/dev/null",
    COURRIEL_MINISTRES="cabinet@ministere.example",
    EMAIL_URL="memorymail://",
    STATICFILES_BACKEND="django.contrib.staticfiles.storage.StaticFilesStorage",
    HTTPS_EXIGE="1",
    # Les tests du second facteur le rétablissent ; les autres se connectent sans.
    SECOND_FACTEUR_EXIGE="0",
    # Rien ne sort d'un test ; ceux de l'API l'ouvrent sur un serveur d'ici.
    RECHERCHE_ENTREPRISES="",
    # Les clients de test parlent HTTP, et ne demandent pas que `collectstatic` soit passé.
    SECURE_SSL_REDIRECT="0",
    WHITENOISE_AUTOREFRESH="1",
)
# Playwright tient une boucle asyncio pendant que les tests préparent leurs données.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

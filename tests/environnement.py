"""Environnement des tests, posé avant que Django ne lise ses réglages (voir pyproject.toml)."""

import os

os.environ.setdefault("SECRET_KEY", "cle-des-tests")
os.environ.update(
    DEBUG="0",
    DEMO="0",
    EMAIL_URL="memorymail://",
    STATICFILES_BACKEND="django.contrib.staticfiles.storage.StaticFilesStorage",
    HTTPS_EXIGE="1",
    # Les tests du second facteur le rétablissent ; les autres se connectent sans.
    SECOND_FACTEUR_EXIGE="0",
    # Les clients de test parlent HTTP, et ne demandent pas que `collectstatic` soit passé.
    SECURE_SSL_REDIRECT="0",
    WHITENOISE_AUTOREFRESH="1",
)
# Playwright tient une boucle asyncio pendant que les tests préparent leurs données.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

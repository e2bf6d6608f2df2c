"""Les bancs de solidité emploient les bases et le serveur de tests/solidite."""

from tests.solidite.conftest import ailleurs, base, connecter, servir, sqlite  # noqa: F401

"""Le banc d'affluence emploie le serveur et les personnes de tests/solidite."""

from tests.conftest import _en_clair  # noqa: F401
from tests.solidite.conftest import connecter, servir  # noqa: F401

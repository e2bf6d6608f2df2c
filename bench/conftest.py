"""Les bancs emploient les personnes, le serveur et le portail neuf des tests."""

from tests.conftest import _en_clair  # noqa: F401
from tests.parcours.conftest import portail  # noqa: F401
from tests.solidite.conftest import ailleurs, base, connecter, servir, sqlite  # noqa: F401

"""Ce que les territoires et le CGET se partagent : exemples, journées, contacts, actualités."""

from .actualite import Actualite
from .contact import ContactCget
from .exemple import Exemple
from .journee import Journee

__all__ = ["Actualite", "ContactCget", "Exemple", "Journee"]

"""Ce que les territoires et le CGET se partagent : exemples, journées de mobilisation, contacts."""

from .contact import ContactCget
from .exemple import Exemple
from .journee import Journee

__all__ = ["ContactCget", "Exemple", "Journee"]

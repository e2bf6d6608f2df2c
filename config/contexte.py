"""Ce que chaque page sait du portail."""

from django.conf import settings


def portail(request):
    """Donne aux gabarits le mode (`DEMO`), qui commande la mention « données de démonstration »."""
    return {"DEMO": settings.DEMO}

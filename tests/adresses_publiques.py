"""Les adresses de ce qu'une préfecture rend public, et les gestes qui le rendent public."""

from remontees.models import LienPublic
from tests.factories import DepartementFactory, ProjetFactory, RegionFactory


def page_publique():
    """La page publique d'un projet d'ailleurs : qui l'a l'ouvre, quel que soit son compte."""
    ailleurs = DepartementFactory(code="75", nom="Paris", region=RegionFactory(code="11"))
    lien = LienPublic.objects.ouvrir(ProjetFactory(contrat__departement=ailleurs), None)
    return {"public": [lien.jeton], "public_pdf": [lien.jeton]}


def geste_public(ligne, genre, objet):
    """L'adresse d'où une préfecture rend public un objet, ou l'en retire."""
    return {ligne: [genre, objet.pk]}

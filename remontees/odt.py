"""Le document de travail : ce que dit un PDF, à corriger dans un traitement de texte.

Il vient du même gabarit, donc du même contenu ; il ne fait foi de rien.
"""

from django.utils import timezone

from socle.exports import joindre
from socle.francais import ecrire_jour

from .page_en_odt import convertir_en_odt
from .pdf import html, temps_borne

TYPE_MIME = "application/vnd.oasis.opendocument.text"


def telecharger_odt(gabarit, contexte, nom):
    """Rend la réponse qui télécharge en ODT ce que `rendre_pdf` imprimerait.

    `nom` est sans extension. Lève DocumentTropLourd.
    """
    le = ecrire_jour(timezone.localdate())
    with temps_borne():
        octets = convertir_en_odt(html(gabarit, contexte), f"Document de travail, au {le}")
    return joindre(octets, f"{nom}-document-de-travail.odt", TYPE_MIME)

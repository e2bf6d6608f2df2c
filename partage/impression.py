"""Le PDF d'un ou de plusieurs exemples, un par page."""

from remontees.pdf import rendre_pdf


def imprimer(exemples, titre, **contexte):
    """Rend les octets du PDF de ces exemples."""
    return rendre_pdf(
        "partage/exemples_pdf.html", {"exemples": exemples, "titre": titre} | contexte
    )


def imprimer_en_public(exemple):
    """Rend les octets du PDF que lit qui a le lien public d'un exemple publié."""
    return imprimer([exemple], exemple.titre_affiche, public=True)

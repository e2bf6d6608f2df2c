"""La fiche d'un grand projet, sur une page, que les habitants reconnaissent."""

from remontees.pdf import rendre_pdf_en_une_page

# Ce qui ne tient pas sur la page à la plus petite lettre se lit dans le protocole.
ENGAGEMENTS_SUR_LA_FICHE = (6, 3, 0)
# De vingt points à neuf et demi (static/pdf/document.css).
TAILLES_DE_LA_FICHE = 6


def imprimer_la_fiche(projet):
    """Rend les octets du PDF de la fiche d'un `GrandProjet`."""
    engagements = list(projet.engagements_ranges().actifs())
    retranches = [
        {"engagements": engagements[:gardes], "autres": len(engagements[gardes:])}
        for gardes in ENGAGEMENTS_SUR_LA_FICHE
        if gardes < len(engagements)
    ]
    contexte = {"grand_projet": projet, "quartiers": projet.quartiers.all()}
    return rendre_pdf_en_une_page(
        "contrats/projet_pdf.html",
        contexte | {"engagements": engagements},
        retranches,
        TAILLES_DE_LA_FICHE,
    )

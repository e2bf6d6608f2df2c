"""Ce que chaque page sait du portail."""

from django.conf import settings
from django.urls import reverse_lazy

# Là où une page du bas montre ce qui est à une salle du haut, elle laisse une fente,
# `{% include fentes.pied %}` ; seul le toit connaît toutes les salles, et les gabarits à y mettre.
FENTES = {
    "entete": "config/entete.html",
    "pied": "config/pied.html",
    "demonstration": "donnees/_demonstration.html",
    "comptes_de_demonstration": "donnees/_comptes_de_demonstration.html",
    "lien_agenda": "accueil/_lien_agenda.html",
    "contacts": "partage/_contacts_des_departements.html",
    "proposer": "partage/_proposer.html",
    "contrats_de_la_mesure": "contrats/_contrats_de_la_mesure.html",
    "engagements_de_la_mesure": "contrats/_engagements_de_la_mesure.html",
    "liste_habituelle": "comptes/_liste_habituelle.html",
    "referent": "paqte/_qui_joindre.html",
}
CADRE = {"fentes": FENTES, "adresse_accueil": reverse_lazy("accueil")}


def portail(request):
    """Donne aux gabarits le cadre (`CADRE`), et le mode (`DEMO`) qui commande la mention « données
    de démonstration »."""
    return CADRE | {"DEMO": settings.DEMO}

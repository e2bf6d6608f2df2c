"""Ce que chaque page sait du portail."""

from django.conf import settings
from django.urls import reverse_lazy

# Là où une page du bas montre ce qui est à une salle du haut, elle laisse une fente,
# `{% include fentes.pied %}` ; seul le toit connaît toutes les salles, et les gabarits à y mettre.
FENTES = {
    "entete": "config/entete.html",
    "annonces": "partage/_a_lire.html",
    "pied": "config/pied.html",
    "demonstration": "donnees/_demonstration.html",
    "premiere_visite": "donnees/_premiere_visite.html",
    "comptes_de_demonstration": "donnees/_comptes_de_demonstration.html",
    "lien_agenda": "accueil/_lien_agenda.html",
    "contacts": "partage/_contacts_des_departements.html",
    "a_portee": "partage/_a_portee.html",
    "exemples": "partage/_exemples_utiles.html",
    "journees": "partage/_journees_des_departements.html",
    "proposer": "partage/_proposer.html",
    "contrats_du_quartier": "contrats/_contrats_du_quartier.html",
    "contrats_de_la_mesure": "contrats/_contrats_de_la_mesure.html",
    "engagements_de_la_mesure": "contrats/_engagements_de_la_mesure.html",
    "liste_habituelle": "comptes/_liste_habituelle.html",
    "abonnement": "national/_abonnement.html",
    "referent": "paqte/_qui_joindre.html",
}
CADRE = {
    "fentes": FENTES,
    "adresse_accueil": reverse_lazy("accueil"),
    "adresse_circulaire": reverse_lazy("textes:texte", args=["circulaire-6057-sg"]),
}


def portail(request):
    """Donne aux gabarits le cadre (`CADRE`), qui répond du site, et le mode (`DEMO`), qui commande
    la mention « données de démonstration »."""
    return CADRE | {"DEMO": settings.DEMO, "mentions": settings.MENTIONS}

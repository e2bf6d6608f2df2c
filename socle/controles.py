"""Ce que `manage.py check --deploy` refuse : un réglage oublié, inventé, ou qui trahirait.

Un poste de développement et la démonstration (DEBUG, DEMO) n'y sont pas tenus.
"""

import re
from email.utils import parseaddr

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email
from django.db import DatabaseError, connection

LONGUEUR_DU_SECRET = 32
SECRET_FAIBLE = (
    f"SECRET_KEY n'est pas réglée, ou a moins de {LONGUEUR_DU_SECRET} caractères. Donnez une clé "
    "secrète dans l'environnement (ou DEBUG=1 sur un poste de développement)."
)
# Hors d'un poste, aucune base n'est créée sans qu'on la nomme.
SANS_BASE = (
    "DATABASE_URL n'est pas réglée. Donnez l'adresse de la base dans l'environnement, ou dans le "
    "fichier des réglages (/etc/quartiers.env), que le compte qui lance la commande doit pouvoir "
    "lire (ou DEBUG=1 sur un poste de développement)."
)
# Les noms que nul ne possède (RFC 2606), et celui des exemples de notre documentation.
DOMAINE_INVENTE = re.compile(
    r"[@.](example(\.(com|net|org))?|exemple(\.gouv)?\.fr|invalid|test|localhost)$"
)
# Celle qu'une version d'avant employait sans que personne l'ait dite : elle n'est dans aucun texte.
ADRESSES_INVENTEES = {"synthese@cget.gouv.fr"}
VARIABLES = {
    "COURRIEL_CGET": "COURRIEL_CGET",
    "COURRIEL_MINISTRES": "COURRIEL_MINISTRES",
    "DEFAULT_FROM_EMAIL": "COURRIEL_EXPEDITEUR",
}


def secret_faible():
    """Dit si la clé secrète manque, ou se devinerait."""
    try:
        return not settings.DEBUG and len(settings.SECRET_KEY) < LONGUEUR_DU_SECRET
    except ImproperlyConfigured:  # Django ne rend pas une clé vide
        return True


def sans_base():
    """Dit si aucune base n'est réglée."""
    return connection.settings_dict["ENGINE"].endswith(".dummy")


def adresse_inventee(adresse):
    """Dit si nul ne peut recevoir à cette adresse, « Nom <adresse> » compris."""
    nue = parseaddr(adresse)[1].lower()
    try:
        validate_email(nue)
    except ValidationError:
        return True
    return nue in ADRESSES_INVENTEES or bool(DOMAINE_INVENTE.search(nue))


@checks.register(checks.Tags.security, deploy=True)
def controler_les_reglages(app_configs, **options):
    """Rend une erreur par réglage du service qui manque ou ne peut pas être le bon."""
    if settings.DEBUG or settings.DEMO:
        return []
    return [*_secret(), *_courriels(), *_site(), *_base()]


def _secret():
    if secret_faible():
        yield checks.Error(SECRET_FAIBLE, id="quartiers.E001")
    if 0 < len(settings.JETON_EXPLOITANT) < LONGUEUR_DU_SECRET:
        yield checks.Error(
            f"JETON_EXPLOITANT a moins de {LONGUEUR_DU_SECRET} caractères.", id="quartiers.E008"
        )


def _courriels():
    for nom, variable in VARIABLES.items():
        reglage = getattr(settings, nom)
        adresses = reglage if isinstance(reglage, list) else [reglage]
        if not adresses or any(map(adresse_inventee, adresses)):
            yield checks.Error(
                f"{variable} n'est pas l'adresse de quelqu'un : « {', '.join(adresses)} ».",
                id="quartiers.E002",
            )
    if settings.COURRIEL_BACKEND.endswith("console.EmailBackend"):
        yield checks.Error(
            "EMAIL_URL n'est pas réglée : aucun courriel ne partirait.", id="quartiers.E003"
        )


def _site():
    if settings.LOCAUX.issuperset(settings.ALLOWED_HOSTS):
        yield checks.Error(
            "ALLOWED_HOSTS n'est pas réglée : le site n'a pas de nom.", id="quartiers.E004"
        )


def _base():
    """La base se nomme, répond, et range « Île-de-France » avant « Provence »."""
    if sans_base():
        yield checks.Error(SANS_BASE, id="quartiers.E005")
        return
    if connection.vendor != "postgresql":
        return
    try:
        with connection.cursor() as curseur:
            curseur.execute("SELECT 'Île' < 'Provence'")
            [range_en_francais] = curseur.fetchone()
    except DatabaseError as erreur:
        yield checks.Error(f"La base ne répond pas : {erreur}", id="quartiers.E006")
        return
    if not range_en_francais:
        yield checks.Error(
            "La base ne range pas selon le français : « Île-de-France » vient après « Provence ».",
            hint="Créez-la avec --locale-provider=icu --icu-locale=fr (docs/deploiement.md).",
            id="quartiers.E007",
        )

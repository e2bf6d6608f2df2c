"""Réglages, lus dans l'environnement ; sans réglage, le portail est en position sûre.

Les variables sont dans docs/exploitation.md.
"""

from datetime import timedelta
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from config.base import base_de_donnees

# Django lit ici ce que ces modules tiennent à part.
from config.journaux import LOGGING  # noqa: F401 : Django le lit ici
from config.navigateur import CONTENT_SECURITY_POLICY, PERMISSIONS_POLICY  # noqa: F401
from config.taches import CHAQUE_MINUTE, FILES, taches  # noqa: F401

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
# Une commande lancée à la main lit les réglages du service ; ceux de l'environnement l'emportent.
FICHIER_DES_REGLAGES = Path(env.str("REGLAGES", default="/etc/quartiers.env"))
if not (env.bool("DEBUG", default=False) or env.bool("DEMO", default=False)):
    env.read_env(FICHIER_DES_REGLAGES)

DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
# Les commandes qui ne signent rien s'en passent ; config/wsgi.py refuse de servir sans elle.
SECRET_KEY = env.str("SECRET_KEY", default="cle-de-developpement" * 2 if DEBUG else "")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
LOCAUX = {"127.0.0.1", "localhost", "[::1]", "testserver"}
if DEBUG and not LOCAUX.issuperset(ALLOWED_HOSTS):
    raise ImproperlyConfigured("DEBUG=1 n'est permis que pour la machine locale.")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# La démonstration tourne sur un poste, en clair ; partout ailleurs le chiffrement est exigé.
HTTPS = env.bool("HTTPS_EXIGE", default=not (DEBUG or DEMO))
if not HTTPS and not (DEBUG or DEMO):
    raise ImproperlyConfigured("HTTPS_EXIGE=0 n'est permis qu'avec DEBUG=1 ou DEMO=1.")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# Le préfixe « __Host- » interdit à un autre site du même domaine de poser ces témoins.
PREFIXE_DES_TEMOINS = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{PREFIXE_DES_TEMOINS}session"
CSRF_COOKIE_NAME = f"{PREFIXE_DES_TEMOINS}csrf"
SESSION_ENGINE = "comptes.sessions"
# Une journée de travail, au plus, et jamais au-delà de la fermeture du navigateur.
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# Un mandataire qui redirige déjà vers HTTPS peut en dispenser le portail.
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=HTTPS)
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
# Inscrire un nom aux listes des navigateurs engage tout son domaine, et ne se défait pas vite.
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    "socle",
    "comptes",
    "quartiers",
    "courriels",  # avant django_q, dont elle remplace la commande qcluster
    "textes",
    "remontees",
    "mesures",
    "paqte",
    "contrats",
    "regions",
    "partage",
    "national",
    "django_q",
    "accueil",
    "donnees",
    "dsfr",
    "widget_tweaks",
    "crispy_forms",
    "import_export",
    "django_filters",
    "simple_history",
    "csp",
    "config.bibliotheques.ConnexionsConfig",
    "django_otp",
    "config.bibliotheques.ApplicationsConfig",
    "config.bibliotheques.CodesDeSecoursConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "config.http.TextesCondenses",
    "csp.middleware.CSPMiddleware",
    "config.http.pages_privees",
    "config.http.taille_de_la_demande",
    "config.http.textes_nettoyes",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "comptes.second_facteur.SecondFacteurMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
    "socle.typographie.Insecables",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            # Remplace le « pluralize » de Django, qui accorde à l'anglaise : « 0 résultats ».
            # « unlocalize » : une clé s'écrit « 12345 », jamais « 12 345 ».
            "builtins": ["socle.templatetags.francais", "django.templatetags.l10n"],
            "libraries": {"menus": "config.menus"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.contexte.portail",
            ],
        },
    },
]
# Les espaces insécables que pose `socle.typographie` à la sortie ; les tests s’en passent.
TYPOGRAPHIE = True
# Un seul moteur rend les pages et les champs : les gabarits de django-dsfr y sont surchargés.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Sur un poste, une base SQLite suffit ; un service nomme la sienne (`socle.controles.SANS_BASE`).
BASE_DE_POSTE = f"sqlite:///{VAR_DIR}/quartiers.sqlite3" if DEBUG or DEMO else ""
DATABASES = {"default": base_de_donnees(env.str("DATABASE_URL", default=BASE_DE_POSTE))}
# Une réplique de lecture, où se lisent les exports et l'API (`socle.replique`).
if env.str("DATABASE_EXPORTS_URL", default=""):
    DATABASES["exports"] = base_de_donnees(env.str("DATABASE_EXPORTS_URL"))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "comptes.Utilisateur"
LOGIN_URL = "connexion"
LOGIN_REDIRECT_URL = "accueil"
LOGOUT_REDIRECT_URL = "connexion"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{nom}", "OPTIONS": options}
    for nom, options in (
        ("UserAttributeSimilarityValidator", {}),
        # Douze caractères : recommandation de l'ANSSI pour un mot de passe avec verrouillage.
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
# Cinq mots de passe faux ferment un identifiant un quart d'heure, d'où que viennent les essais :
# l'adresse du visiteur n'entre pas dans le compte, une préfecture entière partage la sienne.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_TEMPLATE = "comptes/verrouille.html"
AXES_VERBOSE = False
# Ses journaux ne s'y font que lire (comptes.admin).
AXES_ENABLE_ADMIN = False
# L'une voudrait l'adresse du visiteur (ci-dessus), l'autre SECURE_HSTS_PRELOAD.
SILENCED_SYSTEM_CHECKS = ["axes.W006", "security.W021"]

# Second facteur : exigé du CGET et de qui gère le portail, offert aux autres.
SECOND_FACTEUR_EXIGE = env.bool("SECOND_FACTEUR_EXIGE", default=not (DEBUG or DEMO))
OTP_TOTP_ISSUER = "Quartiers"
OTP_ADMIN_HIDE_SENSITIVE_DATA = True

# ProConnect s'ouvre quand ces trois réglages sont donnés.
PROCONNECT_DECOUVERTE = env.str("PROCONNECT_DECOUVERTE", default="")
PROCONNECT_CLIENT_ID = env.str("PROCONNECT_CLIENT_ID", default="")
PROCONNECT_CLIENT_SECRET = env.str("PROCONNECT_CLIENT_SECRET", default="")
if PROCONNECT_DECOUVERTE and not (PROCONNECT_CLIENT_ID and PROCONNECT_CLIENT_SECRET):
    raise ImproperlyConfigured("PROCONNECT_CLIENT_ID et PROCONNECT_CLIENT_SECRET manquent.")
if PROCONNECT_DECOUVERTE and HTTPS and not PROCONNECT_DECOUVERTE.startswith("https://"):
    raise ImproperlyConfigured("PROCONNECT_DECOUVERTE doit être une adresse https://.")

LANGUAGE_CODE, TIME_ZONE = "fr", "Europe/Paris"
USE_I18N = USE_TZ = USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
# Les images des guides se lisent aussi dans le portail (`accueil.guides`).
STATICFILES_DIRS = [BASE_DIR / "static", ("guides", BASE_DIR / "docs" / "images")]
STATICFILES_FINDERS = [
    *(f"django.contrib.staticfiles.finders.{n}Finder" for n in ("FileSystem", "AppDirectories")),
    "config.feuille.FeuilleFinder",
]
WHITENOISE_AUTOREFRESH = env.bool("WHITENOISE_AUTOREFRESH", default=DEBUG)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": env.str(
            "STATICFILES_BACKEND",
            default="django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage",
        )
    },
}
# Le DSFR cite des fichiers qu'il ne livre pas.
WHITENOISE_MANIFEST_STRICT = False

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
# Fichiers compris : la plus grosse liste officielle pèse 30 Mo.
TAILLE_MAXIMALE_D_UNE_DEMANDE = 32 * 1024 * 1024
EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 10
# Un courriel s'écrit dans la base avec l'action qui l'envoie ; une tâche de fond l'achemine.
COURRIEL_BACKEND = EMAIL_CONFIG["EMAIL_BACKEND"].replace(
    "django.core.mail.backends.smtp", "courriels.smtp"
)
EMAIL_BACKEND = "courriels.backend.EnFile"
DEFAULT_FROM_EMAIL = env.str("COURRIEL_EXPEDITEUR", default="Quartiers <ne-pas-repondre@localhost>")
# L'adresse du site, que donnent les courriels : ils n'ont pas de requête où la lire.
ADRESSE_DU_PORTAIL = env.str(
    "ADRESSE_DU_PORTAIL", default=f"{'https' if HTTPS else 'http'}://{ALLOWED_HOSTS[0]}"
).rstrip("/")
# Adresse fonctionnelle donnée par la circulaire, annexe 2.
COURRIEL_CGET = env.str("COURRIEL_CGET", default="paqte@cget.gouv.fr")
# Les cabinets des deux ministres qui reçoivent la synthèse ; la circulaire ne dit pas leur adresse.
COURRIEL_MINISTRES = env.list(
    "COURRIEL_MINISTRES", default=["ministres@demonstration.invalid"] if DEBUG or DEMO else []
)
# Qui répond du site, et à qui : ses mentions légales et son aide le disent.
MENTIONS = {
    "editeur": env.str("EDITEUR", default=""),
    "directeur": env.str("DIRECTEUR_DE_LA_PUBLICATION", default=""),
    "hebergeur": env.str("HEBERGEUR", default=""),
    "aide": env.str("COURRIEL_AIDE", default=""),
    "delegue": env.str("COURRIEL_DPD", default=""),
}
# Le premier administrateur, que `manage.py installer` invite.
ADMINISTRATEUR_IDENTIFIANT = env.str("ADMINISTRATEUR_IDENTIFIANT", default="")
ADMINISTRATEUR_COURRIEL = env.str("ADMINISTRATEUR_COURRIEL", default="")
# L'API publique qui remplit la fiche d'une entreprise (`paqte.sirene`) ; vide, rien ne l'appelle.
SIRENE = "" if DEBUG or DEMO else "https://recherche-entreprises.api.gouv.fr"
RECHERCHE_ENTREPRISES = env.str("RECHERCHE_ENTREPRISES", default=SIRENE).rstrip("/")
# Ce qui ouvre /sante/details/ à l'outil de surveillance.
JETON_EXPLOITANT = env.str("JETON_EXPLOITANT", default="")

# Combien de jours chaque trace est gardée (`manage.py purger`, docs/rgpd.md).
CONSERVATION = {
    "depots": env.int("CONSERVATION_DEPOTS", default=30),
    "imports": env.int("CONSERVATION_IMPORTS", default=365),
    "courriels": env.int("CONSERVATION_COURRIELS", default=365),
    "connexions": env.int("CONSERVATION_CONNEXIONS", default=365),
    "administration": env.int("CONSERVATION_ADMINISTRATION", default=365),
    "acces": env.int("CONSERVATION_ACCES", default=365),
    "recueils": env.int("CONSERVATION_RECUEILS", default=30),
    "taches": env.int("CONSERVATION_TACHES", default=30),
    "relances": env.int("CONSERVATION_RELANCES", default=3 * 365),
    "historique": env.int("CONSERVATION_HISTORIQUE", default=10 * 365),
}

CRISPY_ALLOWED_TEMPLATE_PACKS = ("dsfr_crispy",)
CRISPY_TEMPLATE_PACK = "dsfr_crispy"
# La mention d'un champ facultatif est la nôtre (`socle.templatetags.formulaires`).
DSFR_MARK_OPTIONAL_FIELDS = True
# Les fichiers viennent du portail lui-même, et leurs adresses sont réécrites par empreinte.
DSFR_USE_INTEGRITY_CHECKSUMS = False

Q_CLUSTER = taches(travailleurs=env.int("TRAVAILLEURS", default=1))

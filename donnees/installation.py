"""Mettre en service : ce qui se demande, ce qui s'écrit, et la liste de ce qui reste à faire."""

import os
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core import checks
from django.utils import timezone

from comptes.models import Utilisateur
from quartiers.models import Quartier
from remontees.models import Campagne

from .campagnes import courantes
from .exploitation import alertes, mesures


@dataclass(frozen=True)
class Question:
    """Un réglage à demander : sa variable, ce qu'on en dit, et ce qu'il vaut sans réponse."""

    variable: str
    texte: str
    defaut: str = ""


QUESTIONS = (
    Question("DATABASE_URL", "Adresse de la base (postgres://compte:motdepasse@hôte/base)"),
    Question("ALLOWED_HOSTS", "Nom du site"),
    Question("EMAIL_URL", "Serveur de courriel (smtp+tls://compte:motdepasse@hôte:587)"),
    Question("COURRIEL_EXPEDITEUR", "Expéditeur des courriels"),
    Question("COURRIEL_CGET", "Adresse qui reçoit les bilans", "paqte@cget.gouv.fr"),
    Question("COURRIEL_MINISTRES", "Adresses des deux cabinets, séparées par une virgule"),
    Question("ADMINISTRATEUR_IDENTIFIANT", "Identifiant du premier administrateur", "admin"),
    Question("ADMINISTRATEUR_COURRIEL", "Son adresse électronique"),
)


def questions_sans_reponse():
    """Rend les questions dont l'environnement, ni le fichier des réglages, ne dit la réponse."""
    return [question for question in QUESTIONS if question.variable not in os.environ]


def lignes_de_reglage(reponses):
    """Rend les lignes du fichier des réglages pour ces réponses {variable: valeur}, clé comprise.

    Lève ValueError si une valeur ne s'y écrirait pas.
    """
    if any(signe in valeur for valeur in reponses.values() for signe in "'\n"):
        raise ValueError("Une apostrophe ne s’écrit pas dans le fichier des réglages.")
    if "SECRET_KEY" not in os.environ:
        reponses = {"SECRET_KEY": secrets.token_urlsafe(50)} | reponses
    return "".join(f"{variable}='{valeur}'\n" for variable, valeur in reponses.items())


def campagnes_a_proposer():
    """Rend les campagnes courantes dont l'échéance est à venir ; aucune s'il y en eut déjà une."""
    if Campagne.history.exists():
        return []
    return [c for c in courantes() if c.echeance_le >= timezone.localdate()]


def points_de_controle():
    """Rend la liste de contrôle : [(fait, ce qui l'est ou reste à faire)]."""
    return [
        *_points_des_reglages(),
        (
            all(settings.MENTIONS.values()),
            "le site dit qui l’édite, l’héberge et répond (EDITEUR, DIRECTEUR_DE_LA_PUBLICATION, "
            "HEBERGEUR, COURRIEL_AIDE, COURRIEL_DPD)",
        ),
        (
            settings.STATIC_ROOT.joinpath("staticfiles.json").exists(),
            "fichiers statiques réunis (manage.py collectstatic --noinput)",
        ),
        (
            Utilisateur.objects.administrateurs().exists(),
            "un administrateur est entré (par son lien : un mot de passe, puis un second facteur)",
        ),
        (
            Utilisateur.objects.filter(role=Utilisateur.Role.CGET, is_active=True).exists(),
            "le CGET a un compte (« Comptes », « Inviter »)",
        ),
        (
            Quartier.objects.exists(),
            "une liste de quartiers est importée (manage.py importer_qpv FICHIER)",
        ),
        (Campagne.objects.exists(), "une campagne est ouverte (« Campagnes »)"),
        *((False, alerte) for alerte in alertes(mesures())),
    ]


def _points_des_reglages():
    """Ce que « check --deploy » trouve à redire, ou qu'il ne trouve rien."""
    serieux = [
        message
        for message in checks.run_checks(include_deployment_checks=True)
        if message.level >= checks.WARNING and not message.is_silenced()
    ]
    return [(False, f"{m.msg} {m.hint or ''}".strip()) for m in serieux] or [
        (True, "réglages sans reproche (manage.py check --deploy)")
    ]

"""Ce que le portail oublie, et quand : les durées sont dans `settings.CONSERVATION`."""

import datetime

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django_q.models import Task
from simple_history.models import HistoricalChanges

from comptes.models import JournalAcces
from courriels.models import Courriel
from mesures.models import RelanceDeCollecte
from national.models import Recueil
from remontees.models import Relance
from socle.imports.models import ImportDeFichier


def a_oublier():
    """Rend [(ce que c'est, requête des objets à oublier aujourd'hui), …]."""
    maintenant = timezone.now()
    bornes = {
        nom: maintenant - datetime.timedelta(days=jours)
        for nom, jours in settings.CONSERVATION.items()
    }
    connexions = {"attempt_time__lt": bornes["connexions"]}
    return [
        ("sessions finies", Session.objects.filter(expire_date__lt=maintenant)),
        *(
            (
                f"{journal._meta.verbose_name_plural} jamais confirmés",
                journal.objects.filter(fait_le=None, depose_le__lt=bornes["depots"]),
            )
            for journal in ImportDeFichier.__subclasses__()
        ),
        (
            "courriels partis ou abandonnés",
            Courriel.objects.filter(prochain_essai_le=None, ajoute_le__lt=bornes["courriels"]),
        ),
        ("recueils", Recueil.objects.filter(demande_le__lt=bornes["recueils"])),
        # Une tâche garde ses arguments, dont l'adresse de qui a oublié son mot de passe.
        ("tâches de fond finies", Task.objects.filter(stopped__lt=bornes["taches"])),
        ("relances", Relance.objects.filter(envoyee_le__lt=bornes["relances"])),
        (
            "relances des ministères",
            RelanceDeCollecte.objects.filter(envoyee_le__lt=bornes["relances"]),
        ),
        ("connexions", AccessLog.objects.filter(**connexions)),
        ("connexions refusées", AccessFailureLog.objects.filter(**connexions)),
        ("essais de mot de passe", AccessAttempt.objects.filter(**connexions)),
        (
            "gestes dans l’administration",
            LogEntry.objects.filter(action_time__lt=bornes["administration"]),
        ),
        ("accès aux listes", JournalAcces.objects.filter(le__lt=bornes["acces"])),
        *(
            (modele._meta.verbose_name_plural, _de_l_historique(modele, bornes["historique"]))
            for modele in sorted(_historiques(), key=_est_une_version)
        ),
    ]


def fichiers_a_oublier():
    """Rend [(ce que c'est, requête), …] des imports dont le fichier et l'effet ne se gardent plus.

    Le journal reste : il dit qui a importé quoi.
    """
    borne = timezone.now() - datetime.timedelta(days=settings.CONSERVATION["imports"])
    return [
        (
            f"fichiers d’{journal._meta.verbose_name_plural}",
            journal.objects.filter(fait_le__lt=borne, contenu__isnull=False),
        )
        for journal in ImportDeFichier.__subclasses__()
    ]


def oublier():
    """Supprime ce qui est à oublier, en une transaction ; rend [(ce que c'est, nombre), …]."""
    with transaction.atomic():
        return [
            *((libelle, objets.delete()[0]) for libelle, objets in a_oublier()),
            *(
                (libelle, imports.oublier_les_fichiers())
                for libelle, imports in fichiers_a_oublier()
            ),
        ]


def _historiques():
    return [modele for modele in apps.get_models() if issubclass(modele, HistoricalChanges)]


def _est_une_version(modele):
    """Faux pour les relations multiples d'une version, qui partent avant elle."""
    return hasattr(modele, "history_user")


def _de_l_historique(modele, borne):
    if _est_une_version(modele):
        return _versions_anciennes(modele, borne)
    version = modele._meta.get_field("history").related_model
    return modele.objects.filter(history__in=_versions_anciennes(version, borne))


def _versions_anciennes(modele, borne):
    """Limite aux versions d'avant `borne`, sauf la dernière de chaque objet qui existe encore.

    L'objet garde ainsi son auteur, et la fusion de deux saisies son point de départ.
    """
    suivantes = modele.objects.filter(id=OuterRef("id"), history_id__gt=OuterRef("history_id"))
    anciennes = modele.objects.filter(history_date__lt=borne)
    return anciennes.filter(history_type="-") | anciennes.filter(Exists(suivantes))

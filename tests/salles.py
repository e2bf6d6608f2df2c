"""Les salles du portail, et leurs formulaires."""

import inspect

from django import forms
from django.apps import apps
from django.conf import settings
from django.urls import get_resolver


def salles():
    """Donne les applications du portail, sans celles des bibliothèques."""
    return [a for a in apps.get_app_configs() if (settings.BASE_DIR / a.name / "apps.py").exists()]


def champs_des_formulaires():
    """Donne (« formulaire.champ », champ) de chaque champ que déclare un formulaire du portail."""
    assert get_resolver().url_patterns  # les pages importent leurs formulaires
    siens = {salle.name for salle in salles()}
    for formulaire in _descendants(forms.BaseForm):
        if inspect.getmodule(formulaire).__name__.partition(".")[0] in siens:
            for nom, champ in getattr(formulaire, "base_fields", {}).items():
                yield f"{formulaire}.{nom}", champ


def _descendants(classe):
    for fille in classe.__subclasses__():
        yield fille
        yield from _descendants(fille)

"""Les pages de l'administration de Django."""

from django.contrib import admin
from django.urls import reverse


def pages_d_administration():
    """L'accueil de l'administration de Django, la liste de chaque modèle, son dernier objet."""
    pages = {"admin:index": reverse("admin:index")}
    for modele in admin.site._registry:
        nom = modele._meta.label_lower
        page = f"admin:{nom.replace('.', '_')}"
        pages[f"admin:{nom}"] = reverse(f"{page}_changelist")
        if objet := modele._default_manager.order_by("pk").last():
            pages[f"admin:{nom}@objet"] = reverse(f"{page}_change", args=[objet.pk])
    return pages

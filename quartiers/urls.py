"""Adresses des quartiers prioritaires et de leurs imports."""

from django.urls import path

from . import views
from .models import ImportQuartiers

app_name = "quartiers"
Genre = ImportQuartiers.Genre

urlpatterns = [
    path("", views.liste, name="liste"),
    path("import/", views.importer, {"genre": Genre.LISTE}, name="import"),
    path("import/pru/", views.importer, {"genre": Genre.PRU}, name="import_pru"),
    path(
        "import/correspondance/",
        views.importer,
        {"genre": Genre.CORRESPONDANCE},
        name="import_correspondance",
    ),
    path("import/<int:pk>/", views.confirmer, name="confirmer"),
    path("import/<int:pk>/annuler/", views.annuler, name="annuler"),
    path("import/<int:pk>/fichier/", views.fichier, name="fichier"),
    path("journal/", views.journal, name="journal"),
    path("journal/<int:pk>/", views.import_fait, name="import_fait"),
    path("<slug:code>/", views.detail, name="detail"),
    path("<slug:code>/histoire/", views.histoire, name="histoire"),
]

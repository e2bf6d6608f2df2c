"""Adresses des synthèses du 15 mars."""

from django.urls import include, path

from .views import synthese

urlpatterns = [
    path("", synthese.pages.liste, name="syntheses"),
    path("<annee:periode>/<slug:territoire>/", include(synthese.pages.adresses())),
]

"""Adresses des synthèses régionales."""

from django.urls import include, path

from .views import pages

app_name = "regions"
urlpatterns = [
    path("", pages.liste, name="syntheses"),
    path("<annee:periode>/<slug:territoire>/", include(pages.adresses())),
]

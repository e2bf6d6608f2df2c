"""Adresses des quartiers prioritaires et de leurs imports."""

from django.urls import path

from . import views

app_name = "quartiers"

urlpatterns = [
    path("", views.liste, name="liste"),
    path("import/", views.importer, name="import"),
    path("import/<int:pk>/", views.confirmer, name="confirmer"),
    path("journal/", views.journal, name="journal"),
    path("<slug:code>/", views.detail, name="detail"),
]

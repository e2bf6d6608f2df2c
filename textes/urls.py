"""Adresses des textes de référence."""

from django.urls import path

from . import views

app_name = "textes"

urlpatterns = [
    path("", views.liste, name="textes"),
    path("ajouter/", views.ajouter, name="texte_ajouter"),
    path("<slug:slug>/", views.detail, name="texte"),
    path("<slug:slug>/modifier/", views.modifier, name="texte_modifier"),
]

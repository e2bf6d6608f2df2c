"""Adresses des fiches territoriales."""

from django.urls import path

from .views import evolution, territoire

app_name = "territoires"

urlpatterns = [
    path("<slug:departement>/", territoire.fiche, name="fiche"),
    path("<slug:departement>/evolution/", evolution.du_departement, name="evolution"),
    path("<slug:departement>/pdf/", territoire.pdf, name="pdf"),
]

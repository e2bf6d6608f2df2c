"""Adresses des exports."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.exports, name="exports"),
    path("<slug:nom>.schema.json", views.schema, name="export_schema"),
    path("<slug:nom>.<slug:extension>", views.fichier, name="export"),
]

"""Adresses communes à toutes les remontées."""

from django.urls import path

from .views.preuve import preuve

urlpatterns = [
    path("", preuve, name="preuve"),
]

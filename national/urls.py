"""Adresses du tableau national."""

from django.urls import path

from . import views

app_name = "national"

urlpatterns = [
    path("", views.tableau, name="tableau"),
]

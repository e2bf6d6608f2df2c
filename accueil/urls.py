"""Adresses de l'accueil et du calendrier des échéances."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.accueil, name="accueil"),
    path("accessibilite/", views.accessibilite, name="accessibilite"),
    path("favicon.ico", views.icone, name="icone"),
    path("calendrier/<slug:secret>.ics", views.agenda, name="agenda"),
]

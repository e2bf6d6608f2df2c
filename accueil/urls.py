"""Adresses de l'accueil, de l'aide, des mentions du site et du calendrier des échéances."""

from django.urls import path

from . import pages, views

urlpatterns = [
    path("", views.accueil, name="accueil"),
    path("recherche/", views.recherche, name="recherche"),
    path("plan-du-site/", pages.plan_du_site, name="plan_du_site"),
    path("aide/", pages.aide, name="aide"),
    path("aide/<slug:nom>/", pages.guide, name="guide"),
    path("accessibilite/", pages.accessibilite, name="accessibilite"),
    path("mentions-legales/", pages.mentions_legales, name="mentions_legales"),
    path("donnees-personnelles/", pages.donnees_personnelles, name="donnees_personnelles"),
    path("cookies/", pages.temoins, name="temoins"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.icone, name="icone"),
    path("calendrier/<slug:secret>.ics", views.agenda, name="agenda"),
]

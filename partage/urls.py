"""Adresses de ce qui se partage : actualités, exemples, journées, contacts au CGET."""

from django.urls import path

from .views import actualite, contact, exemple, journee

app_name = "partage"

urlpatterns = [
    path("actualites/", actualite.liste, name="actualites"),
    path("actualites/ajouter/", actualite.ajouter, name="actualite_ajouter"),
    path("actualites/<int:pk>/modifier/", actualite.modifier, name="actualite_modifier"),
    path("actualites/<int:pk>/supprimer/", actualite.supprimer, name="actualite_supprimer"),
    path("actualites/<int:pk>/lire/", actualite.lire, name="actualite_lire"),
    path("exemples/", exemple.collection, name="exemples"),
    path("exemples/pdf/", exemple.pdf, name="exemples_pdf"),
    path("exemples/propositions/", exemple.propositions, name="propositions"),
    path("exemples/proposer/", exemple.proposer, name="exemple_proposer"),
    path("exemples/proposer/<slug:genre>/<int:pk>/", exemple.depuis, name="exemple_depuis"),
    path("exemples/<int:pk>/", exemple.detail, name="exemple"),
    path("exemples/<int:pk>/pdf/", exemple.pdf_d_un, name="exemple_pdf"),
    path("exemples/<int:pk>/modifier/", exemple.modifier, name="exemple_modifier"),
    path("exemples/<int:pk>/supprimer/", exemple.supprimer, name="exemple_supprimer"),
    path("exemples/<int:pk>/publier/", exemple.publier, name="exemple_publier"),
    path("exemples/<int:pk>/ecarter/", exemple.ecarter, name="exemple_ecarter"),
    path("journees/", journee.liste, name="journees"),
    path("journees/ajouter/", journee.ajouter, name="journee_ajouter"),
    path("journees/<int:pk>/", journee.detail, name="journee"),
    path("journees/<int:pk>/modifier/", journee.modifier, name="journee_modifier"),
    path("journees/<int:pk>/supprimer/", journee.supprimer, name="journee_supprimer"),
    path("contacts/", contact.liste, name="contacts"),
    path("contacts/ajouter/", contact.ajouter, name="contact_ajouter"),
    path("contacts/<int:pk>/", contact.modifier, name="contact"),
    path("contacts/<int:pk>/supprimer/", contact.supprimer, name="contact_supprimer"),
]

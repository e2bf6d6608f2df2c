"""Adresses des comptes : connexion, mot de passe, et l'état de santé du service."""

from django.urls import path

from . import views

urlpatterns = [
    path("connexion/", views.Connexion.as_view(), name="connexion"),
    path("deconnexion/", views.deconnexion, name="deconnexion"),
    path("mot-de-passe/", views.MotDePasse.as_view(), name="mot_de_passe"),
    path("jetons/", views.jetons, name="jetons"),
    path("jetons/<int:pk>/supprimer/", views.jeton_supprimer, name="jeton_supprimer"),
    path("sante/", views.sante, name="sante"),
]

"""Adresses des comptes : connexion, mot de passe, et l'état de santé du service."""

from django.urls import path

from .views import connexion

urlpatterns = [
    path("connexion/", connexion.Connexion.as_view(), name="connexion"),
    path("deconnexion/", connexion.deconnexion, name="deconnexion"),
    path("mot-de-passe/", connexion.MotDePasse.as_view(), name="mot_de_passe"),
    path("jetons/", connexion.jetons, name="jetons"),
    path("jetons/<int:pk>/supprimer/", connexion.jeton_supprimer, name="jeton_supprimer"),
    path("sante/", connexion.sante, name="sante"),
]

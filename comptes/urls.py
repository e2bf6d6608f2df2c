"""Adresses des comptes : connexion, mot de passe, personnes, annuaire, et l'état de santé."""

from django.urls import path

from .views import annuaire, connexion, imports, mot_de_passe, personnes

urlpatterns = [
    path("connexion/", connexion.Connexion.as_view(), name="connexion"),
    path("deconnexion/", connexion.deconnexion, name="deconnexion"),
    path("mot-de-passe/", connexion.MotDePasse.as_view(), name="mot_de_passe"),
    path("mot-de-passe/oublie/", mot_de_passe.Oublie.as_view(), name="mot_de_passe_oublie"),
    path("mot-de-passe/envoye/", mot_de_passe.Envoye.as_view(), name="mot_de_passe_envoye"),
    path(
        "mot-de-passe/<uidb64>/<token>/",
        mot_de_passe.Choisir.as_view(),
        name="mot_de_passe_choisir",
    ),
    path("comptes/", personnes.liste, name="personnes"),
    path("comptes/inviter/", personnes.inviter, name="personne_inviter"),
    path("comptes/modele.csv", imports.modele, name="comptes_modele"),
    path("comptes/import/", imports.deposer, name="comptes_import"),
    path("comptes/import/<int:pk>/", imports.confirmer, name="comptes_import_confirmer"),
    path("comptes/<int:pk>/", personnes.modifier, name="personne"),
    path("comptes/<int:pk>/renvoyer/", personnes.renvoyer, name="personne_renvoyer"),
    path("comptes/<int:pk>/desactiver/", personnes.desactiver, name="personne_desactiver"),
    path("comptes/<int:pk>/passation/", personnes.passation, name="passation"),
    path("annuaire/", annuaire.annuaire, name="annuaire"),
    path("annuaire/<slug:code>/", annuaire.departement, name="annuaire_departement"),
    path("jetons/", connexion.jetons, name="jetons"),
    path("jetons/<int:pk>/supprimer/", connexion.jeton_supprimer, name="jeton_supprimer"),
    path("sante/", connexion.sante, name="sante"),
]

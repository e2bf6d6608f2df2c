"""Adresses des comptes : connexion, second facteur, personnes, annuaire, état de santé."""

from django.urls import path
from django.views.generic import TemplateView

from .views import (
    annuaire,
    connexion,
    courriels,
    delegations,
    imports,
    jetons,
    journal,
    listes,
    mot_de_passe,
    personnes,
    prefecture,
    proconnect,
    second_facteur,
)

urlpatterns = [
    path("connexion/", connexion.Connexion.as_view(), name="connexion"),
    path("deconnexion/", connexion.deconnexion, name="deconnexion"),
    path(
        "mon-compte/",
        TemplateView.as_view(template_name="comptes/mon_compte.html"),
        name="mon_compte",
    ),
    path("mot-de-passe/", connexion.MotDePasse.as_view(), name="mot_de_passe"),
    path("mot-de-passe/oublie/", mot_de_passe.Oublie.as_view(), name="mot_de_passe_oublie"),
    path("mot-de-passe/envoye/", mot_de_passe.Envoye.as_view(), name="mot_de_passe_envoye"),
    path(
        "mot-de-passe/<uidb64>/<token>/",
        mot_de_passe.Choisir.as_view(),
        name="mot_de_passe_choisir",
    ),
    path("second-facteur/", second_facteur.verifier, name="second_facteur"),
    path("second-facteur/activer/", second_facteur.activer, name="second_facteur_activer"),
    path("second-facteur/gerer/", second_facteur.gerer, name="second_facteur_gerer"),
    path("second-facteur/codes/", second_facteur.codes, name="second_facteur_codes"),
    path("second-facteur/desactiver/", second_facteur.desactiver, name="second_facteur_desactiver"),
    path("proconnect/", proconnect.commencer, name="proconnect"),
    path("proconnect/retour/", proconnect.retour, name="proconnect_retour"),
    path("proconnect/quitte/", proconnect.quitte, name="proconnect_quitte"),
    path("comptes/", personnes.liste, name="personnes"),
    path("comptes/inviter/", personnes.inviter, name="personne_inviter"),
    path("comptes/modele.csv", imports.modele, name="comptes_modele"),
    path("comptes/import/", imports.deposer, name="comptes_import"),
    path("comptes/import/<int:pk>/", imports.confirmer, name="comptes_import_confirmer"),
    path("comptes/prefecture/", prefecture.liste, name="comptes_de_prefecture"),
    path("comptes/prefecture/inviter/", prefecture.inviter, name="compte_de_prefecture_inviter"),
    path(
        "comptes/prefecture/en-tete/<slug:niveau>/<slug:code>/", prefecture.en_tete, name="en_tete"
    ),
    path("comptes/gestes/", prefecture.gestes, name="gestes_de_compte"),
    path("comptes/acces/", journal.acces, name="acces"),
    path("comptes/<int:pk>/", personnes.modifier, name="personne"),
    path("comptes/<int:pk>/renvoyer/", personnes.renvoyer, name="personne_renvoyer"),
    path("comptes/<int:pk>/desactiver/", personnes.desactiver, name="personne_desactiver"),
    path("comptes/<int:pk>/effacer/", personnes.effacer, name="personne_effacer"),
    path("comptes/<int:pk>/passation/", personnes.passation, name="passation"),
    path("annuaire/", annuaire.annuaire, name="annuaire"),
    path("annuaire/<slug:code>/", annuaire.departement, name="annuaire_departement"),
    path("listes/", listes.garder, name="liste_habituelle"),
    path("mes-courriels/", courriels.mes_courriels, name="mes_courriels"),
    path("jetons/", jetons.jetons, name="jetons"),
    path("jetons/<int:pk>/supprimer/", jetons.jeton_supprimer, name="jeton_supprimer"),
    path("delegations/", delegations.delegations, name="delegations"),
    path("delegations/<int:pk>/finir/", delegations.finir, name="delegation_finir"),
    path("sante/", connexion.sante, name="sante"),
]

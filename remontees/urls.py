"""Adresses communes à toutes les remontées : preuve publique, campagnes."""

from django.urls import path

from .views import campagne, documents, lecture, prolongation, public, relance
from .views.preuve import preuve, relecture
from .views.verification import chercher, verifier

urlpatterns = [
    path("preuve/", preuve, name="preuve"),
    path("v/", chercher, name="verifier_code"),
    path("v/<str:code>/", verifier, name="verifier"),
    path("lecture/", relecture, name="relecture"),
    path("public/<slug:jeton>/", public.page, name="public"),
    path("public/<slug:jeton>/pdf/", public.pdf, name="public_pdf"),
    path("publier/<slug:genre>/<int:pk>/", public.lien_public, name="lien_public"),
    path("documents/<slug:genre>/<int:pk>/", documents.liste, name="documents"),
    path("documents/<int:pk>/", documents.telecharger, name="document"),
    path("documents/<int:pk>/supprimer/", documents.supprimer, name="document_supprimer"),
    path("a-lire/", lecture.file, name="a_lire"),
    path("a-lire/suivante/", lecture.suivante, name="a_lire_suivante"),
    path("relances/", relance.liste, name="relances"),
    path("relances/envoyer/<int:pk>/", relance.envoyer, name="rappeler"),
    path("relances/preference/", relance.preference, name="relances_preference"),
    path("campagnes/", campagne.liste, name="campagnes"),
    path("campagnes/ajouter/", campagne.ajouter, name="campagne_ajouter"),
    path("campagnes/proposees/", campagne.proposer, name="campagnes_proposees"),
    path("campagnes/<int:pk>/", campagne.modifier, name="campagne"),
    path("campagnes/<int:pk>/clore/", campagne.clore, name="campagne_clore"),
    path("campagnes/<int:pk>/fermer/", campagne.fermer, name="campagne_fermer"),
    path("campagnes/<int:pk>/rouvrir/", campagne.rouvrir, name="campagne_rouvrir"),
    path(
        "campagnes/<int:pk>/sans-objet/<slug:code>/",
        campagne.sans_objet,
        name="campagne_sans_objet",
    ),
    path(
        "campagnes/<int:pk>/prolonger/<slug:code>/",
        prolongation.demander,
        name="prolongation_demander",
    ),
    path("prolongations/", prolongation.liste, name="prolongations"),
    path("prolongations/<int:pk>/", prolongation.decider, name="prolongation"),
    path("campagnes/<int:pk>/supprimer/", campagne.supprimer, name="campagne_supprimer"),
    path("campagnes/pieces/<int:pk>/", campagne.piece, name="piece"),
    path("campagnes/pieces/<int:pk>/supprimer/", campagne.piece_supprimer, name="piece_supprimer"),
]

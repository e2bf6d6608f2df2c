"""Adresses communes à toutes les remontées : preuve publique, campagnes."""

from django.urls import path

from .views import campagne, relance
from .views.preuve import preuve, relecture

urlpatterns = [
    path("preuve/", preuve, name="preuve"),
    path("lecture/", relecture, name="relecture"),
    path("relances/", relance.liste, name="relances"),
    path("relances/preference/", relance.preference, name="relances_preference"),
    path("campagnes/", campagne.liste, name="campagnes"),
    path("campagnes/ajouter/", campagne.ajouter, name="campagne_ajouter"),
    path("campagnes/<int:pk>/", campagne.modifier, name="campagne"),
    path("campagnes/<int:pk>/supprimer/", campagne.supprimer, name="campagne_supprimer"),
    path("campagnes/pieces/<int:pk>/", campagne.piece, name="piece"),
    path("campagnes/pieces/<int:pk>/supprimer/", campagne.piece_supprimer, name="piece_supprimer"),
]

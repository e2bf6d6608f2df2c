"""Adresses des mesures, de leurs valeurs et de leurs contestations."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from .views import contestation, imports, listes, mesure, tableau, valeur

app_name = "mesures"


class CodeConverter(StringConverter):
    """Convertisseur d'adresse : le code d'une mesure (« 1.a ») ou d'un indicateur (« 19-1.1 »)."""

    regex = r"[0-9]{1,3}(?:\.[a-z])?(?:-c?[0-9]+(?:\.[0-9]+)?)?"


register_converter(CodeConverter, "code")

urlpatterns = [
    path("", tableau.tableau, name="tableau"),
    path("pdf/", tableau.pdf, name="pdf"),
    path("alertes/", listes.alertes, name="alertes"),
    path("valeurs/", listes.valeurs, name="valeurs"),
    path("valeurs/import/", imports.deposer, name="import"),
    path("valeurs/import/<int:pk>/", imports.confirmer, name="import_confirmer"),
    path("valeurs/modele.<slug:extension>", imports.modele, name="modele"),
    path("valeurs/<int:pk>/", valeur.valeur, name="valeur"),
    path("valeurs/<int:pk>/supprimer/", valeur.valeur_supprimer, name="valeur_supprimer"),
    path("valeurs/<int:pk>/contester/", contestation.contester, name="contester"),
    path("contestations/", listes.contestations, name="contestations"),
    path("contestations/<int:pk>/", contestation.contestation, name="contestation"),
    path("indicateurs/<code:code>/ajouter/", valeur.valeur_ajouter, name="valeur_ajouter"),
    path("<code:code>/", mesure.detail, name="detail"),
    path("<code:code>/cadre/", mesure.cadre, name="cadre"),
    path("<code:code>/niveau/", mesure.niveau, name="niveau"),
    path("<code:code>/appreciation/", mesure.apprecier, name="apprecier"),
]

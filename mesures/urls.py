"""Adresses des mesures, de leurs valeurs et de leurs contestations."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from .views import (
    contestation,
    imports,
    indicateur,
    listes,
    mesure,
    ministere,
    objectifs,
    tableau,
    valeur,
)

app_name = "mesures"


class CodeConverter(StringConverter):
    """Convertisseur d'adresse : le code d'une mesure (« 1.a ») ou d'un indicateur (« 19-1.1 »)."""

    regex = r"[0-9]{1,3}(?:\.[a-z])?(?:-c?[0-9]+(?:\.[0-9]+)?)?"


register_converter(CodeConverter, "code")

urlpatterns = [
    path("", tableau.tableau, name="tableau"),
    path("pdf/", tableau.pdf, name="pdf"),
    path("alertes/", listes.alertes, name="alertes"),
    path("objectifs/", objectifs.objectifs, name="objectifs"),
    path("objectifs/pdf/", objectifs.pdf, name="objectifs_pdf"),
    path("valeurs/", listes.valeurs, name="valeurs"),
    path("valeurs/import/", imports.deposer, name="import"),
    path("valeurs/import/<int:pk>/", imports.confirmer, name="import_confirmer"),
    path("valeurs/import/<int:pk>/annuler/", imports.annuler, name="import_annuler"),
    path("valeurs/import/<int:pk>/fichier/", imports.fichier, name="import_fichier"),
    path("valeurs/modele.<slug:extension>", imports.modele, name="modele"),
    path("valeurs/<int:pk>/", valeur.valeur, name="valeur"),
    path("valeurs/<int:pk>/supprimer/", valeur.valeur_supprimer, name="valeur_supprimer"),
    path("valeurs/<int:pk>/contester/", contestation.contester, name="contester"),
    path("contestations/", listes.contestations, name="contestations"),
    path("contestations/<int:pk>/", contestation.contestation, name="contestation"),
    path("appreciations/<int:pk>/valider/", mesure.valider, name="appreciation_valider"),
    path("indicateurs/<code:code>/", indicateur.indicateur, name="indicateur"),
    path("indicateurs/<code:code>/ajouter/", valeur.valeur_ajouter, name="valeur_ajouter"),
    path("indicateurs/<code:code>/fiche/", indicateur.modifier, name="indicateur_modifier"),
    path("indicateurs/<code:code>/jalon/", indicateur.jalon_ajouter, name="jalon_ajouter"),
    path("indicateurs/<code:code>/repartition/", indicateur.repartir, name="repartir"),
    path("indicateurs/<code:code>/sans-objet/", indicateur.sans_objet, name="sans_objet"),
    path("jalons/<int:pk>/supprimer/", indicateur.jalon_supprimer, name="jalon_supprimer"),
    path(
        "sans-objet/<int:pk>/supprimer/",
        indicateur.sans_objet_supprimer,
        name="sans_objet_supprimer",
    ),
    path("ministeres/", ministere.ministeres, name="ministeres"),
    path("ministeres/attribuer/", ministere.attribuer, name="attribuer"),
    path("collectes/ajouter/", ministere.collecte_ajouter, name="collecte_ajouter"),
    path("collectes/<int:pk>/", ministere.collecte, name="collecte"),
    path("collectes/<int:pk>/supprimer/", ministere.collecte_supprimer, name="collecte_supprimer"),
    path("niveaux/<int:pk>/retirer/", mesure.niveau_retirer, name="niveau_retirer"),
    path("<code:code>/", mesure.detail, name="detail"),
    path("<code:code>/cadre/", mesure.cadre, name="cadre"),
    path("<code:code>/niveau/", mesure.niveau, name="niveau"),
    path("<code:code>/appreciation/", mesure.apprecier, name="apprecier"),
]

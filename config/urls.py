"""Adresses du portail ; celles de chaque domaine sont dans son application."""

from django.contrib import admin
from django.urls import include, path, register_converter

from donnees import api
from donnees.views import api as page_de_l_api
from donnees.views import premiere_visite, sante_details
from remontees.periodes import AnneeConverter, SemestreConverter

register_converter(AnneeConverter, "annee")
register_converter(SemestreConverter, "semestre")

handler400 = "config.http.demande_refusee"
handler500 = "config.http.demande_en_panne"

urlpatterns = [
    path("", include("accueil.urls")),
    path("", include("comptes.urls")),
    path("quartiers/", include("quartiers.urls")),
    path("paqte/", include("paqte.urls")),
    path("reponse/", include("paqte.urls_reponse")),
    path("", include("remontees.urls")),
    path("exports/", include("donnees.urls")),
    path("api/", page_de_l_api, name="page_de_l_api"),
    path("api/", api.adresses),
    path("sante/details/", sante_details, name="sante_details"),
    path("premiere-visite/", premiere_visite, name="premiere_visite"),
    path("", include("partage.urls")),
    path("national/", include("national.urls")),
    path("territoires/", include("national.urls_territoires")),
    path("mesures/", include("mesures.urls")),
    path("textes/", include("textes.urls")),
    path("contrats/", include("contrats.urls")),
    path("syntheses/", include("contrats.urls_syntheses")),
    path("syntheses-regionales/", include("regions.urls")),
    path("admin/", admin.site.urls),
]

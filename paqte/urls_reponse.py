"""L'adresse de la page d'une entreprise, à part de celles du portail."""

from django.urls import path

from .views.reponse import repondre

app_name = "reponse"

urlpatterns = [path("<slug:secret>/", repondre, name="page")]

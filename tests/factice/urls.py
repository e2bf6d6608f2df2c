"""Les adresses du portail, et celles du rapport d'essai."""

from django.urls import include, path

from config import urls
from remontees.forms.remontee import RemonteeForm
from remontees.views.remontee import Pages

from .models import Rapport

handler400, handler500 = urls.handler400, urls.handler500
pages = Pages(
    modele=Rapport,
    formulaire=RemonteeForm,
    gabarit_liste="remontees/liste.html",
    gabarit_saisie="remontees/formulaire.html",
)
urlpatterns = [
    *urls.urlpatterns,
    path("rapports/", pages.liste, name="rapports"),
    path("rapports/<annee:periode>/<slug:territoire>/", include(pages.adresses())),
]

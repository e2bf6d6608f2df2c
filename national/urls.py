"""Adresses du tableau national."""

from django.urls import path

from .views import recueil, tableau

app_name = "national"

urlpatterns = [
    path("", tableau.tableau, name="tableau"),
    path("recueil/<annee:periode>/", recueil.syntheses, name="recueil_syntheses"),
    path("recueil/<semestre:periode>/", recueil.bilans, name="recueil_bilans"),
    path("recueils/<int:pk>/avancement/", recueil.avancement, name="recueil_avancement"),
    path("recueils/<int:pk>/annuler/", recueil.annuler, name="recueil_annuler"),
    path("recueils/<int:pk>/fichier/", recueil.fichier, name="recueil_fichier"),
]

"""Adresses du tableau national."""

from django.urls import path

from .views import recueil, tableau

app_name = "national"

urlpatterns = [
    path("", tableau.tableau, name="tableau"),
    path("recueil/<annee:periode>/", recueil.recueils, name="recueils_d_une_annee"),
    path("recueil/<semestre:periode>/", recueil.recueils, name="recueils_d_un_semestre"),
    path("recueil/<slug:genre>/<annee:periode>/", recueil.recueils, name="recueil"),
    path("recueil/<slug:genre>/<semestre:periode>/", recueil.recueils, name="recueil"),
    path("recueils/<int:pk>/avancement/", recueil.avancement, name="recueil_avancement"),
    path("recueils/<int:pk>/annuler/", recueil.annuler, name="recueil_annuler"),
    path("recueils/<int:pk>/fichier/", recueil.fichier, name="recueil_fichier"),
]

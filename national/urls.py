"""Adresses du tableau national."""

from django.urls import path

from .views import abonnement, comparaison, evolution, recueil, tableau

app_name = "national"

urlpatterns = [
    path("", tableau.tableau, name="tableau"),
    path("pdf/", tableau.pdf, name="tableau_pdf"),
    path("courriel/", abonnement.abonnement, name="abonnement"),
    path("cartes/", comparaison.cartes, name="cartes"),
    path("comparaison/", comparaison.departements, name="comparaison"),
    path("entreprises/", comparaison.entreprises, name="entreprises"),
    path("evolution/", evolution.evolution, name="evolution"),
    path("note/pdf/", tableau.note, name="note_pdf"),
    path("recueil/<annee:periode>/", recueil.recueils, name="recueils_d_une_annee"),
    path("recueil/<semestre:periode>/", recueil.recueils, name="recueils_d_un_semestre"),
    path("recueil/<slug:genre>/<annee:periode>/", recueil.recueils, name="recueil"),
    path("recueil/<slug:genre>/<semestre:periode>/", recueil.recueils, name="recueil"),
    path("recueils/<int:pk>/avancement/", recueil.avancement, name="recueil_avancement"),
    path("recueils/<int:pk>/annuler/", recueil.annuler, name="recueil_annuler"),
    path("recueils/<int:pk>/fichier/", recueil.fichier, name="recueil_fichier"),
]

"""Adresses des contrats de ville, de leurs protocoles, et du cadre national."""

from django.urls import include, path

from .views import cadre, cible, college, contrat, decision, imports, projet, protocole

app_name = "contrats"

adresses_d_un_contrat = [
    path("", contrat.detail, name="contrat"),
    path("modifier/", contrat.modifier, name="contrat_modifier"),
    path("supprimer/", contrat.supprimer, name="contrat_supprimer"),
    path("signataires/", contrat.signataires, name="signataires"),
    path("abattements/", contrat.abattements, name="abattements"),
    path("exonerations/", contrat.exonerations, name="exonerations"),
    path("prolongations/", contrat.prolongations, name="prolongations"),
    path("reunir/", contrat.reunir, name="reunir"),
    path("protocole/", protocole.detail, name="protocole"),
    path("protocole/modifier/", protocole.modifier, name="protocole_modifier"),
    path("protocole/pdf/", protocole.pdf, name="protocole_pdf"),
    path("protocole/odt/", protocole.odt, name="protocole_odt"),
    path("protocole/engagements/", protocole.engagement_ajouter, name="engagement_ajouter"),
    path("projets/", projet.ajouter, name="projet_ajouter"),
]

urlpatterns = [
    path("", contrat.liste, name="contrats"),
    path("import/<slug:departement>/", include(imports.pages.adresses())),
    path("ajouter/", contrat.ajouter, name="contrat_ajouter"),
    path("<int:pk>/", include(adresses_d_un_contrat)),
    path("engagements/", protocole.engagements, name="engagements"),
    path("engagements/<int:pk>/", protocole.engagement, name="engagement"),
    path("engagements/<int:pk>/etapes/", protocole.etapes, name="etapes"),
    path(
        "engagements/<int:pk>/supprimer/",
        protocole.engagement_supprimer,
        name="engagement_supprimer",
    ),
    path("projets/", projet.liste, name="projets"),
    path("projets/<int:pk>/", projet.detail, name="projet"),
    path("projets/<int:pk>/pdf/", projet.pdf, name="projet_pdf"),
    path("projets/<int:pk>/modifier/", projet.modifier, name="projet_modifier"),
    path("projets/<int:pk>/supprimer/", projet.supprimer, name="projet_supprimer"),
    path("cibles/", cible.liste, name="cibles"),
    path("cibles/ajouter/", cible.ajouter, name="cible_ajouter"),
    path("cibles/<int:pk>/", cible.modifier, name="cible"),
    path("cibles/<int:pk>/supprimer/", cible.supprimer, name="cible_supprimer"),
    path("colleges/", college.liste, name="colleges"),
    path("colleges/ajouter/", college.ajouter, name="college_ajouter"),
    path("colleges/<int:pk>/", college.detail, name="college"),
    path("colleges/<int:pk>/modifier/", college.modifier, name="college_modifier"),
    path("colleges/<int:pk>/supprimer/", college.supprimer, name="college_supprimer"),
    path("decisions/", decision.liste, name="decisions"),
    path("decisions/ajouter/", decision.ajouter, name="decision_ajouter"),
    path("decisions/<int:pk>/", decision.modifier, name="decision"),
    path("decisions/<int:pk>/supprimer/", decision.supprimer, name="decision_supprimer"),
    path("cadre/", cadre.cadre, name="cadre"),
    path("conventions-nationales/", cadre.conventions_nationales, name="conventions_nationales"),
    path("dijon/", cadre.dijon, name="dijon"),
]

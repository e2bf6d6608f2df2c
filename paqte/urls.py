"""Adresses du PAQTE : animation, entreprises, conventions, bilans."""

from django.urls import include, path

from .views import (
    animation,
    bilan,
    charte,
    controle,
    convention,
    demandes,
    entreprise,
    grille,
    imports,
    repertoire,
)

app_name = "paqte"

adresses_d_animation = [
    path("", animation.detail, name="animation"),
    path("referent/", animation.referent, name="referent"),
    path("referents/ajouter/", animation.autre_referent_ajouter, name="autre_referent_ajouter"),
    path("organisation/", animation.organisation, name="organisation"),
    path("reunions/ajouter/", animation.reunion_ajouter, name="reunion_ajouter"),
    path("partenaires/ajouter/", animation.partenaire_ajouter, name="partenaire_ajouter"),
    path("courriers/", demandes.textes, name="courriers"),
    path("chartes/ajouter/", charte.ajouter, name="charte_ajouter"),
]

adresses_de_la_grille = [
    path("", grille.deposer, name="grille"),
    path("<int:pk>/", grille.confirmer, name="grille_confirmer"),
    path("<int:pk>/annuler/", grille.annuler, name="grille_annuler"),
    path("<int:pk>/fichier/", grille.fichier, name="grille_fichier"),
    path("modele.<slug:extension>", grille.telecharger, name="grille_modele"),
]

urlpatterns = [
    path("animation/", animation.liste, name="animations"),
    path("animation/<slug:departement>/", include(adresses_d_animation)),
    path("referents/<int:pk>/", animation.autre_referent, name="autre_referent"),
    path(
        "referents/<int:pk>/supprimer/",
        animation.autre_referent_supprimer,
        name="autre_referent_supprimer",
    ),
    path("reunions/<int:pk>/", animation.reunion, name="reunion"),
    path("reunions/<int:pk>/supprimer/", animation.reunion_supprimer, name="reunion_supprimer"),
    path("partenaires/<int:pk>/", animation.partenaire, name="partenaire"),
    path(
        "partenaires/<int:pk>/supprimer/",
        animation.partenaire_supprimer,
        name="partenaire_supprimer",
    ),
    path("chartes/<int:pk>/", charte.modifier, name="charte"),
    path("chartes/<int:pk>/supprimer/", charte.supprimer, name="charte_supprimer"),
    path("entreprises/", entreprise.liste, name="entreprises"),
    path("entreprises/ajouter/", entreprise.ajouter, name="entreprise_ajouter"),
    path("entreprises/supprimees/", entreprise.supprimees, name="entreprises_supprimees"),
    path("entreprises/fiche/", repertoire.fiche, name="entreprise_fiche"),
    path("entreprises/en-qpv/", repertoire.en_qpv, name="en_qpv"),
    path("entreprises/<int:pk>/", entreprise.modifier, name="entreprise"),
    path("entreprises/<int:pk>/reunir/", entreprise.reunir, name="entreprise_reunir"),
    path("entreprises/<int:pk>/supprimer/", entreprise.supprimer, name="entreprise_supprimer"),
    path("conventions/", convention.liste, name="conventions"),
    path("conventions/ajouter/", convention.ajouter, name="convention_ajouter"),
    path("conventions/import/<slug:departement>/", include(imports.pages.adresses())),
    path("conventions/<int:pk>/", convention.detail, name="convention"),
    path("conventions/<int:pk>/modifier/", convention.modifier, name="convention_modifier"),
    path("conventions/<int:pk>/supprimer/", convention.supprimer, name="convention_supprimer"),
    path(
        "conventions/<int:pk>/resultats/<semestre:semestre>/",
        convention.resultats,
        name="resultats",
    ),
    path("controles/", controle.liste, name="controles"),
    path("controles/ajouter/", controle.ajouter, name="controle_ajouter"),
    path("controles/<int:pk>/", controle.modifier, name="controle"),
    path("bilans/", bilan.pages.liste, name="bilans"),
    path("bilans/<semestre:periode>/<slug:territoire>/", include(bilan.pages.adresses())),
    path(
        "bilans/<semestre:periode>/<slug:territoire>/grille/",
        include(adresses_de_la_grille),
    ),
    path("bilans/<semestre:periode>/<slug:territoire>/reponses/", demandes.liste, name="reponses"),
    path(
        "bilans/<semestre:periode>/<slug:territoire>/reponses/prendre/",
        demandes.tout_prendre,
        name="reponses_prendre",
    ),
    path("reponses/<int:pk>/", demandes.detail, name="reponse"),
]

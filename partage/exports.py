"""Exports des exemples et des journées."""

from import_export import fields, resources

from .models import Exemple, Journee


class ExempleResource(resources.ModelResource):
    """Une ligne par exemple, tel que la page le montre : publié, c'est le texte du CGET."""

    departement = fields.Field("departement_id", "departement")
    region = fields.Field("departement__region__nom", "region")
    titre = fields.Field("titre_affiche", "titre")
    texte = fields.Field("texte_affiche", "texte")
    axe = fields.Field("axe__nom", "axe")
    mesure = fields.Field("mesure__code", "mesure")
    etat = fields.Field("get_etat_display", "etat")

    class Meta:
        model = Exemple
        fields = (
            "id",
            "departement",
            "region",
            "titre",
            "texte",
            "axe",
            "mesure",
            "source",
            "etat",
            "publie_le",
        )


class JourneeResource(resources.ModelResource):
    """Une ligne par journée ; `quand` dit que les dates ne sont que des bornes."""

    departement = fields.Field("departement_id", "departement")

    class Meta:
        model = Journee
        fields = (
            "titre",
            "debut",
            "fin",
            "quand",
            "horaires",
            "ville",
            "departement",
            "lieu",
            "description",
            "lien",
        )

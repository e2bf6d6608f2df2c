"""Jeux de données du PAQTE à exporter."""

from import_export import fields, resources

from .models import Convention, Entreprise


class EntrepriseResource(resources.ModelResource):
    """Une ligne par entreprise."""

    departement = fields.Field("departement_id", "departement")
    taille = fields.Field("get_taille_display", "taille")
    conventions = fields.Field("nombre_conventions", "conventions")

    class Meta:
        model = Entreprise
        fields = (
            "departement",
            "nom",
            "siren",
            "taille",
            "commune",
            "contact",
            "courriel",
            "conventions",
        )


class ConventionResource(resources.ModelResource):
    """Une ligne par convention."""

    departement = fields.Field("entreprise__departement_id", "departement")
    entreprise = fields.Field("entreprise__nom", "entreprise")
    siren = fields.Field("entreprise__siren", "siren")
    taille = fields.Field(column_name="taille")
    axes = fields.Field(column_name="axes")

    class Meta:
        model = Convention
        fields = (
            "departement",
            "entreprise",
            "siren",
            "taille",
            "date_signature",
            "date_fin",
            "axes",
            "autres_engagements",
            "issue_charte",
            "fin_charte",
            "france_une_chance",
        )

    def dehydrate_taille(self, convention):
        return convention.entreprise.get_taille_display()

    def dehydrate_axes(self, convention):
        return ", ".join(axe.nom for axe in convention.axes.all())

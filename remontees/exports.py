"""Le suivi des remontées, à exporter."""

from import_export import fields, resources

from .models import Transmission


class SuiviResource(resources.Resource):
    """Une ligne par remontée attendue (voir `remontees.models.LigneDeSuivi`)."""

    periode = fields.Field("periode__libelle", "periode")
    region = fields.Field("departement__region__nom", "region")
    code = fields.Field("departement__code", "departement")
    nom = fields.Field("departement__nom", "nom_du_departement")
    echeance = fields.Field("campagne__echeance_le", "echeance")
    etat = fields.Field("libelle_etat", "etat")


class TransmissionResource(resources.ModelResource):
    """Une ligne par version transmise."""

    departement = fields.Field("departement_id", "departement")
    version = fields.Field("numero", "version")
    transmise_par = fields.Field("transmise_par", "transmise_par")

    types = {"transmise_par": "string"}

    class Meta:
        model = Transmission
        fields = (
            "departement",
            "version",
            "nom_fichier",
            "transmise_le",
            "transmise_par",
            "sha256",
            "courriel_envoye_le",
        )
        export_order = fields

    def dehydrate_transmise_par(self, transmission):
        return str(transmission.transmise_par)

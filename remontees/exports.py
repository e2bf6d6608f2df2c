"""Le suivi des remontées, à exporter."""

from import_export import fields, resources

from .models import Relance, Transmission


class SuiviResource(resources.Resource):
    """Une ligne par remontée attendue (voir `remontees.models.LigneDeSuivi`)."""

    periode = fields.Field("periode__libelle", "periode")
    region = fields.Field("region__nom", "region")
    code = fields.Field("territoire__code", "territoire")
    nom = fields.Field("territoire__nom", "nom_du_territoire")
    echeance = fields.Field("campagne__echeance_le", "echeance")
    etat = fields.Field("libelle_etat", "etat")
    version = fields.Field("derniere_version__numero", "version")
    transmise_le = fields.Field("derniere_version__transmise_le", "transmise_le")


class TransmissionResource(resources.ModelResource):
    """Une ligne par version transmise."""

    departement = fields.Field("departement_id", "departement")
    region = fields.Field("region_id", "region")
    version = fields.Field("numero", "version")
    transmise_par = fields.Field("transmise_par", "transmise_par")

    types = {"transmise_par": "string"}

    class Meta:
        model = Transmission
        fields = (
            "departement",
            "region",
            "version",
            "nom_fichier",
            "transmise_le",
            "transmise_par",
            "sha256",
            "courriel_envoye_le",
        )

    def dehydrate_transmise_par(self, transmission):
        return str(transmission.transmise_par)


class RelanceResource(resources.ModelResource):
    """Une ligne par relance envoyée."""

    envoyee_le = fields.Field("envoyee_le", "envoyee_le")
    campagne = fields.Field("campagne", "campagne")
    moment = fields.Field("get_palier_display", "moment")
    departement = fields.Field("departement_id", "departement")
    region = fields.Field("region_id", "region")
    personne = fields.Field("utilisateur", "personne")

    class Meta:
        model = Relance
        fields = ("envoyee_le", "campagne", "moment", "departement", "region", "personne")

    def dehydrate_campagne(self, relance):
        return str(relance.campagne)

    def dehydrate_personne(self, relance):
        return str(relance.utilisateur)

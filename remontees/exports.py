"""Le suivi des remontées, à exporter."""

from import_export import fields, resources


class SuiviResource(resources.Resource):
    """Une ligne par remontée attendue (voir `remontees.models.LigneDeSuivi`)."""

    periode = fields.Field("periode__libelle", "periode")
    region = fields.Field("departement__region__nom", "region")
    code = fields.Field("departement__code", "departement")
    nom = fields.Field("departement__nom", "nom_du_departement")
    echeance = fields.Field("campagne__echeance_le", "echeance")
    etat = fields.Field("libelle_etat", "etat")

"""Le suivi national, à exporter."""

from import_export import fields, resources


class SuiviNationalResource(resources.Resource):
    """Une ligne par département (voir `national.suivi.LigneNationale`)."""

    region = fields.Field("departement__region__nom", "region")
    code = fields.Field("departement__code", "departement")
    nom = fields.Field("departement__nom", "nom_du_departement")
    referent = fields.Field("referent__nom", "referent")
    courriel = fields.Field("referent__courriel", "courriel_du_referent")
    telephone = fields.Field("referent__telephone", "telephone_du_referent")
    bilan = fields.Field("bilan__libelle", "bilan")
    bilan_en_retard = fields.Field("bilan__en_retard", "bilan_en_retard")
    synthese = fields.Field("synthese__libelle", "synthese")
    synthese_en_retard = fields.Field("synthese__en_retard", "synthese_en_retard")
    contrats = fields.Field("contrats", "contrats")
    signes = fields.Field("signes", "protocoles_signes")
    conventions = fields.Field("conventions", "conventions_en_cours")

    types = {
        "bilan_en_retard": "boolean",
        "synthese_en_retard": "boolean",
        "contrats": "integer",
        "protocoles_signes": "integer",
        "conventions_en_cours": "integer",
    }

"""Le suivi national, à exporter."""

from import_export import fields, resources

from remontees import registre


class SuiviNationalResource(resources.Resource):
    """Une ligne par département (voir `national.suivi.LigneNationale`)."""

    region = fields.Field("departement__region__nom", "region")
    code = fields.Field("departement__code", "departement")
    nom = fields.Field("departement__nom", "nom_du_departement")
    referent = fields.Field("referent__nom", "referent")
    courriel = fields.Field("referent__courriel", "courriel_du_referent")
    telephone = fields.Field("referent__telephone", "telephone_du_referent")
    contrats = fields.Field("contrats", "contrats")
    signes = fields.Field("signes", "protocoles_signes")
    conventions = fields.Field("conventions", "conventions_en_cours")

    types = {
        "contrats": "integer",
        "protocoles_signes": "integer",
        "conventions_en_cours": "integer",
    }

    def __init__(self, **options):
        super().__init__(**options)
        derniers = [self.fields.pop(nom) for nom in ("contrats", "signes", "conventions")]
        for genre in [modele.genre for modele in registre.remontees()]:
            self._ajouter(f"avancees__{genre}__libelle", genre)
            self._ajouter(f"avancees__{genre}__en_retard", f"{genre}_en_retard", "boolean")
        self.fields |= {champ.column_name: champ for champ in derniers}

    def _ajouter(self, attribut, colonne, type_="string"):
        self.fields[colonne] = fields.Field(attribut, colonne)
        self.types = self.types | {colonne: type_}

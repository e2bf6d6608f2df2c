"""Le suivi national, à exporter."""

from django.utils.text import capfirst
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
    autres = fields.Field(column_name="autres_referents")
    designe_le = fields.Field("ponctualite__premier_le", "premier_referent_le")
    a_temps = fields.Field("ponctualite__a_temps", "referent_a_temps")
    contrats = fields.Field("contrats", "contrats")
    signes = fields.Field("signes", "protocoles_signes")
    conventions = fields.Field("conventions", "conventions_en_cours")

    titres = {"nom_du_departement": "Nom du département"}
    types = {
        "premier_referent_le": "date",
        "referent_a_temps": "boolean",
        "contrats": "integer",
        "protocoles_signes": "integer",
        "conventions_en_cours": "integer",
    }

    def __init__(self, **options):
        super().__init__(**options)
        derniers = [self.fields.pop(nom) for nom in ("contrats", "signes", "conventions")]
        for modele in registre.remontees():
            genre, nom = modele.genre, capfirst(modele._meta.verbose_name)
            self._ajouter(f"avancees__{genre}__libelle", genre, nom)
            for constat, dit in (("en_retard", "en retard"), ("hors_delai", "hors délai")):
                colonne = f"{genre}_{constat}"
                self._ajouter(f"avancees__{genre}__{constat}", colonne, f"{nom} {dit}", "boolean")
        self.fields |= {champ.column_name: champ for champ in derniers}

    def dehydrate_autres(self, ligne):
        return ", ".join(f"{autre} <{autre.courriel}>" for autre in ligne.autres_referents)

    def _ajouter(self, attribut, colonne, titre, type_="string"):
        self.fields[colonne] = fields.Field(attribut, colonne)
        self.types = self.types | {colonne: type_}
        self.titres = self.titres | {colonne: titre}

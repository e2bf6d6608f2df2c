"""Le suivi des remontées, à exporter."""

from import_export import fields, resources

from .models import Relance, Transmission


class SuiviResource(resources.Resource):
    """Une ligne par remontée attendue (voir `remontees.models.LigneDeSuivi`)."""

    periode = fields.Field("periode__libelle", "periode")
    region = fields.Field("region__nom", "region")
    code = fields.Field("territoire__code", "territoire")
    nom = fields.Field("territoire__nom", "nom_du_territoire")
    echeance = fields.Field("echeance__jour", "echeance")
    etat = fields.Field("libelle_etat", "etat")
    version = fields.Field("derniere_version__numero", "version")
    transmise_le = fields.Field("derniere_version__transmise_le", "transmise_le")


class TransmissionResource(resources.ModelResource):
    """Une ligne par version transmise."""

    departement = fields.Field("departement_id", "departement")
    region = fields.Field("region_id", "region")
    periode = fields.Field("remontee__periode", "periode")
    etat = fields.Field("remontee__libelle_etat_public", "etat")
    version = fields.Field("numero", "version")
    transmise_par = fields.Field("transmise_par", "transmise_par")

    types = {"transmise_par": "string"}

    class Meta:
        model = Transmission
        fields = (
            "departement",
            "region",
            "periode",
            "etat",
            "version",
            "nom_fichier",
            "transmise_le",
            "transmise_par",
            "sha256",
            "courriel_envoye_le",
        )

    def dehydrate_transmise_par(self, transmission):
        return str(transmission.transmise_par)


class ContenuResource(resources.ModelResource):
    """Une ligne par remontée transmise d'un `modele` : sa dernière version, mise à plat."""

    territoire = fields.Field("territoire__code", "territoire")
    nom = fields.Field("territoire__nom", "nom_du_territoire")
    periode = fields.Field("remontee__periode", "periode")
    etat = fields.Field("remontee__libelle_etat_public", "etat")
    version = fields.Field("numero", "version")

    # Une version figée pèse des dizaines de kilo-octets.
    lues_d_un_coup = 50

    class Meta:
        model = Transmission
        fields = ("territoire", "nom", "periode", "etat", "version", "transmise_le")

    def __init__(self, modele, **options):
        super().__init__(**options)
        a_plat = modele.a_plat.colonnes()
        self.fields |= {c.nom: fields.Field(f"a_plat__{c.nom}", c.nom) for c in a_plat}
        self.types = {c.nom: c.type for c in a_plat}
        self.titres = {c.nom: c.titre for c in a_plat}


class RelanceResource(resources.ModelResource):
    """Une ligne par relance envoyée."""

    envoyee_le = fields.Field("envoyee_le", "envoyee_le")
    campagne = fields.Field("campagne", "campagne")
    moment = fields.Field("get_palier_display", "moment")
    departement = fields.Field("departement_id", "departement")
    region = fields.Field("region_id", "region")
    personne = fields.Field("destinataire", "personne")
    par = fields.Field("par", "par")

    types = {"personne": "string", "par": "string"}

    class Meta:
        model = Relance
        fields = ("envoyee_le", "campagne", "moment", "departement", "region", "personne", "par")

    def dehydrate_campagne(self, relance):
        return str(relance.campagne)

    def dehydrate_personne(self, relance):
        return str(relance.destinataire)

    def dehydrate_par(self, relance):
        return str(relance.par or "le portail")

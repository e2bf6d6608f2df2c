"""Jeux de données des contrats à exporter."""

from import_export import fields, resources

from .models import (
    Abattement,
    CibleTerritoriale,
    College,
    ContratDeVille,
    Decision,
    Engagement,
    EngagementNational,
    Etape,
    Exoneration,
    GrandProjet,
)


class ContratResource(resources.ModelResource):
    """Une ligne par contrat de ville, avec l'avancement de son protocole."""

    departement = fields.Field("departement_id", "departement")
    perimetre = fields.Field("get_perimetre_display", "perimetre")
    reuni_dans = fields.Field("reuni_dans__nom", "reuni_dans")
    types = {"quartiers": "integer", "engagements": "integer"}
    filtres = {"territoire": "departement"}

    quartiers = fields.Field("nombre_quartiers", "quartiers")
    engagements = fields.Field("nombre_engagements", "engagements")
    protocole = fields.Field("libelle_avancement", "protocole")
    protocole_prevu_le = fields.Field("protocole__signature_prevue_le", "protocole_prevu_le")
    protocole_signe_le = fields.Field("protocole__signe_le", "protocole_signe_le")

    class Meta:
        model = ContratDeVille
        fields = (
            "id",
            "departement",
            "nom",
            "perimetre",
            "porteur_nom",
            "porteur_siren",
            "quartiers",
            "signe_le",
            "fin_le",
            "evaluation_faite",
            "reunion_annuelle_le",
            "conventions_associations",
            "conventions_pluriannuelles",
            "reuni_dans",
            "protocole",
            "protocole_prevu_le",
            "protocole_signe_le",
            "engagements",
        )


class MesureFiscaleResource(resources.ModelResource):
    """Socle des mesures fiscales : le contrat d'abord."""

    departement = fields.Field("contrat__departement_id", "departement")
    contrat = fields.Field("contrat__nom", "contrat")

    filtres = {"territoire": "contrat__departement"}


class AbattementResource(MesureFiscaleResource):
    """Une ligne par bailleur et par année."""

    usages = fields.Field("usages", "contreparties_en_mots")

    class Meta:
        model = Abattement
        fields = (
            "departement",
            "contrat",
            "annee",
            "bailleur",
            "convention_le",
            "logements",
            "montant",
            "contreparties",
            "usages",
        )


class ExonerationResource(MesureFiscaleResource):
    """Une ligne par année et par impôt."""

    impot = fields.Field("get_impot_display", "impot")

    class Meta:
        model = Exoneration
        fields = (
            "departement",
            "contrat",
            "annee",
            "impot",
            "commerces",
            "montant",
            "precisions",
        )


class EngagementResource(resources.ModelResource):
    """Une ligne par engagement réciproque."""

    departement = fields.Field("protocole__contrat__departement_id", "departement")
    contrat = fields.Field("protocole__contrat__nom", "contrat")
    protocole = fields.Field("protocole__get_avancement_display", "protocole")
    partie = fields.Field("get_partie_display", "partie")
    domaine = fields.Field("domaine__nom", "domaine")
    engagement_dijon = fields.Field("engagement_dijon__numero", "engagement_dijon")
    mesures = fields.Field(column_name="mesures")
    projet = fields.Field("projet__nom", "projet")
    etat = fields.Field("get_etat_display", "etat")

    filtres = {"territoire": "protocole__contrat__departement"}

    class Meta:
        model = Engagement
        fields = (
            "id",
            "departement",
            "contrat",
            "protocole",
            "partie",
            "partie_nom",
            "pilote",
            "texte",
            "domaine",
            "engagement_dijon",
            "mesures",
            "projet",
            "indicateur",
            "unite",
            "reference",
            "cible",
            "echeance_le",
            "etat",
        )

    def dehydrate_mesures(self, engagement):
        return ", ".join(mesure.code for mesure in engagement.mesures.all())


class EtapeResource(resources.ModelResource):
    """Une ligne par étape d'un engagement."""

    departement = fields.Field("engagement__protocole__contrat__departement_id", "departement")
    contrat = fields.Field("engagement__protocole__contrat__nom", "contrat")
    engagement = fields.Field("engagement_id", "engagement")
    texte = fields.Field("engagement__texte", "texte_de_l_engagement")
    pilote = fields.Field("engagement__pilote", "pilote")
    libelle = fields.Field("libelle", "etape")

    types = {"engagement": "integer"}
    filtres = {"territoire": "engagement__protocole__contrat__departement"}

    class Meta:
        model = Etape
        fields = (
            "departement",
            "contrat",
            "engagement",
            "texte",
            "pilote",
            "libelle",
            "prevue_le",
            "faite_le",
        )


class DecisionResource(resources.ModelResource):
    """Une ligne par décision du collège ou d'un comité."""

    departement = fields.Field("departement_id", "departement")
    organe = fields.Field("get_organe_display", "instance")
    texte = fields.Field("texte", "decision")
    engagement = fields.Field("engagement__texte", "engagement")
    etat = fields.Field("etat", "etat")

    filtres = {"territoire": "departement"}

    class Meta:
        model = Decision
        fields = (
            "departement",
            "organe",
            "prise_le",
            "texte",
            "porteur",
            "pour_le",
            "engagement",
            "etat",
            "faite_le",
        )


class ProjetResource(resources.ModelResource):
    """Une ligne par grand projet."""

    departement = fields.Field("contrat__departement_id", "departement")
    contrat = fields.Field("contrat__nom", "contrat")
    nature = fields.Field("get_nature_display", "nature")
    quartiers = fields.Field(column_name="quartiers")

    class Meta:
        model = GrandProjet
        fields = (
            "id",
            "departement",
            "contrat",
            "nom",
            "nature",
            "quartiers",
            "presentation",
            "debut_le",
            "fin_le",
            "cout",
            "contact",
        )

    def dehydrate_quartiers(self, projet):
        return ", ".join(quartier.code for quartier in projet.quartiers.all())


class CibleResource(resources.ModelResource):
    """Une ligne par cible territoriale."""

    departement = fields.Field("departement_id", "departement")
    contrat = fields.Field("contrat__nom", "contrat")
    mesure = fields.Field("indicateur__mesure__code", "mesure")
    code = fields.Field("indicateur__code", "indicateur")
    libelle = fields.Field("indicateur__libelle", "libelle")
    progres = fields.Field("progres", "progres_en_pourcent")

    class Meta:
        model = CibleTerritoriale
        fields = (
            "departement",
            "contrat",
            "mesure",
            "code",
            "libelle",
            "reference",
            "cible",
            "echeance_le",
            "valeur",
            "valeur_le",
            "progres",
        )


class CollegeResource(resources.ModelResource):
    """Une ligne par réunion du collège des chefs de service."""

    departement = fields.Field("departement_id", "departement")

    class Meta:
        model = College
        fields = ("departement", "date", "lieu", *College.ATTENDUS, "services", "decisions")


class EngagementNationalResource(resources.ModelResource):
    """Une ligne par engagement des conventions nationales."""

    convention = fields.Field("convention__signataire", "convention")
    signee_le = fields.Field("convention__signee_le", "signee_le")

    class Meta:
        model = EngagementNational
        fields = ("convention", "signee_le", "numero", "texte", "cible", "transcription")


class DijonResource(resources.Resource):
    """Une ligne par engagement de Dijon, et les contrats qui le déclinent."""

    domaine = fields.Field("engagement__domaine__nom", "domaine")
    partie = fields.Field("engagement__get_partie_display", "partie")
    numero = fields.Field("engagement__numero", "numero")
    texte = fields.Field("engagement__texte", "engagement")
    contrats = fields.Field("nombre", "contrats")
    signes = fields.Field("nombre_signes", "protocoles_signes")
    part = fields.Field("part", "part_des_contrats_en_pourcent")
    noms = fields.Field(column_name="noms_des_contrats")

    class Meta:
        fields = ("domaine", "partie", "numero", "texte", "contrats", "signes", "part", "noms")

    def dehydrate_noms(self, ligne):
        return ", ".join(contrat.nom for contrat in ligne.contrats)

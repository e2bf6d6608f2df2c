"""Jeux de données des mesures à exporter."""

from import_export import fields, resources

from .models import Contestation, Indicateur, Valeur


class TableauResource(resources.Resource):
    """Une ligne par mesure, à la date du tableau (voir `mesures.tableau`)."""

    code = fields.Field("mesure__code", "mesure")
    intitule = fields.Field("mesure__intitule", "intitule")
    axe = fields.Field("mesure__thematique__axe__nom", "axe")
    programme = fields.Field("mesure__thematique__programme__nom", "programme")
    thematique = fields.Field("mesure__thematique__nom", "thematique")
    classement = fields.Field("mesure__source_du_classement", "source_du_classement")
    chef_de_file = fields.Field("mesure__chef_de_file__nom", "chef_de_file")
    niveau = fields.Field("libelle", "niveau_engagement")
    contrats = fields.Field("contrats", "contrats")
    signes = fields.Field("signes", "contrats_au_protocole_signe")
    indicateurs = fields.Field(column_name="indicateurs")

    types = {"contrats": "integer", "contrats_au_protocole_signe": "integer"}

    def dehydrate_indicateurs(self, ligne):
        return " ; ".join(li.indicateur.libelle for li in ligne.indicateurs)


class IndicateurResource(resources.ModelResource):
    """Une ligne par indicateur."""

    mesure = fields.Field("mesure__code", "mesure")
    nature = fields.Field("get_nature_display", "type")
    sens = fields.Field("get_sens_display", "sens")
    releve = fields.Field("get_releve_display", "releve")
    frequence = fields.Field("get_frequence_display", "frequence")
    partie_de = fields.Field("partie_de__code", "partie_de")

    class Meta:
        model = Indicateur
        fields = (
            "mesure",
            "code",
            "libelle",
            "nature",
            "unite",
            "sens",
            "cible",
            "cible_texte",
            "cible_le",
            "releve",
            "partie_de",
            "definition",
            "methode",
            "source",
            "proprietaire",
            "frequence",
            "complementaire",
        )


class ValeurResource(resources.ModelResource):
    """Une ligne par valeur d'indicateur, aux colonnes du modèle d'import.

    `valeur` est ce que l'indicateur attend : nombre, oui ou non, texte ; `nombre` ne garde que le
    chiffre.
    """

    mesure = fields.Field("indicateur__mesure__code", "mesure")
    code = fields.Field("indicateur__code", "indicateur")
    libelle = fields.Field("indicateur__libelle", "libelle")
    unite = fields.Field("indicateur__unite", "unite")
    nom_du_territoire = fields.Field("nom_du_territoire", "nom_du_territoire")
    le = fields.Field("le", "date")
    valeur = fields.Field(column_name="valeur")
    base = fields.Field("base", "total")
    part = fields.Field(column_name="part_en_pourcent")
    note = fields.Field("note", "precision")

    types = {"valeur": "any", "part_en_pourcent": "number"}
    filtres = {"periode": "le__range", "territoire": "territoire"}

    class Meta:
        model = Valeur
        fields = (
            "mesure",
            "code",
            "libelle",
            "unite",
            "territoire",
            "nom_du_territoire",
            "le",
            "valeur",
            "nombre",
            "base",
            "part",
            "source",
            "note",
        )

    def dehydrate_valeur(self, valeur):
        return valeur.brute

    def dehydrate_part(self, valeur):
        return valeur.grandeur if valeur.indicateur.nature == Indicateur.Nature.PART else None


class ObjectifResource(resources.Resource):
    """Une ligne par objectif (voir `mesures.objectifs`)."""

    mesure = fields.Field("mesure__code", "mesure")
    code = fields.Field("indicateur__code", "indicateur")
    libelle = fields.Field("indicateur__libelle", "libelle")
    chef_de_file = fields.Field("mesure__chef_de_file__nom", "chef_de_file")
    atteinte = fields.Field("atteinte__label", "atteinte")
    constat = fields.Field("constat__affichage", "constat")
    le = fields.Field("constat__le", "date")
    departements = fields.Field("departements", "departements")
    progres = fields.Field("constat__progres", "chemin_parcouru")
    cible = fields.Field("indicateur__cible", "cible")
    cible_le = fields.Field("indicateur__cible_le", "echeance")

    types = {
        "date": "date",
        "departements": "integer",
        "chemin_parcouru": "integer",
        "cible": "number",
        "echeance": "date",
    }


class AlerteResource(resources.Resource):
    """Une ligne par alerte (voir `mesures.alertes`)."""

    mesure = fields.Field("indicateur__mesure__code", "mesure")
    code = fields.Field("indicateur__code", "indicateur")
    libelle = fields.Field("indicateur__libelle", "libelle")
    motif = fields.Field("motif", "alerte")
    departements = fields.Field(column_name="departements")

    def dehydrate_departements(self, alerte):
        return ", ".join(alerte.departements)


class ContestationResource(resources.ModelResource):
    """Une ligne par valeur contestée."""

    indicateur = fields.Field("valeur__indicateur__code", "indicateur")
    departement = fields.Field("departement_id", "departement")
    contestee = fields.Field("contestee", "valeur_contestee")
    actuelle = fields.Field("valeur__affichage", "valeur_actuelle")
    proposee = fields.Field("affichage", "valeur_proposee")
    etat = fields.Field("get_etat_display", "etat")

    class Meta:
        model = Contestation
        fields = (
            "indicateur",
            "departement",
            "contestee",
            "actuelle",
            "proposee",
            "motif",
            "source",
            "etat",
            "reponse",
            "le",
        )

"""Jeux de données du PAQTE à exporter."""

from django.utils.functional import cached_property
from import_export import fields, resources

from .contenu import libelles_des_chiffres
from .models import (
    Charte,
    Cible,
    Controle,
    Convention,
    Correction,
    Entreprise,
    Indicateur,
    Reponse,
    ResultatConvention,
)


class EntrepriseResource(resources.ModelResource):
    """Une ligne par entreprise."""

    departement = fields.Field("departement_id", "departement")
    taille = fields.Field("get_taille_display", "taille")
    conventions = fields.Field("nombre_conventions", "conventions")

    types = {"conventions": "integer"}
    filtres = {"territoire": "departement"}

    class Meta:
        model = Entreprise
        fields = (
            "departement",
            "nom",
            "siren",
            "etablissement",
            "taille",
            "commune",
            "contact",
            "courriel",
            "conventions",
        )


class EntrepriseSansContactResource(EntrepriseResource):
    """Les mêmes, sans leur contact : un jeu de données ne nomme personne."""

    class Meta(EntrepriseResource.Meta):
        exclude = ("contact", "courriel")


class ConventionResource(resources.ModelResource):
    """Une ligne par convention."""

    departement = fields.Field("entreprise__departement_id", "departement")
    entreprise = fields.Field("entreprise__nom", "entreprise")
    siren = fields.Field("entreprise__siren", "siren")
    etablissement = fields.Field("entreprise__etablissement", "etablissement")
    taille = fields.Field(column_name="taille")
    axes = fields.Field(column_name="axes")

    filtres = {"territoire": "entreprise__departement"}

    class Meta:
        model = Convention
        fields = (
            "departement",
            "entreprise",
            "siren",
            "etablissement",
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


class ControleResource(resources.ModelResource):
    """Une ligne par contrôle de cohérence des bilans."""

    comparaison = fields.Field("comparaison", "comparaison")

    class Meta:
        model = Controle
        fields = (
            "code",
            "actif",
            "comparaison",
            "chiffre",
            "autre",
            "seuil",
            "message",
        )


class CharteResource(resources.ModelResource):
    """Une ligne par charte « Entreprises et Quartiers », et ce qu'elle devient."""

    departement = fields.Field("entreprise__departement_id", "departement")
    entreprise = fields.Field("entreprise__nom", "entreprise")
    siren = fields.Field("entreprise__siren", "siren")
    suite = fields.Field("suite", "suite")

    filtres = {"territoire": "entreprise__departement"}

    class Meta:
        model = Charte
        fields = ("departement", "entreprise", "siren", "fin_le", "suite", "sans_suite")


class SaisieResource(resources.ModelResource):
    """Une ligne par valeur d'une convention sur un indicateur, aux colonnes de la grille."""

    departement = fields.Field("convention__entreprise__departement_id", "departement")
    convention = fields.Field("convention_id", "convention")
    entreprise = fields.Field("convention__entreprise__nom", "entreprise")
    siren = fields.Field("convention__entreprise__siren", "siren")
    axe = fields.Field("indicateur__axe__nom", "axe")
    indicateur = fields.Field("indicateur__code", "indicateur")
    libelle = fields.Field("indicateur__libelle", "libelle")
    unite = fields.Field("indicateur__unite", "unite")

    types = {"convention": "integer"}
    filtres = {"territoire": "convention__entreprise__departement"}

    class Meta:
        fields = (
            "departement",
            "semestre",
            "convention",
            "entreprise",
            "siren",
            "axe",
            "indicateur",
            "libelle",
            "unite",
            "valeur",
        )


class CibleResource(SaisieResource):
    """Une ligne par cible, à trois ans."""

    valeur = fields.Field("valeur", "cible")

    class Meta(SaisieResource.Meta):
        model = Cible


class ResultatResource(SaisieResource):
    """Une ligne par résultat d'un semestre : un nombre, ou pourquoi il n'y en a pas ; et le jour où
    l'entreprise l'a déclaré, si elle l'a fait elle-même.
    """

    valeur = fields.Field("valeur", "resultat")
    absence = fields.Field("get_absence_display", "absence")

    filtres = SaisieResource.filtres | {"periode": "semestre"}

    class Meta(SaisieResource.Meta):
        model = ResultatConvention
        fields = (*SaisieResource.Meta.fields, "absence", "declare_le")


class ReponseResource(resources.ModelResource):
    """Une ligne par réponse d'une entreprise pour un semestre, hors des indicateurs."""

    departement = fields.Field("convention__entreprise__departement_id", "departement")
    convention = fields.Field("convention_id", "convention")
    entreprise = fields.Field("convention__entreprise__nom", "entreprise")
    siren = fields.Field("convention__entreprise__siren", "siren")
    resultats = fields.Field("get_absence_display", "resultats")

    types = {"convention": "integer"}
    filtres = {"territoire": "convention__entreprise__departement", "periode": "semestre"}

    class Meta:
        model = Reponse
        fields = (
            "departement",
            "semestre",
            "convention",
            "entreprise",
            "siren",
            "resultats",
            *Reponse.CHAMPS[1:],
        )


class CorrectionResource(resources.ModelResource):
    """Une ligne par chiffre corrigé d'un bilan."""

    departement = fields.Field("bilan__departement_id", "departement")
    semestre = fields.Field("bilan__periode", "semestre")
    etat = fields.Field("bilan__get_etat_display", "etat")
    chiffre = fields.Field("cle", "chiffre")
    libelle = fields.Field(column_name="libelle")

    filtres = {"periode": "bilan__periode", "territoire": "bilan__departement"}

    class Meta:
        model = Correction
        fields = ("departement", "semestre", "etat", "chiffre", "libelle", "valeur", "motif")

    @cached_property
    def libelles(self):
        return libelles_des_chiffres(Indicateur.objects.all())

    def dehydrate_libelle(self, correction):
        return self.libelles.get(correction.cle, correction.cle)

"""Exports des comptes et de l'annuaire ; moteur de l'import de comptes."""

import re

from django.core.exceptions import ValidationError
from import_export import fields, resources
from import_export.instance_loaders import BaseInstanceLoader

from quartiers.models import Departement, Region
from socle.imports.moteur import ImportResource, ce_qui_change
from socle.recherche import sans_accents

from .models import JournalAcces, Utilisateur
from .personnes import preparer_l_invitation, verifier_territoire

# Champ d'une personne : sa colonne dans un fichier de comptes.
CHAMPS = {
    "email": "courriel",
    "first_name": "prenom",
    "last_name": "nom",
    "role": "role",
    "fonction": "fonction",
    "telephone": "telephone",
}
ROLES = {sans_accents(role.label): role for role in Utilisateur.Role} | {
    role.value: role for role in Utilisateur.Role
}


class ExportAnnuaireResource(resources.ModelResource):
    """Une ligne par personne, aux colonnes du modèle d'import."""

    courriel = fields.Field("email", "courriel")
    prenom = fields.Field("first_name", "prenom")
    nom = fields.Field("last_name", "nom")
    departements = fields.Field(column_name="departements")
    regions = fields.Field(column_name="regions")

    class Meta:
        model = Utilisateur
        fields = (
            "courriel",
            "prenom",
            "nom",
            "role",
            "departements",
            "regions",
            "fonction",
            "telephone",
        )

    def dehydrate_departements(self, personne):
        return " ".join(p.departement_id for p in personne.perimetres.all() if p.departement_id)

    def dehydrate_regions(self, personne):
        return " ".join(p.region_id for p in personne.perimetres.all() if p.region_id)


class ExportCompteResource(ExportAnnuaireResource):
    """Comme l'annuaire, avec l'état du compte."""

    etat = fields.Field("libelle_etat", "etat")

    class Meta(ExportAnnuaireResource.Meta):
        fields = (*ExportAnnuaireResource.Meta.fields, "invite_le", "last_login", "etat")


class AccesResource(resources.ModelResource):
    """Une ligne par accès à une liste de personnes."""

    personne = fields.Field("utilisateur__username", "personne")
    page = fields.Field("get_page_display", "liste")
    territoire = fields.Field("precision", "territoire")

    class Meta:
        model = JournalAcces
        fields = ("le", "personne", "page", "territoire", "export")


class CompteLoader(BaseInstanceLoader):
    """Retrouve chaque compte par son adresse, sans compter les majuscules."""

    def __init__(self, resource, dataset):
        super().__init__(resource, dataset)
        comptes = Utilisateur.objects.exclude(email="").prefetch_related("perimetres")
        self.connus = {compte.email.lower(): compte for compte in comptes}

    def get_instance(self, row):
        return self.connus.get(row["courriel"].lower())


class ImportCompteResource(ImportResource):
    """Import de comptes par `user`, qui ne peut pas changer son propre rôle."""

    courriel = fields.Field("email", "courriel")

    class Meta:
        model = Utilisateur
        # Une seule colonne suffit à la bibliothèque : `import_instance` pose tous les champs.
        fields = import_id_fields = ("courriel",)
        instance_loader_class = CompteLoader

    def __init__(self, liste, user, **kwargs):
        super().__init__(liste, **kwargs)
        self.user = user
        self.departements = Departement.objects.in_bulk()
        self.regions = Region.objects.in_bulk()

    def cle(self, personne):
        return personne.email.lower()

    def before_import_row(self, row, row_number, **kwargs):
        """Lit chaque cellule ; lève ValidationError {colonne: motif} pour refuser la ligne."""
        erreurs = {}
        for colonne, lire in (
            ("role", _lire_role),
            ("departements", self._lire_codes),
            ("regions", self._lire_codes),
            ("nom", _exiger),
            ("courriel", _exiger),
        ):
            try:
                row[colonne] = lire(row[colonne], connus=getattr(self, colonne, ()))
            except ValidationError as erreur:
                erreurs[colonne] = erreur.messages
        ligne = self.deja_lue(row["courriel"].lower(), row_number)
        if row["courriel"] and ligne:
            erreurs["courriel"] = [f"Cette adresse est déjà à la ligne {ligne}."]
        if erreurs:
            raise ValidationError(erreurs)
        verifier_territoire(row["role"], row["departements"], row["regions"])

    def _lire_codes(self, cellule, connus):
        codes = [code.upper().zfill(2) for code in re.split(r"[\s,;]+", cellule) if code]
        if inconnus := [code for code in codes if code not in connus]:
            raise ValidationError(f"Code INSEE inconnu : {', '.join(inconnus)}.")
        return sorted(set(codes))

    def import_instance(self, instance, row, **kwargs):
        """Pose les valeurs lues sur la personne, et note ce qui change."""
        nouvelle = instance._state.adding
        if instance == self.user and instance.role != row["role"]:
            raise ValidationError({"role": "Vous ne pouvez pas changer votre propre rôle."})
        anciens = {champ: getattr(instance, champ) for champ in CHAMPS if champ != "email"}
        if nouvelle:
            instance.email, instance.username = row["courriel"], row["courriel"].lower()[:150]
            preparer_l_invitation(instance)
        for champ in anciens:
            setattr(instance, champ, row.get(CHAMPS[champ], anciens[champ]))
        if nouvelle or anciens["role"] != row["role"]:
            instance.prendre_role(row["role"])
        # L'aperçu se lit une fois l'import défait : les périmètres n'y sont plus en base.
        instance.territoires_lus = self._nommer_les_territoires(row)
        _verifier(instance)
        changements = ce_qui_change(instance, anciens)
        if not nouvelle:
            changements += self._perimetres_changes(instance, row)
            self.changements[self.cle(instance)] = changements
        self.inchangee = not nouvelle and not changements

    def _nommer_les_territoires(self, row):
        return [
            *(str(self.departements[code]) for code in row["departements"]),
            *(str(self.regions[code]) for code in row["regions"]),
        ] or ["National"]

    def _perimetres_changes(self, instance, row):
        avant = sorted(p.departement_id or p.region_id or "FR" for p in instance.perimetres.all())
        apres = sorted([*row["departements"], *row["regions"]]) or ["FR"]
        return [("perimetres", ", ".join(avant), ", ".join(apres))] if avant != apres else []

    def after_save_instance(self, instance, row, **kwargs):
        instance.poser_perimetres(row["departements"], row["regions"])


def _exiger(cellule, connus):
    if not cellule:
        raise ValidationError("Cette cellule ne peut pas être vide.")
    return cellule


def _lire_role(cellule, connus):
    try:
        return ROLES[sans_accents(cellule)]
    except KeyError:
        attendus = ", ".join(Utilisateur.Role.values)
        raise ValidationError(f"« {cellule} » n’est pas un rôle ({attendus}).") from None


def _verifier(personne):
    """Lève ValidationError {colonne: motif} si une valeur ne convient pas à la personne."""
    try:
        personne.clean_fields(exclude=["password", "username"])
        personne.clean()
    except ValidationError as erreur:
        raise ValidationError(
            {CHAMPS.get(champ, champ): motifs for champ, motifs in erreur.message_dict.items()}
        ) from erreur

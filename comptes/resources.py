"""Exports des comptes et de l'annuaire ; moteur de l'import de comptes."""

import re
from operator import attrgetter

from django.core.exceptions import ValidationError
from import_export import fields, resources
from import_export.instance_loaders import BaseInstanceLoader

from quartiers.models import Departement, Region
from quartiers.territoires import Territoires
from socle.cellules import deproteger
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

    reperes = ("courriel",)
    courriel = fields.Field("email", "courriel")

    class Meta:
        model = Utilisateur
        # Une seule colonne suffit à la bibliothèque : `import_instance` pose tous les champs.
        fields = import_id_fields = ("courriel",)
        instance_loader_class = CompteLoader

    def __init__(self, liste, user, **kwargs):
        super().__init__(liste, **kwargs)
        self.user = user
        self.departements = Territoires(Departement)
        self.regions = Territoires(Region)

    def cle(self, personne):
        return personne.email.lower()

    def touchees(self):
        # Une invitation partie ne se reprend pas : l'import d'un compte ne s'annule pas.
        return []

    def before_import_row(self, row, row_number, **kwargs):
        """Lit chaque cellule ; lève ValidationError {colonne: motif} pour refuser la ligne."""
        row |= {colonne: deproteger(cellule) for colonne, cellule in row.items()}
        erreurs = {}
        for colonne, lire in (
            ("role", _lire_role),
            ("departements", self._lire_territoires),
            ("regions", self._lire_territoires),
            ("nom", _exiger),
            ("courriel", _exiger),
        ):
            try:
                row[colonne] = lire(row[colonne], getattr(self, colonne, None))
            except ValidationError as erreur:
                erreurs[colonne] = erreur.error_list
        ligne = self.deja_lue(row["courriel"].lower(), row_number)
        if row["courriel"] and ligne:
            erreurs["courriel"] = [f"Cette adresse est déjà à la ligne {ligne}."]
        if erreurs:
            raise ValidationError(erreurs)
        verifier_territoire(row["role"], row["departements"], row["regions"])

    def _lire_territoires(self, cellule, connus):
        """Rend les territoires écrits : « 59, 62 », « 59 62 », « Nord (59) ; Aisne »."""
        trouves = {}
        for ecrit in filter(None, map(str.strip, re.split(r"[,;\n]", cellule))):
            mots = [ecrit] if connus.trouver(ecrit) else ecrit.split()
            trouves |= {mot: connus.trouver(mot) for mot in mots}
        if inconnus := [mot for mot, territoire in trouves.items() if not territoire]:
            raise ValidationError(f"Code INSEE inconnu : {', '.join(inconnus)}.")
        return sorted(set(trouves.values()), key=attrgetter("code"))

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
        instance.territoires_lus = list(map(str, [*row["departements"], *row["regions"]])) or [
            "National"
        ]
        _verifier(instance)
        changements = ce_qui_change(instance, anciens)
        if not nouvelle:
            changements += self._perimetres_changes(instance, row)
            self.changements[self.cle(instance)] = changements
        self.inchangee = not nouvelle and not changements

    def _perimetres_changes(self, instance, row):
        avant = sorted(p.departement_id or p.region_id or "FR" for p in instance.perimetres.all())
        apres = sorted([*_codes(row["departements"]), *_codes(row["regions"])]) or ["FR"]
        return [("perimetres", ", ".join(avant), ", ".join(apres))] if avant != apres else []

    def after_save_instance(self, instance, row, **kwargs):
        instance.poser_perimetres(_codes(row["departements"]), _codes(row["regions"]))


def _codes(territoires):
    return [territoire.code for territoire in territoires]


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

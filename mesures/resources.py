"""Le moteur d'import des valeurs d'indicateurs, sur django-import-export."""

import re

from django.core.exceptions import ValidationError
from import_export.instance_loaders import BaseInstanceLoader
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from quartiers.models import Departement, Quartier, Region
from quartiers.territoires import Territoires
from remontees.periodes import Semestre
from socle.cellules import deproteger
from socle.champs import NombreField, valider_fait
from socle.francais import lire_jour
from socle.imports.lecture import normaliser
from socle.imports.moteur import ImportResource, ce_qui_change

from .models import NATION, Indicateur, Valeur

LIEU = ("region", "departement", "quartier")
SUIVIS = ("nombre", "base", "oui_non", "texte", "source", "note")
# Le champ où un refus se voit, dans le vocabulaire du fichier.
COLONNES = {
    "nombre": "valeur",
    "oui_non": "valeur",
    "texte": "valeur",
    "base": "total",
    "note": "precision",
}
NOMS_DE_LA_NATION = {"fr", "france", "france_entiere"}
NOMBRE = NombreField(max_digits=18, decimal_places=2)
# « 20-1 » devient « 20-janv » dans un tableur, ou une vraie date.
CODE_DEVENU_DATE = re.compile(r"[0-9]{1,2}-[a-zéû]{3,5}\.?|[0-9]{4}-[0-9]{2}-[0-9]{2}|.*/.*/.*")
OUI_NON = {"oui": True, "non": False, "1": True, "0": False, "true": True, "false": False}


class ValeurLoader(BaseInstanceLoader):
    """Charge une fois toutes les valeurs des indicateurs que tient l'utilisateur."""

    def __init__(self, resource, dataset):
        super().__init__(resource, dataset)
        self.connues = {
            (valeur.indicateur_id, valeur.territoire, valeur.le): valeur
            for valeur in Valeur.objects.filter(
                indicateur__in=list(resource.indicateurs.values())
            ).select_related("indicateur", "quartier")
        }

    def get_instance(self, row):
        return self.connues.get((row["indicateur"].pk, row["code_territoire"], row["le"]))


class ImportValeurResource(ImportResource):
    """Import de valeurs, limité aux indicateurs que tient `user`.

    Une ligne d'un autre indicateur passe si elle ne change rien : un export se réimporte entier.
    `ambigus` (`Region` ou `Departement`) dit ce que désigne un code comme « 32 ».
    """

    reperes = ("indicateur", "territoire", "date")

    class Meta:
        model = Valeur
        # Une seule colonne suffit à la bibliothèque : `import_instance` pose tous les champs.
        fields = import_id_fields = ("territoire",)
        instance_loader_class = ValeurLoader
        use_bulk = True
        batch_size = 1000

    def __init__(self, liste, user, ambigus=None, **kwargs):
        super().__init__(liste, **kwargs)
        self.user, self.ambigus = user, ambigus

    def cle(self, valeur):
        return valeur.indicateur_id, valeur.territoire, valeur.le

    def before_import(self, dataset, **kwargs):
        cites = {deproteger(code) for code in dataset["indicateur"]}
        self.indicateurs = Indicateur.objects.filter(code__in=cites).in_bulk(field_name="code")
        tenus = Indicateur.objects.modifiables_par(self.user)
        self.tenus = set(tenus.values_list("pk", flat=True))
        self.territoires = Territoires(Region, Departement)
        codes = {code.upper() for code in dataset["territoire"]}
        self.quartiers = Quartier.objects.filter(code__in=codes).in_bulk(field_name="code")

    def before_import_row(self, row, row_number, **kwargs):
        """Lit chaque cellule ; lève ValidationError {colonne: motif} pour refuser la ligne."""
        row |= {colonne: deproteger(cellule) for colonne, cellule in row.items()}
        erreurs = {}
        for colonne, lire in (
            ("indicateur", self._lire_indicateur),
            ("territoire", self._lire_territoire),
            ("date", _lire_date),
            ("source", _lire_source),
        ):
            try:
                lire(row, colonne)
            except ValidationError as erreur:
                erreurs[colonne] = erreur.error_list
        if not erreurs:
            cle = row["indicateur"].pk, row["code_territoire"], row["le"]
            if ligne := self.deja_lue(cle, row_number):
                erreurs["indicateur"] = [
                    f"Cette valeur (indicateur, territoire, date) est déjà à la ligne {ligne}."
                ]
        if erreurs:
            raise ValidationError(erreurs)

    def _lire_indicateur(self, row, colonne):
        code = row[colonne]
        if CODE_DEVENU_DATE.fullmatch(code.casefold()):
            raise ValidationError(
                f"« {code} » : un tableur a pris un code comme « 20-1 » pour une date. Mettez la "
                "colonne au format texte, ou partez du modèle XLSX ou ODS."
            )
        if code not in self.indicateurs:
            raise _pas_tenu(code)
        row["indicateur"] = self.indicateurs[code]

    def _lire_territoire(self, row, colonne):
        ecrit = row[colonne]
        quartier = self.quartiers.get(ecrit.upper())
        nation = normaliser(ecrit) in NOMS_DE_LA_NATION
        lieu = None if quartier or nation else self._lire_lieu(ecrit, row)
        row |= {
            "quartier": quartier,
            "region": lieu if isinstance(lieu, Region) else None,
            "departement": lieu if isinstance(lieu, Departement) else None,
        }
        trouve = quartier or lieu
        prefixe = "R" if row["region"] else ""
        row["code_territoire"] = f"{prefixe}{trouve.code}" if trouve else NATION

    def _lire_lieu(self, ecrit, row):
        """Rend le territoire écrit ; un code ambigu se lit avec le nom que donne l'export."""
        nom = row.get("nom_du_territoire", "")
        try:
            lieu = self.territoires.trouver(ecrit, ambigus=self.ambigus)
        except ValidationError:
            lieu = nom and self.territoires.trouver(nom)
            if not lieu:
                raise
        if lieu is None:
            raise ValidationError(
                f"« {ecrit} » : attendu FR, un département (59, Nord), une région (R32, "
                "Hauts-de-France) ou un quartier (QP059001)."
            )
        return lieu

    def import_instance(self, instance, row, **kwargs):
        """Pose les valeurs lues sur l'objet, puis vérifie leur type (voir `Valeur.clean`)."""
        nouvelle = instance.pk is None
        anciens = {champ: getattr(instance, champ) for champ in SUIVIS}
        instance.indicateur, instance.le = row["indicateur"], row["le"]
        for champ in LIEU:
            setattr(instance, champ, row[champ])
        instance.source, instance.note = row["source"], row.get("precision", "")
        _lire_valeur(instance, row)
        try:
            # Ceux que l'import vient de trouver existent : chacun coûterait une requête par ligne.
            instance.clean_fields(exclude=["indicateur", "par", *LIEU])
            instance.clean()
        except ValidationError as erreur:
            raise ValidationError(
                {COLONNES.get(champ, champ): m for champ, m in erreur.message_dict.items()}
            ) from erreur
        changements = self.changements[self.cle(instance)] = ce_qui_change(instance, anciens)
        self.inchangee = not nouvelle and not changements
        if not self.inchangee and instance.indicateur_id not in self.tenus:
            raise ValidationError({"indicateur": _pas_tenu(instance.indicateur.code).messages})
        if changements:
            instance.par = self.user

    def bulk_create(self, using_transactions, dry_run, raise_errors, **kwargs):
        """Crée par lots en gardant l'historique de chaque valeur."""
        if not dry_run:
            bulk_create_with_history(
                self.create_instances, Valeur, default_user=self.user, batch_size=1000
            )
        self.create_instances.clear()

    def bulk_update(self, using_transactions, dry_run, raise_errors, **kwargs):
        """Corrige par lots en gardant l'historique de chaque valeur."""
        if not dry_run:
            bulk_update_with_history(
                self.update_instances,
                Valeur,
                [*SUIVIS, "par"],
                default_user=self.user,
                batch_size=1000,
            )
        self.update_instances.clear()


def _pas_tenu(code):
    return ValidationError(f"« {code} » n’est pas un indicateur de vos mesures.")


def _lire_date(row, colonne):
    row["le"] = _date_ecrite(row[colonne])
    valider_fait(row["le"])


def _date_ecrite(texte):
    for lire in (lambda ecrit: Semestre.comprendre(ecrit).fin, lire_jour):
        try:
            return lire(texte)
        except ValueError:
            continue
    serie = " (un tableur écrit ainsi une date : mettez la colonne au format date)"
    raise ValidationError(
        f"« {texte} »{serie if texte.isdecimal() and len(texte) == 5 else ''} : attendu "
        "30/06/2019, 2019-06-30, 2019-s1 ou 1er semestre 2019."
    )


def _lire_source(row, colonne):
    row[colonne] = row.get(colonne, "")
    if not row[colonne]:
        raise ValidationError("Dites d’où vient cette valeur.")


def _lire_valeur(instance, row):
    nature, brute = instance.indicateur.nature, row["valeur"]
    instance.nombre = instance.base = instance.oui_non = None
    instance.texte = ""
    if nature == Indicateur.Nature.TEXTE:
        instance.texte = brute
    elif nature == Indicateur.Nature.OUI_NON:
        instance.oui_non = OUI_NON.get(brute.casefold())
    else:
        instance.nombre = _lire_nombre(row, "valeur")
        if row.get("total"):
            if nature != Indicateur.Nature.PART:
                raise ValidationError({"total": "Seule une part a un total : laissez vide."})
            instance.base = _lire_nombre(row, "total")


def _lire_nombre(row, colonne):
    try:
        return NOMBRE.clean(row[colonne])
    except ValidationError as erreur:
        raise ValidationError({colonne: erreur.error_list}) from erreur

"""Le moteur d'import des valeurs d'indicateurs, sur django-import-export."""

import datetime

from django.core.exceptions import ValidationError
from import_export.instance_loaders import BaseInstanceLoader
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from quartiers.models import Departement, Quartier, Region
from remontees.periodes import Semestre
from socle.champs import valider_fait
from socle.imports.moteur import ImportResource, ce_qui_change
from socle.imports.tableur import lire_nombre

from .models import NATION, Indicateur, Valeur

SUIVIS = ("nombre", "base", "oui_non", "texte", "source", "note")
# Le champ où un refus se voit, dans le vocabulaire du fichier.
COLONNES = {
    "nombre": "valeur",
    "oui_non": "valeur",
    "texte": "valeur",
    "base": "total",
    "note": "precision",
}
OUI_NON = {"oui": True, "non": False, "1": True, "0": False, "true": True, "false": False}


class ValeurLoader(BaseInstanceLoader):
    """Charge une fois toutes les valeurs des indicateurs que tient l'utilisateur."""

    def __init__(self, resource, dataset):
        super().__init__(resource, dataset)
        self.connues = {
            (valeur.indicateur_id, valeur.territoire, valeur.le): valeur
            for valeur in Valeur.objects.filter(
                indicateur__in=[indicateur.pk for indicateur in resource.indicateurs.values()]
            ).select_related("indicateur", "quartier")
        }

    def get_instance(self, row):
        return self.connues.get((row["indicateur"].pk, row["code_territoire"], row["le"]))


class ImportValeurResource(ImportResource):
    """Import de valeurs, limité aux indicateurs que tient `user`."""

    class Meta:
        model = Valeur
        # Une seule colonne suffit à la bibliothèque : `import_instance` pose tous les champs.
        fields = import_id_fields = ("territoire",)
        instance_loader_class = ValeurLoader
        use_bulk = True
        batch_size = 1000

    def __init__(self, liste, user, **kwargs):
        super().__init__(liste, **kwargs)
        self.user = user

    def cle(self, valeur):
        return valeur.indicateur_id, valeur.territoire, valeur.le

    def before_import(self, dataset, **kwargs):
        tenus = Indicateur.objects.modifiables_par(self.user)
        self.indicateurs = tenus.in_bulk(field_name="code")
        self.regions = Region.objects.in_bulk()
        self.departements = Departement.objects.in_bulk()
        codes = {str(code).strip().upper() for code in dataset["territoire"]}
        self.quartiers = Quartier.objects.filter(code__in=codes).in_bulk(field_name="code")

    def before_import_row(self, row, row_number, **kwargs):
        """Lit chaque cellule ; lève ValidationError {colonne: motif} pour refuser la ligne."""
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
                erreurs[colonne] = erreur.messages
        if not erreurs:
            cle = row["indicateur"].pk, row["code_territoire"], row["le"]
            if ligne := self.deja_lue(cle, row_number):
                erreurs["indicateur"] = [
                    f"Cette valeur (indicateur, territoire, date) est déjà à la ligne {ligne}."
                ]
        if erreurs:
            raise ValidationError(erreurs)

    def _lire_indicateur(self, row, colonne):
        code = str(row[colonne]).strip()
        if code not in self.indicateurs:
            raise ValidationError(f"« {code} » n’est pas un indicateur de vos mesures.")
        row["indicateur"] = self.indicateurs[code]

    def _lire_territoire(self, row, colonne):
        code = str(row[colonne]).strip().upper()
        lieu = {"region": None, "departement": None, "quartier": None}
        if code in self.quartiers:
            lieu["quartier"] = self.quartiers[code]
        elif code.startswith("R") and code[1:] in self.regions:
            lieu["region"] = self.regions[code[1:]]
        elif code.zfill(2) in self.departements:
            lieu["departement"] = self.departements[code.zfill(2)]
        elif code != NATION:
            raise ValidationError(
                f"« {code} » : attendu FR, R et le code d’une région (R32), un département (59) "
                "ou un quartier (QP059001)."
            )
        row |= lieu
        row["code_territoire"] = code.zfill(2) if lieu["departement"] else code

    def import_instance(self, instance, row, **kwargs):
        """Pose les valeurs lues sur l'objet, puis vérifie leur type (voir `Valeur.clean`)."""
        nouvelle = instance.pk is None
        anciens = {champ: getattr(instance, champ) for champ in SUIVIS}
        instance.indicateur, instance.le = row["indicateur"], row["le"]
        instance.region, instance.departement = row["region"], row["departement"]
        instance.quartier = row["quartier"]
        instance.source, instance.note = row["source"], str(row["precision"] or "").strip()
        _lire_valeur(instance, row)
        try:
            instance.clean_fields(exclude=["indicateur", "par"])
            instance.clean()
        except ValidationError as erreur:
            raise ValidationError(
                {COLONNES.get(champ, champ): m for champ, m in erreur.message_dict.items()}
            ) from erreur
        changements = self.changements[self.cle(instance)] = ce_qui_change(instance, anciens)
        self.inchangee = not nouvelle and not changements
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


def _lire_date(row, colonne):
    brute = row[colonne]
    if isinstance(brute, datetime.datetime):
        row["le"] = brute.date()
    elif isinstance(brute, datetime.date):
        row["le"] = brute
    else:
        row["le"] = _date_ecrite(str(brute).strip())
    valider_fait(row["le"])


def _date_ecrite(texte):
    try:
        return Semestre.lire(texte).fin
    except ValueError:
        pass
    for forme in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.datetime.strptime(texte, forme).date()
        except ValueError:
            continue
    raise ValidationError(f"« {texte} » : attendu 30/06/2019, 2019-06-30 ou 2019-s1.")


def _lire_source(row, colonne):
    row[colonne] = str(row[colonne] or "").strip()
    if not row[colonne]:
        raise ValidationError("Dites d’où vient cette valeur.")


def _lire_valeur(instance, row):
    nature, brute = instance.indicateur.nature, row["valeur"]
    instance.nombre = instance.base = instance.oui_non = None
    instance.texte = ""
    if nature == Indicateur.Nature.TEXTE:
        instance.texte = str(brute).strip()
    elif nature == Indicateur.Nature.OUI_NON:
        instance.oui_non = OUI_NON.get(str(brute).strip().casefold())
    else:
        instance.nombre = lire_nombre(brute, "valeur")
        if row["total"] not in {"", None}:
            if nature != Indicateur.Nature.PART:
                raise ValidationError({"total": "Seule une part a un total : laissez vide."})
            instance.base = lire_nombre(row["total"], "total")

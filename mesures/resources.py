"""Le moteur d'import des valeurs d'indicateurs, sur django-import-export."""

import re
from collections import defaultdict
from copy import copy
from functools import cache
from operator import attrgetter

from django.core.exceptions import ValidationError
from import_export.instance_loaders import BaseInstanceLoader

from quartiers.models import Departement, Quartier, Region
from quartiers.territoires import Territoires
from remontees.periodes import Semestre
from socle.cellules import deproteger
from socle.champs import NombreField, valider_fait
from socle.francais import lire_jour
from socle.imports.lecture import normaliser
from socle.imports.lots import PAR_LOT, changer, creer
from socle.imports.moteur import ImportResource, ce_qui_change
from socle.nombres import est_secret

from .models import NATION, Indicateur, Valeur

LIEU = ("region", "departement", "quartier")
SUIVIS = ("nombre", "base", "pourcentage", "secret", "oui_non", "texte", "source", "note")
# Le champ où un refus se voit, dans le vocabulaire du fichier.
COLONNES = {
    "nombre": "valeur",
    "pourcentage": "valeur",
    "secret": "valeur",
    "oui_non": "valeur",
    "texte": "valeur",
    "base": "total",
    "note": "precision",
}
# Ce que l'import a lu ou trouvé lui-même : le revoir coûterait une requête, ou du temps, par ligne.
DEJA_VALIDES = {champ.name for champ in Valeur._meta.fields} - {"texte", "source", "note"}
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
            for valeur in Valeur.objects.filter(indicateur__in=list(resource.indicateurs.values()))
        }
        indicateurs = {indicateur.pk: indicateur for indicateur in resource.indicateurs.values()}
        for valeur in self.connues.values():
            # Déjà lu : chacune le relirait.
            valeur.indicateur = indicateurs[valeur.indicateur_id]
            resource.series[resource.cle(valeur)[:2]].append(valeur)

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
        batch_size = PAR_LOT

    def __init__(self, liste, user, ambigus=None, **kwargs):
        super().__init__(liste, **kwargs)
        # `request.user` est un substitut, lent à lire vingt mille fois ; sa copie, la personne.
        self.user, self.ambigus = copy(user), ambigus
        # {(indicateur, territoire): ses valeurs déjà là}.
        self.series = defaultdict(list)
        # Un fichier redit les mêmes jours et les mêmes lieux : chacun ne se lit qu'une fois.
        self._trouver_jour = cache(_trouver_jour)
        self._trouver_territoire = cache(self._trouver_territoire)

    def cle(self, valeur):
        return valeur.indicateur_id, valeur.territoire, valeur.le

    def touchees(self):
        return [Valeur.objects.filter(indicateur__code__in=self._cites())]

    def _cites(self):
        return {deproteger(code) for code in self.liste.donnees["indicateur"]}

    def before_import(self, dataset, **kwargs):
        cites = self._cites()
        connus = Indicateur.objects.filter(code__in=cites).prefetch_related("parties")
        self.indicateurs = connus.in_bulk(field_name="code")
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
            ("date", self._lire_date),
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
        if parties := self.indicateurs[code].parties.all():
            codes = ", ".join(partie.code for partie in parties)
            raise ValidationError(f"« {code} » se donne en plusieurs chiffres : {codes}.")
        row["indicateur"] = self.indicateurs[code]

    def _lire_territoire(self, row, colonne):
        row |= self._trouver_territoire(row[colonne], row.get("nom_du_territoire", ""))

    def _trouver_territoire(self, ecrit, nom):
        """Rend les champs du territoire écrit, et son code ; l'export en donne aussi le `nom`."""
        quartier = self.quartiers.get(ecrit.upper())
        nation = normaliser(ecrit) in NOMS_DE_LA_NATION
        lieu = None if quartier or nation else self._trouver_lieu(ecrit, nom)
        region = lieu if isinstance(lieu, Region) else None
        trouve = quartier or lieu
        return {
            "quartier": quartier,
            "region": region,
            "departement": lieu if isinstance(lieu, Departement) else None,
            "code_territoire": f"{'R' if region else ''}{trouve.code}" if trouve else NATION,
        }

    def _trouver_lieu(self, ecrit, nom):
        """Rend la région ou le département écrit ; un code ambigu se lit avec son nom."""
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

    def _lire_date(self, row, colonne):
        row["le"] = self._trouver_jour(row[colonne])

    def import_instance(self, instance, row, **kwargs):
        """Pose les valeurs lues sur l'objet, puis vérifie leur type (voir `Valeur.clean`)."""
        nouvelle = instance.pk is None
        anciens = {champ: getattr(instance, champ) for champ in SUIVIS}
        instance.indicateur, instance.le = row["indicateur"], row["le"]
        # Une valeur connue a déjà le sien : le poser évite de le relire.
        for champ in filter(row.get, LIEU):
            setattr(instance, champ, row[champ])
        instance.source, instance.note = row["source"], row.get("precision", "")
        _lire_valeur(instance, row)
        try:
            instance.clean_fields(exclude=DEJA_VALIDES)
            instance.clean()
        except ValidationError as erreur:
            raise ValidationError(
                {COLONNES.get(champ, champ): m for champ, m in erreur.message_dict.items()}
            ) from erreur
        changements = self.changements[self.cle(instance)] = ce_qui_change(instance, anciens)
        self.inchangee = not nouvelle and not changements
        if not self.inchangee and (etonne := instance.ce_qui_etonne(self._precedente(instance))):
            self.a_verifier.append(f"{instance.designation} : {etonne}")
        if nouvelle:
            # La ligne suivante du même territoire se compare à celle-ci.
            self.series[self.cle(instance)[:2]].append(instance)
        if not self.inchangee and instance.indicateur_id not in self.tenus:
            raise ValidationError({"indicateur": _pas_tenu(instance.indicateur.code).messages})
        if changements:
            instance.par = self.user

    def _precedente(self, valeur):
        """Rend la valeur d'avant, du même indicateur dans le même territoire, ou None."""
        avant = [v for v in self.series.get(self.cle(valeur)[:2], ()) if v.le < valeur.le]
        trouvee = max(avant, key=attrgetter("le"), default=None)
        if trouvee:
            trouvee.indicateur = valeur.indicateur
        return trouvee

    def bulk_create(self, using_transactions, dry_run, raise_errors, **kwargs):
        """Crée par lots en gardant l'historique de chaque valeur."""
        if not dry_run:
            creer(self.create_instances, self.user)
        self.create_instances.clear()

    def bulk_update(self, using_transactions, dry_run, raise_errors, **kwargs):
        """Corrige par lots en gardant l'historique de chaque valeur."""
        if not dry_run:
            changer(self.update_instances, [*SUIVIS, "par"], self.user)
        self.update_instances.clear()


def _pas_tenu(code):
    return ValidationError(f"« {code} » n’est pas un indicateur de vos mesures.")


def _trouver_jour(texte):
    for lire in (lambda ecrit: Semestre.comprendre(ecrit).fin, lire_jour):
        try:
            jour = lire(texte)
        except ValueError:
            continue
        valider_fait(jour)
        return jour
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
    instance.nombre = instance.base = instance.pourcentage = instance.oui_non = None
    instance.texte = ""
    instance.secret = nature in Indicateur.CHIFFRES and est_secret(brute)
    if nature == Indicateur.Nature.TEXTE:
        instance.texte = brute
    elif nature == Indicateur.Nature.OUI_NON:
        instance.oui_non = OUI_NON.get(brute.casefold())
    elif nature == Indicateur.Nature.PART and _est_un_pourcentage(instance, row):
        instance.pourcentage = _lire_nombre({"valeur": brute.removesuffix("%").strip()}, "valeur")
    else:
        if not instance.secret:
            instance.nombre = _lire_nombre(row, "valeur")
        if row.get("total"):
            if nature not in Indicateur.COMPARABLES:
                raise ValidationError({"total": "Seule une part a un total : laissez vide."})
            instance.base = _lire_nombre(row, "total")


def _est_un_pourcentage(instance, row):
    """Dit si la valeur d'une part est le pourcentage d'une enquête, sans total."""
    return row["valeur"].endswith("%") and not (instance.secret or row.get("total"))


def _lire_nombre(row, colonne):
    try:
        return NOMBRE.clean(row[colonne])
    except ValidationError as erreur:
        raise ValidationError({colonne: erreur.error_list}) from erreur

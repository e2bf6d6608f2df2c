"""Le moteur d'import et d'export des QPV, sur django-import-export.

Il contrôle chaque ligne, compare avec ce qui est connu, et n'écrit que ce qui change, par lots.
"""

import re

from django.core.exceptions import ValidationError
from django.db.models import Max
from import_export import fields, resources
from import_export.instance_loaders import CachedInstanceLoader

from socle.cellules import deproteger
from socle.champs import NombreField
from socle.imports.moteur import ImportResource, ce_qui_change
from socle.nombres import est_non_communique
from socle.recherche import sans_accents

from .lecture import CATEGORIES, CHIFFRES
from .models import Chiffre, Correspondance, Departement, Quartier
from .territoires import Territoires

CODE = re.compile(r"QP(?P<d2015>[0-9]{3}|02[AB])[0-9]{3}|QN(?P<d2024>[0-9]{3}|02[AB])[0-9]{2}[A-Z]")
ENTIER = NombreField(max_digits=9, required=False)
PRU = {
    "national": Quartier.Pru.NATIONAL,
    "interet national": Quartier.Pru.NATIONAL,
    "regional": Quartier.Pru.REGIONAL,
    "interet regional": Quartier.Pru.REGIONAL,
    "aucun": Quartier.Pru.AUCUN,
    "non": Quartier.Pru.AUCUN,
    "inconnu": Quartier.Pru.INCONNU,
}


def analyser_code(code):
    """Rend (millésime, code du département) d'un code de QPV ; lève ValidationError."""
    trouve = CODE.fullmatch(code)
    if not trouve:
        raise ValidationError(
            f"« {code} » n’est pas un code de QPV (attendu : QP001001, QP02A001 ou QN00101M)."
        )
    departement = trouve["d2015"] or trouve["d2024"]
    return (2015 if trouve["d2015"] else 2024), departement.removeprefix("0")


class QuartierResource(ImportResource):
    """Import des quartiers prioritaires."""

    reperes = ("code", "nom")

    class Meta:
        model = Quartier
        import_id_fields = ["code"]
        fields = (
            "code",
            "nom",
            "communes",
            "codes_communes",
            "epci",
            "siren_epci",
            "population",
            "defm",
            "pru",
        )
        instance_loader_class = CachedInstanceLoader
        use_bulk = True
        batch_size = 2000

    # Écrits par le moteur d'après le code, et suivis comme les autres.
    deduits = ("millesime", "departement_id", "retire_le")

    def cle(self, quartier):
        return quartier.code

    def before_import(self, dataset, **kwargs):
        self.territoires = Territoires(Departement)
        apportes = self._meta.fields if self.liste.est_complete else CHIFFRES
        self.suivis = [champ for champ in apportes if champ in dataset.headers and champ != "code"]
        if self.liste.est_complete:
            self.suivis += self.deduits
        if "pru" in self.suivis:
            self.suivis.append("pru_repris")
        connus = Chiffre.objects.values_list("quartier__code", "nature")
        self.derniers = {(code, nature): au for code, nature, au in connus.annotate(Max("au"))}
        # Ce que la liste apporte : {(code, nature): valeur} des chiffres datés, {code: PRU}.
        self.chiffres, self.prus = {}, {}

    def before_import_row(self, row, **kwargs):
        """Normalise la ligne ; lève ValidationError {colonne: motif} pour la refuser."""
        row |= {colonne: deproteger(cellule) for colonne, cellule in row.items()}
        erreurs = {}
        if not self.liste.est_complete:
            for colonne in set(row) - {"code", *CHIFFRES}:
                del row[colonne]
        for colonne, controle in (
            ("code", self._controler_code),
            ("departement", self._controler_departement),
            ("nom", _controler_presence),
            ("communes", _separer_les_communes),
            ("codes_communes", _completer_codes),
            ("epci", _separer_les_noms),
            ("siren_epci", _separer_les_siren),
            ("population", _lire_entier),
            ("defm", _lire_entier),
            ("pru", _lire_pru),
        ):
            if colonne in row:
                try:
                    controle(row, colonne, **kwargs)
                except ValidationError as erreur:
                    erreurs[colonne] = erreur.error_list
        if erreurs:
            raise ValidationError(erreurs)

    def _controler_code(self, row, colonne, row_number, **kwargs):
        code = row["code"]
        _, departement = analyser_code(code)
        if not self.territoires.trouver(departement):
            raise ValidationError(f"Le département {departement} n’existe pas.")
        if ligne := self.deja_lue(code, row_number):
            raise ValidationError(f"Le code {code} est déjà à la ligne {ligne}.")

    def _controler_departement(self, row, colonne, **kwargs):
        ecrits = [ecrit.strip() for ecrit in re.split(r"[,;]", row[colonne])]
        lus = [self.territoires.trouver(ecrit) for ecrit in ecrits]
        if None in lus:
            raise ValidationError(f"Le département « {row[colonne]} » n’existe pas.")
        codes = [departement.code for departement in lus]
        if CODE.fullmatch(row["code"]) and analyser_code(row["code"])[1] not in codes:
            raise ValidationError(
                f"Le département {', '.join(codes)} ne correspond pas au code {row['code']}."
            )

    def after_init_instance(self, instance, new, row, **kwargs):
        if new and not self.liste.est_complete:
            raise ValidationError(
                {"code": "Ce quartier n’est pas connu : importez d’abord sa liste complète."}
            )
        self.anciens = {} if new else {champ: getattr(instance, champ) for champ in self.suivis}
        if self.liste.est_complete:
            instance.millesime, instance.departement_id = analyser_code(row["code"])
            instance.retire_le = None
        for chiffre in CATEGORIES.keys() & row.keys():
            self._dater(row, chiffre)
        if row.get("pru"):
            self.prus[row["code"]] = row["pru"]
            instance.pru_repris = False
        # Un chiffre non diffusé n'efface pas celui qu'on connaît.
        for chiffre in CHIFFRES:
            if row.get(chiffre, 0) is None:
                del row[chiffre]

    def _dater(self, row, chiffre):
        """Note le chiffre ; un plus ancien que celui qu'on connaît ne le remplace pas."""
        cle, valeur = (row["code"], chiffre), row[chiffre]
        if valeur is None:
            return
        self.chiffres[cle] = valeur
        if cle in self.derniers and self.derniers[cle] > self.liste.chiffres_au:
            row[chiffre] = None

    def skip_row(self, instance, original, row, import_validation_errors=None):
        if import_validation_errors or not self.anciens:
            return False
        changements = self.changements[instance.code] = ce_qui_change(instance, self.anciens)
        return not changements

    def before_save_instance(self, instance, row, **kwargs):
        instance.preparer_recherche()

    def bulk_update(self, using_transactions, dry_run, raise_errors, **kwargs):
        """Met à jour par une insertion qui remplace, bien plus rapide que `bulk_update`."""
        Quartier.objects.bulk_create(
            self.update_instances,
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=[*self.suivis, "recherche"],
            batch_size=self._meta.batch_size,
        )
        self.update_instances.clear()


class ExportQuartierResource(resources.ModelResource):
    """Une ligne par quartier, avec son département et sa région en clair."""

    departement = fields.Field("departement_id", "departement")
    nom_departement = fields.Field("departement__nom", "nom_departement")
    region = fields.Field("departement__region__nom", "region")

    filtres = {"territoire": "departement"}

    class Meta:
        model = Quartier
        fields = (
            "code",
            "millesime",
            "nom",
            "departement",
            "nom_departement",
            "region",
            "communes",
            "codes_communes",
            "epci",
            "siren_epci",
            "population",
            "defm",
            "pru",
            "pru_repris",
            "retire_le",
        )


class ExportCorrespondanceResource(resources.ModelResource):
    """Une ligne par couple, aux colonnes de la table à importer."""

    code_qp_2015 = fields.Field("ancien__code", "code_qp_2015")
    nom_qp_2015 = fields.Field("ancien__nom", "nom_qp_2015")
    code_qp_2024 = fields.Field("nouveau__code", "code_qp_2024")
    nom_qp_2024 = fields.Field("nouveau__nom", "nom_qp_2024")
    departement = fields.Field("nouveau__departement_id", "departement")

    filtres = {"territoire": "nouveau__departement"}

    class Meta:
        model = Correspondance
        fields = ("code_qp_2015", "nom_qp_2015", "code_qp_2024", "nom_qp_2024", "departement")


def _controler_presence(row, colonne, **kwargs):
    if not row[colonne]:
        raise ValidationError("Cette cellule ne peut pas être vide.")
    _controler_longueur(row, colonne)


def _controler_longueur(row, colonne, **kwargs):
    maximum = Quartier._meta.get_field(colonne).max_length
    if len(row[colonne]) > maximum:
        raise ValidationError(f"Ce texte dépasse {maximum} caractères.")


def _lire_entier(row, colonne, **kwargs):
    # L'INSEE écrit « s » ou « nd » un chiffre qu'il ne diffuse pas.
    entier = None if est_non_communique(row[colonne]) else ENTIER.clean(row[colonne])
    row[colonne] = None if entier is None else int(entier)


def _lire_pru(row, colonne, **kwargs):
    cle = sans_accents(row[colonne]).replace("d'", "").strip()
    if cle and not est_non_communique(cle) and cle not in PRU:
        raise ValidationError(
            f"« {row[colonne]} » : attendu « national », « régional », « aucun » ou « inconnu »."
        )
    row[colonne] = PRU.get(cle)


def _parties(cellule, separateurs):
    """Rend ce que la cellule réunit ; « NA » n'est rien."""
    parties = (partie.strip() for partie in re.split(separateurs, cellule))
    return [partie for partie in parties if partie and not est_non_communique(partie)]


def _completer_codes(row, colonne, **kwargs):
    """Rend aux codes INSEE de communes le zéro qu'un tableur leur a ôté (« 1004 » : « 01004 »)."""
    row[colonne] = ", ".join(code.zfill(5) for code in _parties(row[colonne], "[,;/]"))
    _controler_longueur(row, colonne)


def _separer_les_noms(row, colonne, **kwargs):
    """Sépare les noms par des virgules : les listes publiées mettent aussi des points-virgules."""
    row[colonne] = ", ".join(_parties(row[colonne], ";"))
    _controler_longueur(row, colonne)


def _separer_les_communes(row, colonne, **kwargs):
    _separer_les_noms(row, colonne)
    _controler_presence(row, colonne)


def _separer_les_siren(row, colonne, **kwargs):
    """Sépare par des virgules les SIREN des EPCI où s'étend un quartier."""
    sirens = _parties(row[colonne], "[,;/]")
    if faux := [siren for siren in sirens if not re.fullmatch("[0-9]{9}", siren)]:
        raise ValidationError(f"« {', '.join(faux)} » n’est pas un SIREN de neuf chiffres.")
    row[colonne] = ", ".join(sirens)
    _controler_longueur(row, colonne)

"""La grille des résultats d'un semestre : à remplir hors du portail, puis à relire.

Une ligne par convention et par indicateur utile, avec sa cible et le résultat d'avant ; seule la
dernière colonne se remplit.
"""

import tablib
from django.core.exceptions import ValidationError
from import_export.instance_loaders import BaseInstanceLoader

from remontees.periodes import Semestre
from socle.champs import NombreField, decimales, lire_siren
from socle.imports.lecture import FichierRefuse, normaliser
from socle.imports.moteur import ImportResource, analyser_liste, appliquer_liste
from socle.imports.tableur import Modele

from .contenu import nombre_json
from .models import Convention, Indicateur, ResultatConvention

# Chaque colonne et son titre dans le fichier.
TITRES = {
    "semestre": "Semestre",
    "convention": "Convention",
    "entreprise": "Entreprise",
    "siren": "SIREN",
    "axe": "Axe",
    "libelle": "Libellé de l’indicateur",
    "unite": "Unité",
    "indicateur": "Code de l’indicateur",
    "cible": "Cible à trois ans",
    "precedent": "Semestre précédent",
    "resultat": "Résultat",
}
# Le titre d'une colonne, puis les noms d'avant, qu'un fichier déjà téléchargé porte encore.
NOMS = {colonne: (normaliser(titre), colonne) for colonne, titre in TITRES.items()}
MODELE = Modele(
    NOMS,
    necessaires=("semestre", "convention", "indicateur", "resultat"),
    remplie="resultat",
)


def grille(bilan, entreprise=None):
    """Rend le tableau à remplir pour ce bilan, résultats déjà saisis compris.

    `entreprise` (sa clé) limite à ses conventions.
    """
    donnees = tablib.Dataset(headers=list(TITRES), title="resultats")
    indicateurs = list(Indicateur.objects.select_related("axe"))
    conventions = _conventions(bilan).select_related("entreprise")
    if entreprise:
        conventions = conventions.filter(entreprise=entreprise)
    for convention in conventions.prefetch_related("axes", "cibles", "resultats"):
        axes = {axe.pk for axe in convention.axes.all()}
        cibles = {cible.indicateur_id: cible.valeur for cible in convention.cibles.all()}
        saisis = {(r.semestre, r.indicateur_id): r.valeur for r in convention.resultats.all()}
        for indicateur in indicateurs:
            avant, saisi = (
                saisis.get((str(semestre), indicateur.pk))
                for semestre in (bilan.periode.precedent, bilan.periode)
            )
            cible = cibles.get(indicateur.pk)
            if indicateur.axe_id in axes or cible is not None or saisi is not None:
                donnees.append(
                    (
                        str(bilan.periode),
                        convention.pk,
                        convention.entreprise.nom,
                        convention.entreprise.siren,
                        indicateur.axe.nom,
                        indicateur.libelle,
                        indicateur.unite,
                        indicateur.code,
                        *map(nombre_json, (cible, avant, saisi)),
                    )
                )
    return donnees


def verifier_semestre(liste, bilan):
    """Lève FichierRefuse si toute la grille est celle d'un autre semestre."""
    lus = set(liste.donnees["semestre"])
    if not any(_est_celui(bilan.periode, lu) for lu in lus):
        raise FichierRefuse(
            f"Cette grille est celle du semestre {', '.join(sorted(lus))[:200]} ; ce bilan est "
            f"celui de {bilan.periode} ({bilan.periode.libelle})."
        )


def analyser_grille(liste, bilan):
    """Rend l'`Apercu` de l'import de `liste` dans les résultats de `bilan`, sans rien écrire."""
    return analyser_liste(ResultatResource(liste, bilan))


def appliquer_grille(liste, journal, bilan):
    """Importe `liste`, complète `journal`, rend l'`Apercu`. Lève ImportRefuse sans rien écrire."""
    return appliquer_liste(ResultatResource(liste, bilan), journal)


def _conventions(bilan):
    return Convention.objects.du(bilan.departement).actives(bilan.periode)


class ResultatLoader(BaseInstanceLoader):
    """Charge une fois les résultats déjà saisis pour le semestre."""

    def __init__(self, resource, dataset):
        super().__init__(resource, dataset)
        self.connus = {
            resource.cle(resultat): resultat
            for resultat in ResultatConvention.objects.filter(
                convention__in=resource.conventions, semestre=resource.bilan.periode
            )
        }

    def get_instance(self, row):
        return self.connus.get((row["convention"].pk, row["indicateur"].pk))


class ResultatResource(ImportResource):
    """Import de résultats, limité aux conventions de `bilan`."""

    reperes = ("entreprise", "libelle")

    class Meta:
        model = ResultatConvention
        # Une seule colonne suffit à la bibliothèque : `import_instance` pose tous les champs.
        fields = import_id_fields = ("semestre",)
        instance_loader_class = ResultatLoader

    def __init__(self, liste, bilan, **kwargs):
        super().__init__(liste, **kwargs)
        self.bilan = bilan
        conventions = _conventions(bilan).select_related("entreprise")
        self.conventions = {str(convention.pk): convention for convention in conventions}
        self.indicateurs = {i.code: i for i in Indicateur.objects.all()}

    def cle(self, resultat):
        return resultat.convention_id, resultat.indicateur_id

    def before_import_row(self, row, row_number, **kwargs):
        """Lit chaque cellule ; lève ValidationError {colonne: motif} pour refuser la ligne."""
        numero = _sans_decimale(row["convention"])
        convention = self.conventions.get(numero)
        indicateur = self.indicateurs.get(row["indicateur"])
        if not _est_celui(self.bilan.periode, row["semestre"]):
            raise ValidationError({"semestre": f"Ce bilan est celui de {self.bilan.periode}."})
        if convention is None:
            raise ValidationError(
                {"convention": "Ce numéro n’est pas une convention en cours du département."}
            )
        siren = lire_siren(_sans_decimale(row.get("siren", "")))
        # Un tableur ôte les zéros de tête d'un nombre.
        if siren and siren.zfill(9) != convention.entreprise.siren:
            raise ValidationError(
                {
                    "siren": f"La convention {numero} est celle de {convention.entreprise} "
                    f"({convention.entreprise.siren}), pas de l’entreprise {siren}."
                }
            )
        if indicateur is None:
            raise ValidationError({"indicateur": "Cet indicateur n’existe pas."})
        if ligne := self.deja_lue((convention.pk, indicateur.pk), row_number):
            raise ValidationError({"indicateur": f"Ce résultat est déjà à la ligne {ligne}."})
        row |= {"convention": convention, "indicateur": indicateur}

    def import_instance(self, instance, row, **kwargs):
        """Pose le résultat lu, et note ce qui change."""
        ancien, nouveau = instance.valeur, instance._state.adding
        instance.convention, instance.indicateur = row["convention"], row["indicateur"]
        instance.semestre = str(self.bilan.periode)
        instance.valeur = _valeur(row["resultat"], instance.indicateur)
        self.inchangee = not nouveau and ancien == instance.valeur
        if not nouveau:
            changement = ("valeur", nombre_json(ancien), nombre_json(instance.valeur))
            self.changements[self.cle(instance)] = [changement]


def _sans_decimale(cellule):
    """Rend un numéro comme il était ; un programme de calcul écrit 12 en 12.0."""
    return cellule.removesuffix(".0")


def _est_celui(semestre, ecrit):
    """Dit si `ecrit` désigne ce semestre, de l'une des façons dont le portail l'écrit."""
    try:
        return Semestre.comprendre(ecrit) == semestre
    except ValueError:
        return False


def _valeur(cellule, indicateur):
    """Rend le nombre d'une cellule, selon l'unité. Lève ValidationError {"resultat": motif}."""
    try:
        return NombreField(decimal_places=decimales(indicateur.unite)).clean(cellule)
    except ValidationError as erreur:
        raise ValidationError({"resultat": erreur.error_list}) from erreur

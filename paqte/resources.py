"""Relire une grille remplie (voir `paqte.grille`) : résultats, autres engagements, absences."""

from django.core.exceptions import ValidationError
from django.db import transaction
from import_export.instance_loaders import BaseInstanceLoader

from remontees.periodes import Semestre
from socle.cellules import deproteger
from socle.champs import NombreField, decimales, lire_siren
from socle.imports.annulation import effet_de
from socle.imports.lecture import FichierRefuse
from socle.imports.moteur import Apercu, ImportRefuse, ImportResource, ce_qui_change, importer

from .coherence import incoherences
from .grille import AUTRES, conventions_de_la_grille
from .models import Absence, Indicateur, Reponse, ResultatConvention
from .models.valeurs import montrer


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
    return _importer(liste, bilan, simulation=True)


@transaction.atomic
def appliquer_grille(liste, journal, bilan):
    """Importe `liste`, complète `journal`, rend l'`Apercu`. Lève ImportRefuse sans rien écrire."""
    touchees = [
        modele.objects.filter(
            convention__in=conventions_de_la_grille(bilan), semestre=str(bilan.periode)
        )
        for modele in (ResultatConvention, Reponse)
    ]
    with effet_de(touchees) as effet:
        apercu = _importer(liste, bilan, simulation=False)
        if not apercu.est_importable:
            raise ImportRefuse(apercu)
    journal.conclure(liste, apercu, effet)
    return apercu


def _importer(liste, bilan, *, simulation):
    apercu = Apercu()
    for classe, des_autres in ((ResultatResource, False), (ReponseResource, True)):
        siennes = liste.filtrer(lambda ligne, d=des_autres: (ligne["indicateur"] == AUTRES) == d)
        resource = classe(siennes, bilan)
        importer(resource, apercu, simulation=simulation)
        apercu.avertissements += resource.incoherences
    return apercu


class GrilleLoader(BaseInstanceLoader):
    """Charge une fois ce qui est déjà saisi pour le semestre."""

    def __init__(self, resource, dataset):
        super().__init__(resource, dataset)
        saisis = resource._meta.model.objects.filter(
            convention__in=resource.conventions, semestre=resource.bilan.periode
        )
        self.connus = {resource.cle(saisi): saisi for saisi in saisis}

    def get_instance(self, row):
        return self.connus.get(self.resource.cle_de_la_ligne(row))


class GrilleResource(ImportResource):
    """Socle de la relecture, limitée aux conventions de `bilan`."""

    reperes = ("entreprise", "libelle")

    class Meta:
        # Une seule colonne suffit à la bibliothèque : `import_instance` pose tous les champs.
        fields = import_id_fields = ("semestre",)
        instance_loader_class = GrilleLoader

    def __init__(self, liste, bilan, **kwargs):
        super().__init__(liste, **kwargs)
        self.bilan, self.incoherences = bilan, []
        conventions = conventions_de_la_grille(bilan).select_related("entreprise")
        self.conventions = {str(c.pk): c for c in conventions.prefetch_related("axes")}

    def cle_de_la_ligne(self, row):
        """Rend la `cle` de ce que désigne une ligne lue."""
        raise NotImplementedError

    def before_import_row(self, row, row_number, **kwargs):
        """Lit chaque cellule ; lève ValidationError {colonne: motif} pour refuser la ligne."""
        # Le modèle CSV protège un SIREN aux zéros de tête, comme tout ce qu'un tableur changerait.
        row |= {colonne: deproteger(cellule) for colonne, cellule in row.items()}
        if not _est_celui(self.bilan.periode, row["semestre"]):
            raise ValidationError({"semestre": f"Ce bilan est celui de {self.bilan.periode}."})
        row["convention"] = self._lire_la_convention(row)
        self.lire_l_objet(row)
        if ligne := self.deja_lue(self.cle_de_la_ligne(row), row_number):
            raise ValidationError({"indicateur": f"Ce résultat est déjà à la ligne {ligne}."})

    def lire_l_objet(self, row):
        """Lit ce que la ligne désigne, hors de sa convention."""

    def _lire_la_convention(self, row):
        numero = _sans_decimale(row["convention"])
        convention = self.conventions.get(numero)
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
        return convention


class ResultatResource(GrilleResource):
    """Les lignes d'indicateurs."""

    class Meta(GrilleResource.Meta):
        model = ResultatConvention

    def __init__(self, liste, bilan, **kwargs):
        super().__init__(liste, bilan, **kwargs)
        self.indicateurs = {i.code: i for i in Indicateur.objects.all()}
        reponses = Reponse.objects.filter(
            convention__in=self.conventions, semestre=bilan.periode
        ).exclude(absence="")
        self.absences = {reponse.convention_id: Absence(reponse.absence) for reponse in reponses}

    def cle(self, resultat):
        return resultat.convention_id, resultat.indicateur_id

    def cle_de_la_ligne(self, row):
        return row["convention"].pk, row["indicateur"].pk

    def lire_l_objet(self, row):
        indicateur = self.indicateurs.get(row["indicateur"])
        if indicateur is None:
            raise ValidationError({"indicateur": "Cet indicateur n’existe pas."})
        row["indicateur"] = indicateur

    def after_import(self, dataset, result, **kwargs):
        """Relève ce qui se contredit dans les conventions de la liste, une fois importée."""
        lues = {cle for cle, _ in self.lignes}
        saisis = ResultatConvention.objects.filter(convention__in=lues)
        self.incoherences = incoherences(saisis.filter(semestre=self.bilan.periode))

    def import_instance(self, instance, row, **kwargs):
        """Pose le résultat lu, et note ce qui change."""
        convention, nouveau = row["convention"], instance._state.adding
        # Ce que l'agent a dit de toute l'entreprise s'écrit à chacune de ses lignes.
        ancien = self.absences.get(convention.pk) if nouveau else instance.lu
        instance.convention, instance.indicateur = convention, row["indicateur"]
        instance.semestre = str(self.bilan.periode)
        instance.lu = Absence.lire(row["resultat"]) or _lire_nombre(
            row["resultat"], instance.indicateur.unite
        )
        self.inchangee = ancien == instance.lu
        if not nouveau:
            changement = ("valeur", montrer(ancien), montrer(instance.lu))
            self.changements[self.cle(instance)] = [changement]


class ReponseResource(GrilleResource):
    """Les lignes des autres engagements : un nombre, des mots, ou une absence."""

    class Meta(GrilleResource.Meta):
        model = Reponse

    def cle(self, reponse):
        return reponse.convention_id

    def cle_de_la_ligne(self, row):
        return row["convention"].pk

    def import_instance(self, instance, row, **kwargs):
        """Pose la réponse lue, et note ce qui change."""
        nouveau = instance._state.adding
        anciens = {nom: getattr(instance, nom) for nom in Reponse.CHAMPS}
        instance.convention, instance.semestre = row["convention"], str(self.bilan.periode)
        absence = Absence.lire(row["resultat"]) or ""
        sans_axe = not instance.convention.axes.all()
        admises = {"", instance.absence} | ({*Reponse.ABSENCES} if sans_axe else set())
        if absence not in admises:
            raise ValidationError(
                {"resultat": "Écrivez ce qui a été fait, ou laissez la case vide."}
            )
        instance.absence = absence
        if not absence:
            self._lire_ce_qui_est_fait(instance, row)
        changements = ce_qui_change(instance, anciens)
        self.inchangee = not nouveau and not changements
        self.changements[self.cle(instance)] = changements

    @staticmethod
    def _lire_ce_qui_est_fait(instance, row):
        try:
            instance.autres_valeur = _lire_nombre(row["resultat"], "euros")
        except ValidationError:
            instance.autres = row["resultat"]
        else:
            instance.autres_unite = row.get("unite") or instance.autres_unite
            if not instance.autres_unite:
                raise ValidationError({"unite": "Donnez l’unité de ce nombre."})


def _sans_decimale(cellule):
    """Rend un numéro comme il était ; un programme de calcul écrit 12 en 12.0."""
    return cellule.removesuffix(".0")


def _est_celui(semestre, ecrit):
    """Dit si `ecrit` désigne ce semestre, de l'une des façons dont le portail l'écrit."""
    try:
        return Semestre.comprendre(ecrit) == semestre
    except ValueError:
        return False


def _lire_nombre(cellule, unite):
    """Rend le nombre d'une cellule, selon l'unité. Lève ValidationError {"resultat": motif}."""
    try:
        return NombreField(decimal_places=decimales(unite)).clean(cellule)
    except ValidationError as erreur:
        raise ValidationError({"resultat": erreur.error_list}) from erreur

"""L'import de la table de correspondance entre les quartiers de 2015 et ceux de 2024.

La table remplace celle d'avant : un couple qu'elle ne contient plus est retiré.
"""

from collections import defaultdict
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from import_export.instance_loaders import BaseInstanceLoader

from socle.imports.annulation import effet_de
from socle.imports.moteur import ImportRefuse, ImportResource, importer

from .imports import ApercuAvecReprises, touchees, tracer
from .models import Correspondance, Quartier, Trace
from .pru import chercher_les_reprises, reprendre
from .resources import analyser_code

MILLESIMES = {"nouveau": 2024, "ancien": 2015}


class ApercuDeCorrespondance(ApercuAvecReprises):
    """Aperçu de l'import de la table : ses objets sont des couples de quartiers."""

    def gestes(self):
        changes = defaultdict(list)
        for couples, ecrire in ((self.crees, _ajoute), (self.absents, _retire)):
            for couple in couples:
                changes[couple.nouveau].append(("ancien quartier", *ecrire(couple.ancien)))
                changes[couple.ancien].append(("devenu", *ecrire(couple.nouveau)))
        for reprise in self.reprises:
            changes[reprise.quartier] += reprise.changements
        return [(Trace.Geste.MODIFIE, changes.items())]


def _ajoute(quartier):
    return None, str(quartier)


def _retire(quartier):
    return str(quartier), None


class CoupleLoader(BaseInstanceLoader):
    """Retrouve chaque couple par ses codes."""

    def get_instance(self, row):
        return self.resource.connus.get((row["ancien"], row["nouveau"]))


class CorrespondanceResource(ImportResource):
    """Import des couples de quartiers."""

    reperes = ("ancien", "nouveau")

    class Meta:
        model = Correspondance
        fields = import_id_fields = ("ancien", "nouveau")
        instance_loader_class = CoupleLoader
        use_bulk = True
        batch_size = 2000

    def before_import(self, dataset, **kwargs):
        self.quartiers = {quartier.code: quartier for quartier in Quartier.objects.all()}
        couples = Correspondance.objects.select_related("ancien", "nouveau")
        self.connus = {(couple.ancien.code, couple.nouveau.code): couple for couple in couples}

    def before_import_row(self, row, row_number, **kwargs):
        """Contrôle les deux codes ; lève ValidationError {colonne: motif} pour refuser la ligne."""
        erreurs = {}
        for colonne, millesime in MILLESIMES.items():
            try:
                self._controler(row[colonne], millesime)
            except ValidationError as erreur:
                erreurs[colonne] = erreur.error_list
        if ligne := self.deja_lue((row["ancien"], row["nouveau"]), row_number):
            erreurs["ancien"] = [f"Ce couple est déjà à la ligne {ligne}."]
        if erreurs:
            raise ValidationError(erreurs)

    def _controler(self, code, millesime):
        if analyser_code(code)[0] != millesime:
            raise ValidationError(f"Ce quartier n’est pas de la liste de {millesime}.")
        if code not in self.quartiers:
            raise ValidationError(
                f"Ce quartier n’est pas connu : importez d’abord la liste de {millesime}."
            )

    def import_instance(self, instance, row, **kwargs):
        self.inchangee = not instance._state.adding
        instance.ancien = self.quartiers[row["ancien"]]
        instance.nouveau = self.quartiers[row["nouveau"]]


def analyser_correspondance(liste):
    """Rend l'aperçu de l'import de la table (voir `lire_correspondance`), sans rien écrire."""
    return _importer(liste, simulation=True)


@transaction.atomic
def appliquer_correspondance(liste, journal):
    """Importe la table, complète `journal`, rend l'aperçu. Lève ImportRefuse sans rien écrire."""
    journal.save()
    with effet_de([*touchees(journal), Correspondance.objects.all()]) as effet:
        apercu = _importer(liste, simulation=False)
        if not apercu.est_importable:
            raise ImportRefuse(apercu)
        Correspondance.objects.filter(pk__in=[couple.pk for couple in apercu.absents]).delete()
        reprendre(apercu.reprises)
        tracer(journal, apercu.gestes())
    journal.genre = liste.genre
    journal.conclure(liste, apercu, effet)
    return apercu


def _importer(liste, simulation):
    resource = CorrespondanceResource(liste)
    return importer(
        resource,
        ApercuDeCorrespondance(),
        simulation=simulation,
        completer=partial(_completer, resource),
    )


def _completer(resource, apercu):
    if apercu.est_importable:
        absents = resource.connus.keys() - resource.lignes.keys()
        apercu.retirer(resource.connus[paire] for paire in sorted(absents))
        apercu.reprises = chercher_les_reprises({}, resource.lignes)

"""Le moteur de tous les imports du portail : un aperçu, puis une confirmation, tout ou rien.

La `Liste` à importer vient de `socle.imports.tableur`.
"""

import hashlib
from dataclasses import dataclass, field

from django.db import transaction
from import_export import resources
from import_export.results import RowResult

from ..francais import compter
from .annulation import effet_de


@dataclass(frozen=True)
class Refus:
    """Une ligne refusée : son numéro dans le fichier, la colonne et le motif.

    S'y ajoutent, quand on les connaît, la feuille, ce que dit la ligne (entreprise, quartier…) et
    ce qui est écrit dans la case.
    """

    ligne: int
    colonne: str
    motif: str
    feuille: str = ""
    objet: str = ""
    lu: str = ""
    code: str = ""

    def __str__(self):
        return f"{self.ligne}{f' (feuille « {self.feuille} »)' if self.feuille else ''}"


@dataclass
class Apercu:
    """Ce que ferait, ou ce qu'a fait, un import."""

    crees: list = field(default_factory=list)
    modifies: list = field(default_factory=list)
    inchanges: int = 0
    refus: list[Refus] = field(default_factory=list)
    ecartees: dict[str, int] = field(default_factory=dict)
    # Ce qui étonne, sans rien empêcher.
    avertissements: list[str] = field(default_factory=list)
    # Ce qui s'importe, mais se relit avant : un doublon probable, un numéro retrouvé.
    a_verifier: list[str] = field(default_factory=list)
    # Seul l'import d'une liste complète retire ce qu'elle ne contient plus.
    retraits_suspects: bool = False

    @property
    def est_importable(self):
        return not self.refus

    @property
    def lignes_refusees(self):
        """Le nombre de lignes refusées : une seule peut l'être pour plusieurs motifs."""
        return len({(refus.feuille, refus.ligne) for refus in self.refus})

    def refus_par_motif(self):
        """Rend les refus réunis par colonne et motif : ce qui se répète ne se dit qu'une fois."""
        reunis = {}
        for refus in self.refus:
            reunis.setdefault((refus.colonne, refus.motif), []).append(refus)
        return list(reunis.values())

    def codes_des_refus(self):
        """Rend les codes d'erreur des refus : une page peut proposer un remède à certains."""
        return {refus.code for refus in self.refus}

    @property
    def empreinte(self):
        """Résume l'effet montré : une confirmation ne vaut que pour l'aperçu qui l'a précédée."""
        return hashlib.sha256(repr(self.effet()).encode()).hexdigest()

    def effet(self):
        """Rend ce que l'import change, en types simples."""
        return [
            sorted(map(str, self.crees)),
            sorted((str(objet), str(libelles)) for objet, libelles in self.modifies),
            self.inchanges,
        ]

    def comptes(self):
        """Rend les comptes du journal."""
        return {
            "crees": len(self.crees),
            "modifies": len(self.modifies),
            "inchanges": self.inchanges,
        }


class ImportRefuse(Exception):
    """Des lignes sont refusées : rien n'est importé. Porte l'`apercu`."""

    def __init__(self, apercu):
        super().__init__(compter(apercu.lignes_refusees, "ligne refusée"))
        self.apercu = apercu


class LigneImportee(RowResult):
    """Une ligne importée, sans le texte de son objet : l'écrire pour chacune prendrait du temps."""

    def add_instance_info(self, instance):
        """Rien n'en est lu : le moteur garde l'objet lui-même."""


class ImportResource(resources.ModelResource):
    """Socle des imports (django-import-export) d'une `liste`.

    `reperes` nomme les colonnes qui disent de quoi parle une ligne refusée. Après un import,
    `changements` donne {clé (voir `cle`): [(champ, ancien, nouveau), …]}, et `a_verifier` ce qu'il
    faut relire avant de confirmer. Une ligne qui ne change rien le dit dans `inchangee`.
    """

    reperes: tuple[str, ...] = ()

    class Meta:
        skip_diff = report_skipped = store_instance = True

    def __init__(self, liste, **kwargs):
        super().__init__(**kwargs)
        self.liste, self.inchangee = liste, False
        self.changements, self.lignes, self.a_verifier = {}, {}, []

    @classmethod
    def get_row_result_class(cls):
        return LigneImportee

    def cle(self, instance):
        """Rend la clé de `changements`."""
        raise NotImplementedError

    def deja_lue(self, cle, row_number):
        """Rend la place (voir `Liste.place`) de la ligne qui a déjà cette clé, ou None."""
        premiere = self.lignes.setdefault(cle, row_number)
        return None if premiere == row_number else self.liste.place(premiere - 1)

    def touchees(self):
        """Rend les requêtes des lignes que l'import peut créer ou changer, dans l'ordre où
        l'une s'appuie sur l'autre ; annuler l'import les rend comme elles étaient."""
        return [self._meta.model._default_manager.all()]

    def nommer(self, champ):
        """Rend le nom d'un champ changé ; une relation inverse prend celui de ses objets."""
        decrit = self._meta.model._meta.get_field(champ)
        modele = decrit.related_model
        inverse = decrit.auto_created and modele
        return modele._meta.verbose_name_plural if inverse else decrit.verbose_name

    def skip_row(self, instance, original, row, import_validation_errors=None):
        return not import_validation_errors and self.inchangee


def ce_qui_change(instance, anciens):
    """Rend les (champ, ancien, nouveau) de l'objet, d'après ses valeurs d'avant."""
    return [
        (champ, ancien, getattr(instance, champ))
        for champ, ancien in anciens.items()
        if ancien != getattr(instance, champ)
    ]


def analyser_liste(resource):
    """Rend l'`Apercu` de l'import de la liste de `resource`, sans rien écrire."""
    return importer(resource, Apercu(), simulation=True)


@transaction.atomic
def appliquer_liste(resource, journal):
    """Importe la liste de `resource`, complète `journal` et rend l'`Apercu`.

    Lève ImportRefuse sans rien écrire.
    """
    with effet_de(resource.touchees()) as effet:
        apercu = importer(resource, Apercu(), simulation=False)
        if not apercu.est_importable:
            raise ImportRefuse(apercu)
    journal.conclure(resource.liste, apercu, effet)
    return apercu


def importer(resource, apercu, *, simulation, completer=None):
    """Importe une liste et remplit `apercu` ; n'écrit rien en simulation, ni si elle est refusée.

    `completer(apercu)` ajoute au besoin ce que l'import en déduit, ou d'autres refus.
    """
    liste = resource.liste
    with transaction.atomic():
        resultat = resource.import_data(liste.donnees, dry_run=simulation, raise_errors=False)
        _remplir(apercu, resource, resultat)
        if completer:
            completer(apercu)
        if simulation or not apercu.est_importable:
            transaction.set_rollback(True)
    return apercu


def _remplir(apercu, resource, resultat):
    # Une erreur qui n'est pas un refus de ligne est une panne : elle ne se cache pas.
    for erreur in [*resultat.base_errors, *(e for _, es in resultat.row_errors() for e in es)]:
        raise erreur.error
    apercu.refus.extend(_refus(resource, resultat))
    # Un gabarit lirait « items » comme une clé de Counter.
    apercu.ecartees = dict(resource.liste.ecartees)
    apercu.a_verifier = resource.a_verifier
    for ligne in resultat.rows:
        if ligne.is_new():
            apercu.crees.append(ligne.instance)
        elif ligne.is_update():
            libelles = [
                (resource.nommer(champ), ancien, nouveau)
                for champ, ancien, nouveau in resource.changements[resource.cle(ligne.instance)]
            ]
            apercu.modifies.append((ligne.instance, libelles))
        elif ligne.is_skip():
            apercu.inchanges += 1


def _refus(resource, resultat):
    liste = resource.liste
    for ligne in resultat.invalid_rows:
        rang = ligne.number - 1
        cellules = dict(zip(liste.donnees.headers, liste.donnees[rang], strict=True))
        objet = ", ".join(cellules[c] for c in resource.reperes if cellules.get(c))
        for colonne, erreurs in ligne.error.error_dict.items():
            for erreur in erreurs:
                yield Refus(
                    liste.numeros[rang],
                    liste.entetes.get(colonne, colonne),
                    *erreur.messages,
                    liste.feuilles[rang],
                    objet,
                    cellules.get(colonne, ""),
                    erreur.code or "",
                )

"""Le moteur de tous les imports du portail : un aperçu, puis une confirmation, tout ou rien.

La `Liste` à importer vient de `socle.imports.tableur`.
"""

import hashlib
from dataclasses import dataclass, field

from django.db import transaction
from import_export import resources


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
    # Seul l'import d'une liste complète retire ce qu'elle ne contient plus.
    retraits_suspects: bool = False

    @property
    def est_importable(self):
        return not self.refus

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
        super().__init__(f"{len(apercu.refus)} ligne(s) refusée(s)")
        self.apercu = apercu


class ImportResource(resources.ModelResource):
    """Socle des imports (django-import-export) d'une `liste`.

    `reperes` nomme les colonnes qui disent de quoi parle une ligne refusée. Après un import,
    `changements` donne {clé (voir `cle`): [(champ, ancien, nouveau), …]}.
    Une ligne qui ne change rien le dit dans `inchangee`.
    """

    reperes: tuple[str, ...] = ()

    class Meta:
        skip_diff = report_skipped = store_instance = True

    def __init__(self, liste, **kwargs):
        super().__init__(**kwargs)
        self.liste, self.inchangee = liste, False
        self.changements, self.lignes = {}, {}

    def cle(self, instance):
        """Rend la clé de `changements`."""
        raise NotImplementedError

    def deja_lue(self, cle, row_number):
        """Rend la place (voir `Liste.place`) de la ligne qui a déjà cette clé, ou None."""
        premiere = self.lignes.setdefault(cle, row_number)
        return None if premiere == row_number else self.liste.place(premiere - 1)

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
    apercu = importer(resource, Apercu(), simulation=False)
    if not apercu.est_importable:
        raise ImportRefuse(apercu)
    journal.conclure(resource.liste, apercu)
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
    for ligne in resultat.rows:
        if ligne.is_new():
            apercu.crees.append(ligne.instance)
        elif ligne.is_update():
            libelles = [
                (_nommer(resource._meta.model._meta.get_field(champ)), ancien, nouveau)
                for champ, ancien, nouveau in resource.changements[resource.cle(ligne.instance)]
            ]
            apercu.modifies.append((ligne.instance, libelles))
        elif ligne.is_skip():
            apercu.inchanges += 1


def _nommer(champ):
    """Rend le nom d'un champ ; une relation inverse prend celui de ses objets."""
    modele = champ.related_model
    return modele._meta.verbose_name_plural if champ.auto_created and modele else champ.verbose_name


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

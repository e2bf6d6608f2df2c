"""Le moteur de tous les imports du portail : un aperçu, puis une confirmation, tout ou rien.

Une `liste` donne `donnees` (tablib), `numeros` (ligne du fichier de chaque ligne) et `entetes`
(colonne du portail : en-tête du fichier). Une `resource` (django-import-export) donne `cle()`
et, après un import, `changements` : {clé: [(champ, ancien, nouveau), …]}.
"""

import hashlib
from dataclasses import dataclass, field

from django.db import transaction


@dataclass(frozen=True)
class Refus:
    """Une ligne refusée : son numéro dans le fichier, la colonne et le motif."""

    ligne: int
    colonne: str
    motif: str


@dataclass
class Apercu:
    """Ce que ferait, ou ce qu'a fait, un import."""

    crees: list = field(default_factory=list)
    modifies: list = field(default_factory=list)
    inchanges: int = 0
    refus: list[Refus] = field(default_factory=list)
    # Seul l'import d'une liste complète retire ce qu'elle ne contient plus.
    retraits_suspects: bool = False

    @property
    def est_importable(self):
        return not self.refus

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


def importer(resource, liste, apercu, *, simulation, completer=None):
    """Importe `liste` et remplit `apercu` ; n'écrit rien en simulation ni si une ligne est refusée.

    `completer(apercu)` ajoute au besoin ce que l'import en déduit, ou d'autres refus.
    """
    with transaction.atomic():
        resultat = resource.import_data(liste.donnees, dry_run=simulation, raise_errors=False)
        _remplir(apercu, liste, resource, resultat)
        if completer:
            completer(apercu)
        if simulation or not apercu.est_importable:
            transaction.set_rollback(True)
    return apercu


def _remplir(apercu, liste, resource, resultat):
    # Une erreur qui n'est pas un refus de ligne est une panne : elle ne se cache pas.
    for erreur in [*resultat.base_errors, *(e for _, es in resultat.row_errors() for e in es)]:
        raise erreur.error
    apercu.refus.extend(_refus(liste, resultat))
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


def _refus(liste, resultat):
    for ligne in resultat.invalid_rows:
        for colonne, motifs in ligne.error_dict.items():
            for motif in motifs:
                yield Refus(
                    liste.numeros[ligne.number - 1], liste.entetes.get(colonne, colonne), motif
                )

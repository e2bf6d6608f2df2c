"""L'import d'une liste de QPV : un aperçu, puis une confirmation, tout ou rien.

La page, l'administration et la commande passent toutes par `analyser` et `appliquer`.
"""

import hashlib
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from .models import ImportQuartiers, Quartier
from .resources import QuartierResource, analyser_code

# Au-delà de cette part de la liste, un retrait ressemble à un fichier partiel : il se confirme.
PART_DE_RETRAITS_SUSPECTE = 0.25


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
    absents: list = field(default_factory=list)
    refus: list[Refus] = field(default_factory=list)
    millesime: int | None = None
    retraits_suspects: bool = False

    @property
    def est_importable(self):
        return not self.refus

    @property
    def empreinte(self):
        """Résume l'effet montré : une confirmation ne vaut que pour l'aperçu qui l'a précédée."""
        effet = [
            sorted(quartier.code for quartier in self.crees),
            sorted((quartier.code, str(libelles)) for quartier, libelles in self.modifies),
            self.inchanges,
            sorted(quartier.code for quartier in self.absents),
        ]
        return hashlib.sha256(repr(effet).encode()).hexdigest()

    def comptes(self):
        """Rend les comptes du journal."""
        return {
            "crees": len(self.crees),
            "modifies": len(self.modifies),
            "inchanges": self.inchanges,
            "retires": len(self.absents),
        }


class ImportRefuse(Exception):
    """Des lignes sont refusées : rien n'est importé. Porte l'`apercu`."""

    def __init__(self, apercu):
        super().__init__(f"{len(apercu.refus)} ligne(s) refusée(s)")
        self.apercu = apercu


def analyser(liste):
    """Rend l'`Apercu` de l'import de `liste` (voir `quartiers.lecture.lire`), sans rien écrire."""
    return _importer(liste, simulation=True)


@transaction.atomic
def appliquer(liste, journal):
    """Importe `liste`, complète `journal`, rend l'`Apercu`. Lève ImportRefuse sans rien écrire."""
    apercu = _importer(liste, simulation=False)
    if not apercu.est_importable:
        raise ImportRefuse(apercu)
    Quartier.objects.filter(pk__in=[quartier.pk for quartier in apercu.absents]).update(
        retire_le=timezone.localdate()
    )
    journal.fichier, journal.sha256, journal.millesime = liste.nom, liste.sha256, apercu.millesime
    for nom, valeur in apercu.comptes().items():
        setattr(journal, nom, valeur)
    journal.fait_le, journal.contenu = timezone.now(), None
    journal.save()
    return apercu


def _importer(liste, simulation):
    resource = QuartierResource(liste)
    with transaction.atomic():
        resultat = resource.import_data(liste.donnees, dry_run=simulation, raise_errors=False)
        apercu = _apercu(liste, resource, resultat)
        if simulation or not apercu.est_importable:
            transaction.set_rollback(True)
    return apercu


def _apercu(liste, resource, resultat):
    # Une erreur qui n'est pas un refus de ligne est une panne : elle ne se cache pas.
    for erreur in [*resultat.base_errors, *(e for _, es in resultat.row_errors() for e in es)]:
        raise erreur.error
    apercu = Apercu(refus=list(_refus(liste, resultat)))
    for ligne in resultat.rows:
        if ligne.is_new():
            apercu.crees.append(ligne.instance)
        elif ligne.is_update():
            libelles = [
                (Quartier._meta.get_field(champ).verbose_name, ancien, nouveau)
                for champ, ancien, nouveau in resource.changements[ligne.instance.code]
            ]
            apercu.modifies.append((ligne.instance, libelles))
        elif ligne.is_skip():
            apercu.inchanges += 1
    millesimes = {analyser_code(code)[0] for code in resource.lignes_par_code}
    if len(millesimes) > 1:
        apercu.refus.append(
            Refus(
                liste.numeros[0],
                liste.entetes["code"],
                "Le fichier mêle la liste de 2015 (QP…) et celle de 2024 (QN…) : séparez-les.",
            )
        )
    elif millesimes:
        apercu.millesime = millesimes.pop()
        if liste.est_complete:
            _chercher_absents(apercu, resource.lignes_par_code)
    return apercu


def _refus(liste, resultat):
    for ligne in resultat.invalid_rows:
        for colonne, motifs in ligne.error_dict.items():
            for motif in motifs:
                yield Refus(
                    liste.numeros[ligne.number - 1], liste.entetes.get(colonne, colonne), motif
                )


def _chercher_absents(apercu, codes):
    en_vigueur = Quartier.objects.filter(millesime=apercu.millesime, retire_le__isnull=True)
    apercu.absents = [quartier for quartier in en_vigueur if quartier.code not in codes]
    connus = len(apercu.absents) + len(apercu.modifies) + apercu.inchanges
    apercu.retraits_suspects = len(apercu.absents) > PART_DE_RETRAITS_SUSPECTE * max(connus, 1)


def journaliser(user, fichier, octets=None):
    """Rend un journal neuf ; avec `octets`, il est enregistré et attend sa confirmation.

    Un nouveau dépôt remplace celui que la même personne n'avait pas confirmé.
    """
    journal = ImportQuartiers(fait_par=user, fichier=fichier, contenu=octets)
    if octets is not None:
        ImportQuartiers.objects.filter(fait_par=user, fait_le__isnull=True).delete()
        journal.save()
    return journal

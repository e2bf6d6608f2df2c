"""L'import d'une liste de QPV, de leurs chiffres ou de leurs PRU (voir `socle.imports.moteur`).

La page, l'administration et la commande passent toutes par `analyser_quartiers` et
`appliquer_quartiers`.
"""

from dataclasses import dataclass, field
from functools import partial

from django.db import transaction

from socle.imports.annulation import effet_de
from socle.imports.moteur import Apercu, ImportRefuse, Refus, importer

from .contours import lire_contour
from .models import Chiffre, Contour, Quartier, Trace, entree_en_vigueur
from .pru import Reprise, chercher_les_reprises, reprendre
from .resources import QuartierResource, analyser_code

# Au-delà de cette part de la liste, un retrait ressemble à un fichier partiel : il se confirme.
PART_DE_RETRAITS_SUSPECTE = 0.25


@dataclass
class ApercuAvecReprises(Apercu):
    """S'y ajoutent ce que le fichier ne contient plus, et les PRU repris des anciens quartiers."""

    absents: list = field(default_factory=list)
    reprises: list[Reprise] = field(default_factory=list)

    def retirer(self, absents):
        """Note ce que le fichier ne contient plus."""
        self.absents = list(absents)
        connus = len(self.absents) + len(self.modifies) + self.inchanges
        self.retraits_suspects = len(self.absents) > PART_DE_RETRAITS_SUSPECTE * max(connus, 1)

    def effet(self):
        absents = sorted(map(str, self.absents))
        reprises = sorted((r.quartier.code, r.avant, r.apres.value) for r in self.reprises)
        return [*super().effet(), absents, reprises]

    def comptes(self):
        return super().comptes() | {"retires": len(self.absents)}


@dataclass
class ApercuDeQuartiers(ApercuAvecReprises):
    """Aperçu de l'import d'une liste, de chiffres ou de PRU."""

    millesime: int | None = None
    # {code: polygones} des contours que la liste apporte ou change.
    contours: dict = field(default_factory=dict)
    # {(code, nature): valeur} des chiffres datés qu'elle apporte.
    chiffres: dict = field(default_factory=dict)

    def effet(self):
        return [*super().effet(), sorted(self.contours.items()), sorted(self.chiffres.items())]

    def gestes(self):
        """Rend ce qui change de chaque quartier : (geste, [(quartier, changements), …])."""
        return (
            (Trace.Geste.CREE, [(quartier, _a_sa_creation(quartier)) for quartier in self.crees]),
            (Trace.Geste.MODIFIE, self.modifies),
            (Trace.Geste.RETIRE, [(q, [("retiré le", None, q.retire_le)]) for q in self.absents]),
            (Trace.Geste.MODIFIE, [(r.quartier, r.changements) for r in self.reprises]),
        )


def analyser_quartiers(liste):
    """Rend l'aperçu de l'import de `liste` (voir `lire_quartiers`), sans rien écrire."""
    return _importer(liste, simulation=True)


@transaction.atomic
def appliquer_quartiers(liste, journal):
    """Importe `liste`, complète `journal`, rend l'aperçu. Lève ImportRefuse sans rien écrire."""
    # Ce que l'import laisse (chiffres, traces) dit de quel journal il vient.
    journal.save()
    with effet_de([*touchees(journal), Contour.objects.all(), Chiffre.objects.all()]) as effet:
        apercu = _importer(liste, simulation=False)
        if not apercu.est_importable:
            raise ImportRefuse(apercu)
        for quartier in apercu.absents:
            quartier.retire_le = entree_en_vigueur(quartier.millesime, quartier.departement_id)
        Quartier.objects.bulk_update(apercu.absents, ["retire_le"])
        reprendre(apercu.reprises)
        _garder_les_contours(apercu.contours)
        if apercu.chiffres:
            journal.chiffres_au, journal.source = liste.chiffres_au, liste.source
        _garder_les_chiffres(liste, journal, apercu.chiffres)
        tracer(journal, apercu.gestes())
    journal.genre, journal.millesime = liste.genre, apercu.millesime
    journal.conclure(liste, apercu, effet)
    return apercu


def touchees(journal):
    """Rend les lignes que tout import de quartiers peut changer (voir `effet_de`)."""
    return [Quartier.objects.all(), journal.traces.all()]


def tracer(journal, gestes):
    """Garde ce que l'import a changé de chaque quartier (voir `gestes`)."""
    Trace.objects.bulk_create(
        [
            Trace(journal=journal, quartier_id=quartier.pk, geste=geste, changements=changements)
            for geste, touches in gestes
            for quartier, changements in touches
        ]
    )


def _a_sa_creation(quartier):
    champs = ("nom", "communes", "epci", "pru")
    return [
        (Quartier._meta.get_field(champ).verbose_name, None, getattr(quartier, champ))
        for champ in champs
    ]


def _importer(liste, simulation):
    resource = QuartierResource(liste)
    return importer(
        resource,
        ApercuDeQuartiers(),
        simulation=simulation,
        completer=partial(_completer, liste, resource),
    )


def _completer(liste, resource, apercu):
    millesimes = {analyser_code(code)[0] for code in resource.lignes}
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
        apercu.contours = _contours_changes(liste)
        apercu.chiffres = resource.chiffres
        apercu.reprises = chercher_les_reprises(resource.prus)
        if liste.est_complete:
            apercu.retirer(_absents(apercu.millesime, resource.lignes))


def _contours_changes(liste):
    """Rend {code: polygones} des contours lisibles de la liste qui ne sont pas déjà ceux gardés."""
    if "contour" not in liste.entetes:
        return {}
    lus = zip(liste.donnees["code"], map(lire_contour, liste.donnees["contour"]), strict=True)
    gardes = dict(Contour.objects.values_list("quartier__code", "polygones"))
    return {code: lu for code, lu in lus if lu and gardes.get(code) != lu}


def _garder_les_contours(contours):
    cles = Quartier.objects.filter(code__in=contours).values_list("code", "pk")
    Contour.objects.bulk_create(
        [Contour(quartier_id=pk, polygones=contours[code]) for code, pk in cles],
        update_conflicts=True,
        unique_fields=["quartier"],
        update_fields=["polygones"],
        batch_size=500,
    )


def _garder_les_chiffres(liste, journal, chiffres):
    cles = dict(Quartier.objects.values_list("code", "pk")) if chiffres else {}
    Chiffre.objects.bulk_create(
        [
            Chiffre(
                quartier_id=cles[code],
                nature=nature,
                categorie=liste.categorie(nature),
                au=journal.chiffres_au,
                valeur=valeur,
                journal=journal,
            )
            for (code, nature), valeur in chiffres.items()
        ],
        update_conflicts=True,
        unique_fields=["quartier", "nature", "categorie", "au"],
        update_fields=["valeur", "journal"],
    )


def _absents(millesime, codes):
    en_vigueur = Quartier.objects.filter(millesime=millesime, retire_le__isnull=True)
    absents = set(en_vigueur.values_list("code", flat=True)).difference(codes)
    return en_vigueur.filter(code__in=absents)

"""Ce que le CGET a à lire, du plus pressé au moins pressé, et le temps qu'il y met."""

import datetime
from collections import Counter
from dataclasses import dataclass
from statistics import median

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from . import registre
from .models import Campagne, Decision, Remontee, Transmission
from .models.campagne import JOURS_D_EXAMEN
from .periodes import jour_ouvre


@dataclass(frozen=True)
class ALire:
    """Une version qui attend la décision du CGET, et le jour où il doit l'avoir prise."""

    remontee: Remontee
    version: Transmission
    a_decider_le: datetime.date

    @property
    def est_en_retard(self):
        return timezone.localdate() > self.a_decider_le

    @property
    def jours_restants(self):
        return (self.a_decider_le - timezone.localdate()).days


def a_lire(user, *, tous=False, avec=()):
    """Rend les `ALire` de `user`, la plus pressée d'abord : de ses territoires, ou de `tous`.

    `avec` nomme ce qui se lit d'avance de chaque remontée.
    """
    delais = delais_d_examen()
    file = []
    for modele in registre.remontees():
        remontees = modele.objects.visibles_par(user).filter(etat=Remontee.Etat.TRANSMISE)
        if not tous and user.codes_en_charge:
            remontees = remontees.touchant(modele.codes_en_charge(user))
        lues = remontees.select_related(*modele.relations).prefetch_related(*avec)
        for remontee in lues.avec_versions(user):
            delai = delais.get((modele.genre, str(remontee.periode)), JOURS_D_EXAMEN)
            for version in list(remontee.transmissions.all())[:1]:
                file.append(ALire(remontee, version, a_decider_le(version, delai)))
    return sorted(file, key=lambda ligne: (ligne.a_decider_le, ligne.version.transmise_le))


def delais_d_examen():
    """Rend {(genre, période): nombre de jours que la campagne donne au CGET}."""
    campagnes = Campagne.objects.values_list("genre", "periode", "jours_d_examen")
    return {(genre, periode): jours for genre, periode, jours in campagnes}


def a_decider_le(version, delai):
    """Rend le dernier jour du CGET pour cette version : le délai, ou le jour ouvré qui suit."""
    recue = timezone.localdate(version.transmise_le)
    return jour_ouvre(recue + datetime.timedelta(days=delai))


@dataclass(frozen=True)
class Examen:
    """Ce que fut l'examen d'une campagne : délais tenus, médiane en jours, causes de renvoi."""

    campagne: Campagne
    decidees: int
    a_temps: int
    mediane: float
    motifs: list


def compte_de_l_examen(campagnes):
    """Rend un `Examen` par campagne dont une version au moins fut décidée.

    Seule compte la première décision de chaque version : l'acceptation qu'on défait n'en est pas.
    """
    par_campagne = {(c.genre, c.periode): c for c in campagnes}
    faits: dict = {}
    for modele in registre.remontees():
        periode = modele.objects.filter(pk=OuterRef("transmission__object_id")).values("periode")
        decisions = (
            Decision.objects.filter(transmission__in=Transmission.objects.pour(modele))
            .exclude(sens=Decision.Sens.DEFAITE)
            .annotate(periode=Subquery(periode))
            .order_by("pk")
            .values_list("transmission", "periode", "transmission__transmise_le", "le", "motif")
        )
        for version, periode, recue_le, le, motif in decisions:
            if campagne := par_campagne.get((modele.genre, str(periode))):
                faits.setdefault(campagne, {}).setdefault(version, (recue_le, le, motif))
    return [_compter(campagne, versions.values()) for campagne, versions in faits.items()]


def _compter(campagne, decisions):
    jours = [
        (timezone.localdate(le) - timezone.localdate(recue)).days for recue, le, _ in decisions
    ]
    motifs = Counter(motif for _, _, motif in decisions if motif)
    return Examen(
        campagne,
        decidees=len(jours),
        a_temps=sum(nombre <= campagne.jours_d_examen for nombre in jours),
        mediane=median(jours),
        motifs=[(Decision.Motif(motif).label, nombre) for motif, nombre in motifs.most_common()],
    )

"""Ce qu'un ministère chef de file doit encore : indicateurs jamais produits, périmés, attendus."""

import datetime
from dataclasses import dataclass, field

from django.db.models import Max, Q

from .models import Collecte, Indicateur, Mesure, Ministere


@dataclass(frozen=True)
class Du:
    """Un indicateur que doit un ministère, le jour de sa dernière valeur, celui de la suivante."""

    indicateur: Indicateur
    derniere_le: datetime.date | None
    attendue_le: datetime.date


@dataclass
class Devoir:
    """Une mesure, ses indicateurs sans aucune valeur, ceux qui n'en ont plus de récente, et ceux
    dont une valeur est attendue depuis peu.
    """

    mesure: Mesure
    jamais: list[Du] = field(default_factory=list)
    perimes: list[Du] = field(default_factory=list)
    attendus: list[Du] = field(default_factory=list)

    @property
    def nombre(self):
        """Combien d'indicateurs de cette mesure sont dus."""
        return len(self.jamais) + len(self.perimes) + len(self.attendus)


def devoirs(mesures, au):
    """Rend un `Devoir` par mesure (requête), dans leur ordre, à la date `au`.

    « Chaque ministère chef de file sera chargé de produire les indicateurs de suivi associés à
    chaque mesure. » Est périmé un indicateur dont deux périodes ont passé sans valeur.
    """
    rendus = {mesure.pk: Devoir(mesure) for mesure in mesures}
    indicateurs = Indicateur.objects.a_produire().filter(mesure__in=rendus)
    connues = Max("valeurs__le", filter=Q(valeurs__le__lte=au))
    for indicateur in indicateurs.annotate(derniere_le=connues):
        _ranger(rendus[indicateur.mesure_id], indicateur, indicateur.derniere_le, au)
    return list(rendus.values())


@dataclass
class DuMinistere:
    """Un ministère (None : à renseigner), ses membres actifs, et ce que doivent ses mesures."""

    ministere: Ministere | None
    devoirs: list[Devoir] = field(default_factory=list)
    membres: list = field(default_factory=list)

    @property
    def nombre(self):
        """Combien d'indicateurs il doit."""
        return sum(devoir.nombre for devoir in self.devoirs)


def devoirs_par_ministere(mesures, au):
    """Rend un `DuMinistere` par ministère, dans l'ordre de leur nom, les mesures sans chef de file
    à la fin ; à la date `au`.
    """
    lues = mesures.select_related("chef_de_file").prefetch_related("chef_de_file__membres")
    par_ministere = {ministere: DuMinistere(ministere) for ministere in Ministere.objects.all()}
    for devoir in devoirs(lues, au):
        chef = devoir.mesure.chef_de_file
        du = par_ministere.setdefault(chef, DuMinistere(chef))
        du.devoirs.append(devoir)
        du.membres = [m for m in chef.membres.all() if m.is_active] if chef else []
    return list(par_ministere.values())


def collectes_dues(user, au):
    """Rend [(collecte ouverte à la date `au`, combien d'indicateurs lui doit `user`)].

    Seules celles à qui ses ministères doivent encore quelque chose.
    """
    siens = set(user.ministeres.all())
    dues = []
    for collecte in Collecte.objects.ouvertes(au):
        restants = collecte.restants().items()
        if nombre := sum(len(dus) for ministere, dus in restants if ministere in siens):
            dues.append((collecte, nombre))
    return dues


def _ranger(devoir, indicateur, derniere_le, au):
    """Ajoute l'indicateur au `devoir` si une valeur en est attendue à la date `au`."""
    attendue_le = indicateur.attendue(derniere_le)
    if attendue_le is None or attendue_le > au:
        return
    du = Du(indicateur, derniere_le, attendue_le)
    if derniere_le is None:
        devoir.jamais.append(du)
    elif indicateur.est_perime(derniere_le, au):
        devoir.perimes.append(du)
    else:
        devoir.attendus.append(du)

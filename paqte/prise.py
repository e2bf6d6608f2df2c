"""Prendre ce qu'une entreprise propose : ligne par ligne, à côté de ce qu'on en sait déjà."""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from socle.francais import ecrire_nombre

from .coherence import incoherences_proposees
from .models import Demande, Indicateur, Reponse, ResultatConvention

AUTRES, EXEMPLES = "autres", "exemples"


@dataclass
class Ligne:
    """Ce qui est proposé pour un indicateur, ou en mots, et ce à quoi le comparer."""

    cle: str
    libelle: str
    propose: Any
    cible: Any = None
    avant: Any = None
    saisi: Any = None
    remarques: list[str] = field(default_factory=list)


def lignes_proposees(demande, indicateurs=None):
    """Rend les `Ligne` d'une réponse ; celles qui étonnent ont leurs remarques.

    `indicateurs`, s'ils sont déjà lus, sont tous ceux du PAQTE.
    """
    convention, avant = demande.convention, demande.periode.precedent
    cibles = {cible.indicateur_id: cible.valeur for cible in convention.cibles.all()}
    connus = {(r.semestre, r.indicateur_id): r for r in convention.resultats.all()}
    proposes = demande.resultats(indicateurs)
    incoherences = incoherences_proposees(proposes)
    lignes = []
    for propose in proposes:
        indicateur = propose.indicateur
        ancien = connus.get((str(avant), indicateur.pk))
        remarques = [incoherences[indicateur.code]] if indicateur.code in incoherences else []
        if ancien and differe_de_moitie(ancien.valeur, propose.valeur):
            remarques.append(
                f"Passe de {ecrire_nombre(ancien.valeur)} à {ecrire_nombre(propose.valeur)} depuis "
                f"le {avant.libelle}."
            )
        lignes.append(
            Ligne(
                indicateur.code,
                f"{indicateur.libelle} ({indicateur.unite})",
                propose,
                cibles.get(indicateur.pk),
                ancien,
                connus.get((demande.semestre, indicateur.pk)),
                remarques,
            )
        )
    return [*lignes, *_lignes_en_mots(demande)]


def differe_de_moitie(avant, apres):
    """Dit si un nombre s'écarte du précédent d'au moins la moitié de celui-ci."""
    if avant is None or apres is None or avant == apres:
        return False
    return 2 * abs(apres - avant) >= avant


def _lignes_en_mots(demande):
    if demande.autres or demande.autres_valeur is not None:
        nombre = (
            ""
            if demande.autres_valeur is None
            else f"{ecrire_nombre(demande.autres_valeur)} {demande.autres_unite}"
        )
        dits = "\n".join(filter(None, [nombre, demande.autres]))
        yield Ligne(AUTRES, "Autres engagements", dits)
    if demande.exemples:
        yield Ligne(EXEMPLES, "Exemples concrets", demande.exemples)


def reponses_a_prendre(demandes):
    """Rend [(demande, ses `Ligne`)] de celles qu'on peut prendre (requête)."""
    demandes = (
        demandes.filter(etat=Demande.Etat.PROPOSEE)
        .select_related("convention__entreprise__departement")
        .prefetch_related(*(f"convention__{quoi}" for quoi in ("axes", "cibles", "resultats")))
        .order_by("convention__entreprise__nom", "pk")
    )
    indicateurs = list(Indicateur.objects.select_related("axe", "plafond"))
    return [(demande, lignes_proposees(demande, indicateurs)) for demande in demandes]


@transaction.atomic
def prendre(demande, cles):
    """Écrit les lignes choisies parmi les résultats, et ferme le lien.

    Chaque résultat garde le jour où l'entreprise l'a déclaré.
    """
    for propose in demande.resultats():
        if propose.indicateur.code in cles:
            _prendre_le_resultat(propose, timezone.localdate(demande.envoyee_le))
    _prendre_les_mots(demande, cles)
    demande.etat, demande.prise_le = Demande.Etat.PRISE, timezone.now()
    demande.save()


def _prendre_le_resultat(propose, jour):
    siens = {
        "convention": propose.convention,
        "indicateur": propose.indicateur,
        "semestre": propose.semestre,
    }
    resultat = ResultatConvention.objects.filter(**siens).first() or ResultatConvention(**siens)
    resultat.lu = propose.lu
    resultat.declare_le = jour
    resultat.save()


def _prendre_les_mots(demande, cles):
    convention, semestre = demande.convention, demande.semestre
    connue = convention.reponses.filter(semestre=semestre).first()
    reponse = connue or Reponse(convention=convention, semestre=semestre)
    if AUTRES in cles:
        reponse.autres, reponse.autres_unite = demande.autres, demande.autres_unite
        reponse.autres_valeur = demande.autres_valeur
    # Elle a répondu : ce que l'agent disait de son silence ne vaut plus.
    reponse.absence = ""
    if connue or AUTRES in cles:
        reponse.save()
    if EXEMPLES in cles:
        convention.exemples.create(semestre=semestre, texte=demande.exemples)

"""Cent situations fabriquées, lues à voix haute : le premier jet est toujours du bon français."""

import datetime
import random
import re

import pytest

from paqte.models import Bilan, Charte, Entreprise, ExempleAction, Partenaire, ReunionComite
from tests.factories import (
    ContratFactory,
    ConventionFactory,
    EntrepriseFactory,
    IndicateurFactory,
    ProtocoleFactory,
    QuartierFactory,
    ReponseFactory,
    ResultatFactory,
    bilan_complet,
    synthese_complete,
)

pytestmark = [pytest.mark.django_db, pytest.mark.long]

# Ce qu'on n'entend jamais d'une personne qui parle français.
FAUTES = {
    "un pluriel entre parenthèses": r"\(s\)|\(e\)",
    "une liste vide": r": *\.|avec *\.|celle de *\.|, *\.",
    "un trou": r"\{|\}|None|non renseigné",
    "des signes doublés": r"  |\.\.|,,| ,",
    "un singulier accordé au pluriel": r"\b[Uu]ne? \w+s (ont|sont)\b|[Aa]ucune? \w+ n’(ont|sont)\b",
    "un pluriel accordé au singulier": r"\b([Dd]eux|[Tt]rois|\d\d) \w+[^s\s] (a|est)\b",
    "un nombre en tête, en minuscules": r"^[a-z]",
    "une élision oubliée": r"\b([Dd]e|[Ll]e|[Ll]a|[Qq]ue|[Nn]e|[Ss]e) [aeiouyéèêà]",
}


def combien(hasard):
    return hasard.choice([0, 1, hasard.randint(2, 6), hasard.randint(17, 22)])


def jour(hasard):
    return datetime.date(2019, hasard.randint(1, 6), hasard.randint(1, 28))


def fabriquer(n):
    """Un bilan dont les nombres sont nuls, uns, plusieurs, manquants ou en baisse, au hasard."""
    hasard = random.Random(n)
    bilan = bilan_complet()
    nord = bilan.departement
    indicateurs = [IndicateurFactory(libelle=f"Indicateur {i}") for i in range(combien(hasard) % 7)]
    for i in range(combien(hasard)):
        convention = ConventionFactory(
            entreprise__departement=nord,
            entreprise__nom=hasard.choice(["Acier", "Éts Dupont S.A.", "Héron & fils"]) + f" {i}",
            entreprise__taille=hasard.choice(Entreprise.Taille.values),
            date_signature=hasard.choice([jour(hasard), datetime.date(2018, 9, 1)]),
        )
        if hasard.random() < 0.3:
            ReponseFactory(convention=convention, absence="non_communique", demandes=1)
            continue
        for indicateur in indicateurs:
            for semestre in ("2018-s2", "2019-s1"):
                if hasard.random() < 0.7:
                    ResultatFactory(
                        convention=convention,
                        indicateur=indicateur,
                        semestre=semestre,
                        valeur=hasard.choice([0, 1, 40, 1234]),
                    )
        if hasard.random() < 0.3:
            ExempleAction.objects.create(convention=convention, semestre="2019-s1", texte="Forum.")
    for _ in range(combien(hasard)):
        ReunionComite.objects.create(
            departement=nord,
            date=jour(hasard),
            objet=hasard.choice(ReunionComite.Objet.values),
        )
    for i in range(combien(hasard)):
        Partenaire.objects.create(departement=nord, nom=f"Club {i}", reseau="face")
    for _ in range(combien(hasard)):
        QuartierFactory(departement=nord, population=hasard.choice([None, 0, 1, 4200]))
    nord.organisation.chartes_restantes = hasard.choice([None, 0, 1, 3, 30])
    nord.organisation.save()
    for _ in range(combien(hasard)):
        Charte.objects.create(
            entreprise=EntrepriseFactory(departement=nord),
            fin_le=datetime.date(2020, 1, 31),
            sans_suite=hasard.choice(["", "Partie."]),
        )
    return Bilan.objects.get(pk=bilan.pk)


def fautes(phrases):
    return [
        (faute, phrase.texte)
        for phrase in phrases
        for faute, forme in FAUTES.items()
        if re.search(forme, phrase.texte)
    ] + [("sans point", p.texte) for p in phrases if not p.texte.endswith(".")]


@pytest.mark.parametrize("n", range(80))
def test_un_bilan_se_lit_a_voix_haute(n):
    bilan = fabriquer(n)
    assert fautes(bilan.phrases) == []
    assert len({phrase.cle for phrase in bilan.phrases}) == len(bilan.phrases)
    assert bilan.phrases


@pytest.mark.parametrize("n", range(20))
def test_une_synthese_se_lit_a_voix_haute(n):
    hasard, synthese = random.Random(n), synthese_complete()
    for i in range(combien(hasard)):
        contrat = ContratFactory(departement=synthese.departement, nom=f"Contrat de la Lys {i}")
        signe = hasard.random() < 0.5
        ProtocoleFactory(
            contrat=contrat,
            avancement="signe" if signe else "en_negociation",
            signe_le=datetime.date(2019, 2, 4) if signe else None,
        )
    assert fautes(type(synthese).objects.get(pk=synthese.pk).phrases) == []

"""Ce que partagent les tests nationaux."""

import pytest

from contrats.models import Synthese
from tests.factories import ProtocoleFactory, SyntheseFactory, UtilisateurFactory

REGIONS = {"59": "Hauts-de-France", "62": "Hauts-de-France", "69": "Rhône", "74": "Rhône"}
TEXTES = {"demarches": "D", "difficultes": "L’ingénierie manque.", "exemples": "E"}


@pytest.fixture(scope="session")
def imprimees():
    """{département: PDF} des synthèses que la session a déjà imprimées."""
    return {}


@pytest.fixture
def quatre_syntheses(db, imprimees, monkeypatch):
    """Quatre synthèses de 2019 transmises ; leurs vrais PDF ne se font qu'une fois."""
    imprimer = Synthese.imprimer

    def imprimer_une_fois(contenu, donnees):
        code = contenu["departement"]["code"]
        if code not in imprimees:
            imprimees[code] = imprimer(contenu, donnees)
        return imprimees[code]

    monkeypatch.setattr(Synthese, "imprimer", staticmethod(imprimer_une_fois))
    for code, region in REGIONS.items():
        synthese = SyntheseFactory(
            departement__code=code,
            departement__region__code="32" if region == "Hauts-de-France" else "84",
            departement__region__nom=region,
            **TEXTES,
        )
        ProtocoleFactory(contrat__departement=synthese.departement)
        synthese.transmettre(UtilisateurFactory(role="valideur", departements=[code]))

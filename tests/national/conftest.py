"""Ce que partagent les tests nationaux."""

import pytest

from contrats.models import Synthese
from tests.factories import ProtocoleFactory, SyntheseFactory, UtilisateurFactory

REGIONS = {"59": "Hauts-de-France", "62": "Hauts-de-France", "69": "Rhône", "74": "Rhône"}
TEXTES = {"demarches": "D", "difficultes": "L’ingénierie manque.", "exemples": "E"}


@pytest.fixture(scope="session")
def mises_en_page():
    """{(geste, département): ce qu'il a rendu} des synthèses déjà mises en page."""
    return {}


@pytest.fixture
def quatre_syntheses(db, mises_en_page, monkeypatch):
    """Quatre synthèses de 2019 transmises ; leurs vrais PDF ne se font qu'une fois."""

    def une_fois(geste, faire):
        def refaire(contenu, *suite):
            cle = geste, contenu["departement"]["code"]
            if cle not in mises_en_page:
                mises_en_page[cle] = faire(contenu, *suite)
            return mises_en_page[cle]

        return refaire

    imprimer, mesurer = Synthese.imprimer, Synthese._mesurer
    mesurer_une_fois = une_fois("mesurer", lambda contenu, synthese: mesurer(synthese))
    monkeypatch.setattr(Synthese, "imprimer", staticmethod(une_fois("imprimer", imprimer)))
    monkeypatch.setattr(Synthese, "_mesurer", lambda s, *_: mesurer_une_fois(s.contenu(), s))
    for code, region in REGIONS.items():
        synthese = SyntheseFactory(
            departement__code=code,
            departement__region__code="32" if region == "Hauts-de-France" else "84",
            departement__region__nom=region,
            **TEXTES,
        )
        ProtocoleFactory(contrat__departement=synthese.departement)
        synthese.transmettre(UtilisateurFactory(role="valideur", departements=[code]))

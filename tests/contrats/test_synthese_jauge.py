"""La jauge dit le nombre de pages du vrai PDF, de une à huit pages."""

import random
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.factories import ProtocoleFactory, SyntheseFactory

pytestmark = pytest.mark.django_db

CHAMPS = ("demarches", "declinaison", "echeances", "difficultes", "exemples")
MORCEAUX = (
    "Une phrase assez courte.",
    "Une phrase plus longue, qui parle des **habitants**, des maires et des associations du "
    "quartier, et qui court sur plusieurs lignes de la page imprimée.",
    "- un point de liste\n- un autre\n- un troisième, plus long que les deux premiers réunis",
    "Un mot-très-long-qui-ne-se-coupe-pas-facilement-" * 3,
)

# Cinq synthèses, de la plus courte à la plus longue, à chaque `make test` ; les autres, longues.
GRAINES = [pytest.param(n, marks=[pytest.mark.long] if n % 10 else []) for n in range(50)]


def texte(hasard, longueur):
    return "\n\n".join(hasard.choice(MORCEAUX) for _ in range(longueur))


@pytest.mark.parametrize("graine", GRAINES)
def test_la_jauge_est_le_nombre_de_pages_du_vrai_pdf(graine):
    hasard = random.Random(graine)
    synthese = SyntheseFactory(
        departement__code="59",
        **{champ: texte(hasard, hasard.randrange(1 + graine)) for champ in CHAMPS},
    )
    for _ in range(graine % 20):
        ProtocoleFactory(contrat__departement=synthese.departement)
    jauge = synthese.jauge()
    nombre = len(PdfReader(BytesIO(synthese.pdf_de_projet())).pages)
    assert jauge.nombre == nombre
    assert nombre - 1 < jauge.longueur <= nombre
    transmis = synthese.contenu() | {
        "version": 1,
        "transmis_le": "2019-03-15T10:00:00+01:00",
        "transmis_par": "Une personne au nom assez long pour remplir toute la ligne de l’en-tête",
        "signataire": {
            "qualite": ["Pour le préfet du Nord et par délégation", "Le secrétaire général"],
            "nom": "Une personne au nom assez long pour remplir toute la ligne de l’en-tête",
        },
    }
    fige = synthese.imprimer(transmis)
    assert len(PdfReader(BytesIO(fige)).pages) == nombre

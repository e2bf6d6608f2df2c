"""Le pluriel et les dates, à la française."""

import datetime

import pytest
from django.template import Context, Template

from socle.francais import compter, ecrire_instant


@pytest.mark.parametrize(
    ("nombre", "attendu"),
    [
        (0, "quartier"),
        (1, "quartier"),
        (1.5, "quartier"),
        (2, "quartiers"),
        ([], "quartier"),
        (10, "quartiers"),
        ("1", "quartier"),
        ("12", "quartiers"),
        (None, "quartier"),
    ],
)
def test_le_pluriel_commence_a_deux(nombre, attendu):
    assert Template("quartier{{ n|pluralize }}").render(Context({"n": nombre})) == attendu


@pytest.mark.parametrize(("nombre", "attendu"), [(0, "est déclinée"), (2, "sont déclinées")])
def test_les_deux_formes_se_donnent_ensemble(nombre, attendu):
    gabarit = Template('{{ n|pluralize:"est déclinée,sont déclinées" }}')
    assert gabarit.render(Context({"n": nombre})) == attendu


@pytest.mark.parametrize(
    ("forme", "ecrite"),
    [("j F Y", "1er mars 2019"), ("j F Y à H:i", "1er mars 2019 à 14:32"), ("d/m/Y", "01/03/2019")],
)
def test_le_premier_du_mois_s_ecrit_1er(forme, ecrite):
    quand = datetime.datetime(2019, 3, 1, 13, 32, tzinfo=datetime.UTC)
    gabarit = Template(f'{{{{ le|date:"{forme}" }}}}')
    assert gabarit.render(Context({"le": quand, "use_tz": True})) == ecrite
    assert ecrire_instant(quand.isoformat()) == "1er mars 2019 à 14:32"


@pytest.mark.parametrize(
    ("nombre", "ecrit"), [(1, "1 ligne refusée"), (1500, "1\u00a0500 lignes refusées")]
)
def test_ce_qui_se_compte_s_accorde(nombre, ecrit):
    assert compter(nombre, "ligne refusée") == ecrit

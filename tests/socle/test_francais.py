"""Le pluriel, à la française."""

import pytest
from django.template import Context, Template


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

"""La liste de choix, récrite pour aller vite, est celle de Django."""

import pytest
from django import forms
from django.forms.renderers import Jinja2
from django.utils.safestring import mark_safe

CHOIX = [
    ("", "Tous"),
    ("59", "Nord & <Pas-de-Calais>"),
    ("Île-de-France", [("75", mark_safe("<b>Paris</b>")), (93, "Seine-Saint-Denis")]),
]


class AvecAttributs(forms.Select):
    """Une liste dont chaque choix porte des attributs, vrais, faux ou écrits."""

    def create_option(self, *arguments, **options):
        option = super().create_option(*arguments, **options)
        option["attrs"] |= {"disabled": True, "hidden": False, "data-lieu": '"ici"'}
        return option


@pytest.mark.parametrize(
    ("champ", "valeur"),
    [
        (forms.Select(attrs={"id": "id_lieu", "required": True}, choices=CHOIX), "93"),
        (forms.SelectMultiple(choices=CHOIX), ["59", "75"]),
        (forms.NullBooleanSelect(), True),
        (AvecAttributs(choices=CHOIX), None),
    ],
)
def test_une_liste_de_choix_est_celle_de_django(champ, valeur):
    la_notre, celle_de_django = (
        "".join(champ.render("lieu", valeur, renderer=moteur).split())
        for moteur in (None, Jinja2())
    )
    assert la_notre == celle_de_django

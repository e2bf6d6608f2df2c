"""Un nombre, comme les gens l'écrivent : dans un formulaire comme dans un fichier."""

from decimal import Decimal
from importlib import import_module

import pytest
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from socle.champs import NombreField, SirenField
from socle.nombres import est_non_communique, lire_nombre


@pytest.mark.parametrize(
    ("ecrit", "lu"),
    [
        ("1234", "1234"),
        ("12,0", "12"),
        ("1 234,50 €", "1234.5"),
        ("1 234,50 euros", "1234.5"),
        ("1.234,50", "1234.5"),
        ("1,234.50", "1234.5"),
        ("1.234.567", "1234567"),
        ("1\u202f234\u00a0567,89 €", "1234567.89"),
        ("4  010", "4010"),
        ("0.25", "0.25"),
    ],
)
def test_un_nombre_se_lit_comme_on_l_ecrit(ecrit, lu):
    assert NombreField(decimal_places=2).clean(ecrit) == Decimal(lu)


@pytest.mark.parametrize(
    ("ecrit", "motif"),
    [
        ("1.234", "se lit 1 234 ou 1,234"),
        ("12 5", "n’est pas un nombre"),
        ("vingt", "« vingt » n’est pas un nombre"),
        ("<5", "secret statistique"),
        ("< 5", "secret statistique"),
        ("n.d.", "pas communiqué ; il ne vaut pas zéro"),
        ("-", "pas communiqué"),
        ("12 %", "pourcentage"),
        ("9" * 5000, "chiffres"),
    ],
)
def test_ce_qui_n_est_pas_un_nombre_dit_pourquoi(ecrit, motif):
    with pytest.raises(ValidationError, match=motif):
        NombreField(decimal_places=2).clean(ecrit)


@pytest.mark.parametrize("ecrit", ["n.d.", "ND", "ns", "-", "NA", "n/a", "s", "Non renseigné"])
def test_un_chiffre_qu_on_n_a_pas_n_est_pas_zero(ecrit):
    assert est_non_communique(ecrit)


@pytest.mark.parametrize("ecrit", ["0", "12", "", "Nantes"])
def test_un_zero_ou_un_mot_n_est_pas_un_chiffre_qu_on_n_a_pas(ecrit):
    assert not est_non_communique(ecrit)


@given(st.decimals(min_value=0, max_value=10**12, places=2), st.sampled_from(" \u00a0\u202f."))
def test_un_nombre_ecrit_avec_ses_milliers_se_relit(nombre, milliers):
    ecrit = f"{nombre:,.2f}".replace(",", milliers)
    assert lire_nombre(f"{ecrit[:-3]},{ecrit[-2:]}") == nombre


@pytest.mark.parametrize(
    "ecrit", ["552100554", "552 100 554", "552.100.554", "552 100 554 00013", "FR96 552100554"]
)
def test_un_siret_ou_un_numero_de_tva_donne_son_siren(ecrit):
    assert SirenField().clean(ecrit) == "552100554"


@pytest.mark.parametrize("ecrit", ["552 100 554 00014", "FR00552100554", "55210055400013987654"])
def test_un_siret_faux_n_est_refuse_qu_une_fois(ecrit):
    with pytest.raises(ValidationError) as erreur:
        SirenField().clean(ecrit)
    assert len(erreur.value.messages) == 1
    assert "n’est pas un SIREN" in erreur.value.messages[0]


def _sous_classes(classe):
    for fille in classe.__subclasses__():
        yield fille
        yield from _sous_classes(fille)


def test_tout_nombre_saisi_se_lit_de_meme():
    import_module(settings.ROOT_URLCONF)
    autres = {
        f"{classe.__name__}.{nom}"
        for classe in _sous_classes(forms.BaseForm)
        if (settings.BASE_DIR / classe.__module__.partition(".")[0]).is_dir()
        and not classe.__module__.startswith("tests.")
        for nom, champ in getattr(classe, "base_fields", {}).items()
        if isinstance(champ, forms.IntegerField | forms.DecimalField)
        # Une coordonnée (FloatField) a un signe, et plus de deux décimales.
        and not (isinstance(champ, NombreField | forms.FloatField) or champ.widget.is_hidden)
    }
    assert autres == set()

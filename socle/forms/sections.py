"""Formulaires mis en page par sections, avec ce qu'en dit la circulaire."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django.utils.text import slugify

from .imprimable import ImprimableForm


class Section(Fieldset):
    """Cadre d'un formulaire ; `aide` nomme ce qu'en dit la circulaire (fixtures/aide.csv)."""

    def __init__(self, titre, *champs, aide=""):
        super().__init__(titre, *champs)
        self.aide = aide


class EnSectionsForm(ImprimableForm):
    """Formulaire mis en page par `sections` : (titre, rangée de champs, rangée, …).

    Un titre vide ne fait pas de cadre. Les champs qu'aucune section ne place viennent d'abord.
    `aide`, s'il est donné, commence le nom de chaque section dans fixtures/aide.csv.
    """

    sections: tuple = ()
    aide = ""

    @property
    def helper(self):
        places = {nom for _, *rangees in self.sections for rangee in rangees for nom in rangee}
        helper = FormHelper()
        # Le résumé en tête de page dit déjà les erreurs générales.
        helper.form_show_errors = False
        helper.layout = Layout(*(nom for nom in self.fields if nom not in places))
        for titre, *rangees in self.sections:
            lignes = [Row(*(Column(nom) for nom in rangee)) for rangee in rangees]
            aide = f"{self.aide}-{slugify(titre)}" if self.aide else ""
            helper.layout.extend([Section(titre, *lignes, aide=aide)] if titre else lignes)
        return helper

"""Formulaires dont les textes vont dans un PDF figé."""

from django.core.exceptions import ValidationError
from dsfr.forms import DsfrBaseForm

from ..nettoyage import verifier_imprimable


class ImprimableForm(DsfrBaseForm):
    """Formulaire qui dit, à son champ, ce qu'aucune police du PDF ne dessine."""

    def clean(self):
        super().clean()
        for nom, valeur in list(self.cleaned_data.items()):
            # Un texte qu'on ne peut pas changer ici n'empêche pas d'écrire le reste.
            if isinstance(valeur, str) and not self.fields[nom].disabled:
                try:
                    verifier_imprimable(valeur)
                except ValidationError as erreur:
                    self.add_error(nom, erreur)
        return self.cleaned_data

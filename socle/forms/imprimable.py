"""Formulaires dont les textes vont dans un PDF figé."""

from dsfr.forms import DsfrBaseForm

from ..nettoyage import non_imprimables


class ImprimableForm(DsfrBaseForm):
    """Formulaire qui dit, à son champ, ce qu'aucune police du PDF ne dessine."""

    def clean(self):
        super().clean()
        for nom, valeur in list(self.cleaned_data.items()):
            # Un texte qu'on ne peut pas changer ici n'empêche pas d'écrire le reste.
            lisible = not isinstance(valeur, str) or self.fields[nom].disabled
            if not lisible and (inconnus := non_imprimables(valeur)):
                self.add_error(
                    nom,
                    f"Le PDF ne peut pas imprimer « {' '.join(inconnus)} » : retirez ces "
                    "caractères, ou écrivez-les autrement.",
                )
        return self.cleaned_data

"""Répartir la cible nationale d'un indicateur entre les départements."""

import re

from django import forms

from quartiers.models import Departement
from quartiers.territoires import Territoires
from socle.champs import DateInput, NombreField
from socle.dates import DateFormField
from socle.forms.sections import EnSectionsForm

from ..models import PartDeCible

# Une ligne copiée d'un tableur sépare ses colonnes d'une tabulation.
SEPARATEUR = re.compile(r"[;\t]")


class RepartitionForm(EnSectionsForm, forms.Form):
    """Toute la répartition d'un indicateur : une ligne par département, qui remplace la précédente.

    `lignes` rend {département: part}.
    """

    sections = (("", ("pour_le", "source"), ("lignes",)),)

    pour_le = DateFormField(label="À atteindre le", required=False, widget=DateInput())
    source = forms.CharField(label="D’où vient cette répartition", max_length=250)
    lignes = forms.CharField(
        label="Parts des départements",
        required=False,
        # Une centaine de départements, leur nom et leur part.
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="Une ligne par département : « 59 ; 42 » ou « Nord ; 42 ». Un département retiré "
        "n’a plus de part.",
    )

    def __init__(self, *args, indicateur, **kwargs):
        self.indicateur = indicateur
        self.parts = list(indicateur.parts_de_cible.all())
        super().__init__(*args, initial=self._actuelle(), **kwargs)

    def _actuelle(self):
        if not self.parts:
            return {}
        ecrire = NombreField(decimal_places=2).prepare_value
        lignes = [f"{part.departement_id} ; {ecrire(part.valeur)}" for part in self.parts]
        premiere = self.parts[0]
        return {
            "pour_le": premiere.pour_le,
            "source": premiere.source,
            "lignes": "\n".join(lignes),
        }

    def clean_lignes(self):
        territoires, lues, erreurs = Territoires(Departement), {}, []
        for ligne in filter(str.strip, self.cleaned_data["lignes"].splitlines()):
            try:
                departement, part = self._lire(territoires, ligne)
            except forms.ValidationError as erreur:
                erreurs.append(f"« {ligne.strip()} » : {' '.join(erreur.messages)}")
                continue
            if departement in lues:
                erreurs.append(f"« {ligne.strip()} » : ce département a déjà sa ligne.")
            lues[departement] = part
        if erreurs:
            raise forms.ValidationError(erreurs)
        return lues

    def _lire(self, territoires, ligne):
        cellules = [cellule.strip() for cellule in SEPARATEUR.split(ligne)]
        if len(cellules) != 2:
            raise forms.ValidationError("écrivez un département, un point-virgule, sa part.")
        departement = territoires.trouver(cellules[0])
        if departement is None:
            raise forms.ValidationError("ce département n’existe pas.")
        return departement, NombreField(decimal_places=2).clean(cellules[1])

    def save(self):
        """Enregistre la répartition ; rend l'indicateur. Ce qui ne change pas ne s'écrit pas."""
        restantes = {part.departement_id: part for part in self.parts}
        communs = {nom: self.cleaned_data[nom] for nom in ("pour_le", "source")}
        for departement, valeur in self.cleaned_data["lignes"].items():
            part = restantes.pop(departement.pk, None) or PartDeCible(
                indicateur=self.indicateur, departement=departement
            )
            voulus = communs | {"valeur": valeur}
            if any(getattr(part, nom) != voulu for nom, voulu in voulus.items()):
                for nom, voulu in voulus.items():
                    setattr(part, nom, voulu)
                part.save()
        for part in restantes.values():
            part.delete()
        return self.indicateur

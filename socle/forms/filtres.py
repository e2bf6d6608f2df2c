"""Ce qu'ont en commun les filtres des listes, lues dans la base ou calculées."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils import timezone
from dsfr.forms import DsfrBaseForm

from ..recherche import contient


class FiltreForm(DsfrBaseForm):
    """Le formulaire d'un filtre : un champ faux est dit, et ne filtre rien."""

    # Tout y est facultatif : le redire à chaque champ gênerait la lecture.
    sans_mention_facultatif = True

    @property
    def choix(self):
        """Ce que les champs justes ont de choisi : {nom: valeur}."""
        self.is_valid()
        return self.cleaned_data

    @property
    def date(self):
        """La date choisie (champ `au`), sinon aujourd'hui."""
        return self.choix.get("au") or timezone.localdate()


class FiltreDeLignesForm(FiltreForm):
    """Le filtre d'une liste calculée (voir `socle.listes.lister_lignes`).

    `FILTRES` dit pour un champ ce qu'une ligne doit valoir quand il est choisi ; `TRIS`, pour un
    choix du champ `tri`, la clé qui range ; `texte`, où cherche le champ `recherche`.
    """

    FILTRES: Mapping = MappingProxyType({})
    TRIS: Mapping = MappingProxyType({})

    def texte(self, ligne):
        return str(ligne)

    def choisir(self, lignes):
        """Rend les lignes cherchées, triées."""
        choix = {nom: valeur for nom, valeur in self.choix.items() if valeur}
        retenues = [
            ligne
            for ligne in lignes
            if all(lu(ligne) == choix[nom] for nom, lu in self.FILTRES.items() if nom in choix)
            and ("recherche" not in choix or contient(self.texte(ligne), choix["recherche"]))
        ]
        return sorted(retenues, key=self.TRIS[choix["tri"]]) if "tri" in choix else retenues

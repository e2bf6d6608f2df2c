"""Les préfectures : l'article de leur territoire, leur ville, l'intitulé de qui les dirige."""

import textwrap
from dataclasses import dataclass
from functools import cache

from socle.fixtures import lire_fixture
from socle.francais import en_minuscule

# Le bloc-marque de l'État coupe un nom long à ses traits d'union.
LETTRES_PAR_LIGNE = 20
VOYELLES = "AEÉÈIÎOUY"
FEMININS = {
    "Préfet": "Préfète",
    "Préfet délégué": "Préfète déléguée",
    "Haut-commissaire": "Haute-commissaire",
}


@dataclass(frozen=True)
class Prefecture:
    """La préfecture d'un territoire, et comment son nom s'écrit dans une phrase.

    `de` vaut « du Nord », `dans` « dans le Nord » ; `intitule` est celui du bloc-marque, une ligne
    par groupe de mots (« Préfet », « du Nord »).
    """

    de: str
    dans: str
    chef_lieu: str
    intitule: tuple[str, ...]
    adresse: str = ""

    @property
    def autorite(self):
        """Qui la dirige, dans une phrase : « préfet du Nord »."""
        titre = " ".join(self.intitule).replace("- ", "-")
        return en_minuscule(titre)


def avec_article(autorite):
    """Écrit « le préfet du Nord », « la préfète du Nord »."""
    feminins = tuple(titre.lower() for titre in FEMININS.values())
    return f"{'la' if autorite.startswith(feminins) else 'le'} {autorite}"


class AvecPrefecture:
    """Complète un territoire, qui a un code, un nom et un `niveau`."""

    niveau: str
    code: str
    nom: str
    prefete: bool
    adresse: str

    @property
    def prefecture(self):
        """Sa `Prefecture`, d'après fixtures/prefectures.csv.

        Le portail en ignore les usages d'un territoire ajouté, ou renommé, par l'administrateur :
        il n'a alors ni article, ni ville.
        """
        ligne = _lignes().get((self.niveau, self.code))
        if not ligne or ligne["nom"] != self.nom:
            de = f"d’{self.nom}" if self.nom[:1].upper() in VOYELLES else f"de {self.nom}"
            ligne = {"de": de, "dans": f"à {self.nom}", "chef_lieu": "", "titre": ""}
        premier, *autres = self._intituler(ligne["titre"], ligne)
        if self.prefete:
            premier = FEMININS.get(premier, premier)
        intitule = (premier, *autres)
        return Prefecture(ligne["de"], ligne["dans"], ligne["chef_lieu"], intitule, self.adresse)

    @property
    def de(self):
        """Son nom après « préfecture » : « du Nord », « des Bouches-du-Rhône », « de l’Aisne »."""
        return self.prefecture.de

    @property
    def nom_de_prefecture(self):
        """« préfecture du Nord », « préfecture de la région Hauts-de-France »."""
        return f"préfecture {f'de la région {self.nom}' if self.niveau == 'region' else self.de}"

    def _intituler(self, titre, ligne):
        if titre:
            return tuple(titre.split("|"))
        if self.niveau == "region":
            return ("Préfet", "de la région", *textwrap.wrap(self.nom, LETTRES_PAR_LIGNE))
        return ("Préfet", *textwrap.wrap(ligne["de"], LETTRES_PAR_LIGNE + 6))


@cache
def _lignes():
    return {(ligne["niveau"], ligne["code"]): ligne for ligne in lire_fixture("prefectures")}

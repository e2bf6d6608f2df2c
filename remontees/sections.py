"""Les sections d'une longue saisie : ce qui manque à chacune, et laquelle s'ouvre."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Section:
    """Une partie du document à remplir.

    `reperes` commencent les ancres de ce qui s'y complète : « id_strategie », « referent »…
    """

    cle: str
    titre: str
    reperes: tuple[str, ...]

    @property
    def ancre(self):
        return f"section-{self.cle}"


@dataclass
class Remplissage:
    """Où en est une section : ses manques, une erreur de saisie, un mot qu'on y a laissé."""

    section: Section
    manques: list = field(default_factory=list)
    refusee: bool = False
    a_lire: bool = False

    @property
    def est_ouverte(self):
        """Vrai tant qu'il y reste à faire, ou à lire."""
        return bool(self.manques or self.refusee or self.a_lire)


def remplissages(sections, manques, refusees=(), a_lire=()):
    """Rend {clé: `Remplissage`} ; ce qui n'est d'aucune section reste dans la liste générale.

    `refusees` et `a_lire` sont des ancres de la page.
    """
    etats = {section.cle: Remplissage(section) for section in sections}
    for etat in etats.values():
        reperes = etat.section.reperes
        etat.manques = [manque for manque in manques if manque.ancre.startswith(reperes)]
        etat.refusee = any(ancre.startswith(reperes) for ancre in refusees)
        etat.a_lire = any(ancre.startswith(reperes) for ancre in a_lire)
    return etats

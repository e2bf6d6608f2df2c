"""Les changements qu'on peut faire à un fichier : une comparaison, une condition, un appel.

Les opérateurs sont ceux de mutmut. On y ajoute ce qu'il ne fait pas, et où vivent les droits :
retirer une instruction, ou la moitié d'une condition.
"""

import inspect
from dataclasses import dataclass
from pathlib import Path
from types import CodeType

import libcst
from libcst import matchers
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation import mutators

RACINE = Path(__file__).parent.parent


@dataclass(frozen=True)
class Changement:
    """Un changement : sa fonction, ses lignes et celles de la fonction, ce qu'il remplace, le code
    changé."""

    fichier: str
    fonction: str
    lignes: range
    toutes: range
    avant: str
    apres: str
    code: CodeType

    @property
    def cle(self):
        """Ce qui le désigne d'une fois à l'autre."""
        return self.fichier, self.fonction, self.avant, self.apres


def changements(fichier):
    """Donne les `Changement` d'un fichier ; un code compilé à l'identique n'en est pas un."""
    source = (RACINE / fichier).read_text()
    justes = codes(compile(source, fichier, "exec"))
    module = MetadataWrapper(libcst.parse_module(source))
    collecteur = _Collecteur()
    module.visit(collecteur)
    for fonction, toutes, lignes, noeud in collecteur.trouves:
        for nouveau in _remplacants(noeud):
            texte = module.module.deep_replace(noeud, nouveau).code
            code = codes(compile(texte, fichier, "exec"))[fonction]
            if code != justes[fonction]:
                # Sans « super() », la fonction garde pourtant la classe qui l'entoure.
                code = code.replace(co_freevars=justes[fonction].co_freevars)
                ecrits = _ecrit(noeud), _ecrit(nouveau)
                yield Changement(fichier, fonction, lignes, toutes, *ecrits, code)


def codes(code):
    """Rend {nom complet: code} des fonctions d'un module ; une fonction comprend les siennes."""
    trouves = {}
    for constante in code.co_consts:
        if isinstance(constante, CodeType):
            est_une_fonction = constante.co_flags & inspect.CO_NEWLOCALS
            trouves |= {constante.co_qualname: constante} if est_une_fonction else codes(constante)
    return trouves


class _Collecteur(libcst.CSTVisitor):
    """Retient les nœuds du corps des fonctions, sauf les annotations et les mots d'un refus."""

    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self):
        self.chemin, self.trouves = [], []
        self.fonction = None

    def on_visit(self, noeud):
        if self.fonction:
            self.trouves.append((*self.fonction, self._lignes(noeud), noeud))
        elif isinstance(noeud, libcst.ClassDef):
            self.chemin.append(noeud.name.value)
        elif isinstance(noeud, libcst.FunctionDef):
            nom = ".".join([*self.chemin, noeud.name.value])
            self.fonction = (nom, self._lignes(noeud.body))
            noeud.body.visit(self)
            self.fonction = None
            return False
        # Ce que dit un refus n'est pas une règle ; qu'il y en ait un, si (voir `_sans_elle`).
        return not isinstance(noeud, libcst.Annotation | libcst.Raise | libcst.Decorator)

    def _lignes(self, noeud):
        place = self.get_metadata(PositionProvider, noeud)
        return range(place.start.line, place.end.line + 1)

    def on_leave(self, noeud):
        if self.fonction is None and isinstance(noeud, libcst.ClassDef):
            self.chemin.pop()


def _sans_elle(ligne):
    """Retire une instruction : un appel, un refus."""
    (instruction, *_) = ligne.body
    docstring = matchers.Expr(matchers.SimpleString())
    if isinstance(instruction, libcst.Expr | libcst.Raise) and not matchers.matches(
        instruction, docstring
    ):
        yield ligne.with_changes(body=[libcst.Pass()])


def _une_moitie(operation):
    """Ne garde qu'un côté de « et », « ou », « & », « | »."""
    if isinstance(operation.operator, libcst.And | libcst.Or | libcst.BitAnd | libcst.BitOr):
        for moitie in (operation.left, operation.right):
            yield moitie.with_changes(
                lpar=[libcst.LeftParen(), *moitie.lpar], rpar=[*moitie.rpar, libcst.RightParen()]
            )


OPERATEURS = [
    # Un texte changé est presque toujours un libellé.
    *(couple for couple in mutators.mutation_operators if couple[1] != mutators.operator_string),
    (libcst.SimpleStatementLine, _sans_elle),
    (libcst.BooleanOperation, _une_moitie),
    (libcst.BinaryOperation, _une_moitie),
]


def _remplacants(noeud):
    """Donne ce que les opérateurs mettraient à la place d'un nœud."""
    for classe, operateur in OPERATEURS:
        if isinstance(noeud, classe):
            yield from operateur(noeud)


def _ecrit(noeud):
    """Rend le code d'un nœud, sur une ligne."""
    return " ".join(libcst.Module([]).code_for_node(noeud).split())
